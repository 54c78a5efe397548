#pragma once

#include "supervisor/command/options.hpp"
#include "supervisor/control/session_folder.hpp"
#include "supervisor/session/game_loop.hpp"
#include "supervisor/session/image_pipeline.hpp"
#include "supervisor/session/state_keeper.hpp"
#include "supervisor/session/succession.hpp"

/// What the options of `respawn run` say to the parts of a session.
namespace respawn::supervisor {

/// A failure is a sentence for the user, as all are.
[[nodiscard]] result<game_loop::settings> game_loop_settings(const run_options& options);
/// Without what tells of pointers.
[[nodiscard]] state_keeper::settings state_keeper_settings(const run_options& options);
/// Without the gate.
[[nodiscard]] succession::settings succession_settings(
    const run_options& options, const session_folder& folder);
[[nodiscard]] image_pipeline::settings image_pipeline_settings(
    const run_options& options, const session_folder& folder);
[[nodiscard]] display_options window_settings(const run_options& options);

} // namespace respawn::supervisor
