#pragma once

#include "shared/input/layout.hpp"
#include "shared/presentation/composition.hpp"
#include "shared/presentation/texture_store.hpp"
#include "shared/result.hpp"
#include "shared/sounds/commands.hpp"
#include "shared/sounds/sound_store.hpp"

#include <respawn/worker.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace respawn::standalone {

/// Where a game's frames come from and where its pictures go. Threads: the worker's.
class stage {
public:
    virtual ~stage() = default;

    /// Waits until frame number `frame` is due and fills in all else that it is told. False: the game is
    /// over.
    [[nodiscard]] virtual bool begin_frame(std::uint64_t frame, player::region_data& told) = 0;

    /// Shows a picture. Both outlive this, and stay as they are until the next call.
    [[nodiscard]] virtual result<void> show(
        const presentation::composition& picture, const presentation::texture_store& textures) = 0;

    /// Lets sounds be heard, as checked commands say.
    [[nodiscard]] virtual result<void> play(
        std::span<const sounds::command_data> commands, const sounds::sound_store& recordings) = 0;

    /// In pixels, of the picture that the next frame should draw.
    [[nodiscard]] virtual std::pair<int, int> picture_size() const = 0;
};

/// The one that games are shipped with: a window. A program that is linked with another definition of this
/// function plays on that one instead. `program`: the title of one that wishes for none.
[[nodiscard]] result<std::unique_ptr<stage>> make_stage(
    const std::string& program, const window_wishes& wishes);

} // namespace respawn::standalone
