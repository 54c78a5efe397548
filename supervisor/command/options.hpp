#pragma once

#include "shared/result.hpp"
#include "shared/state/layout.hpp"
#include "supervisor/command/crash_choice.hpp"
#include "supervisor/command/gate_mode.hpp"
#include "supervisor/control/messages.hpp"
#include "supervisor/debug/dap.hpp"
#include "supervisor/debug/debug.hpp"
#include "supervisor/debug/vscode_files.hpp"
#include "supervisor/new_project/new_project.hpp"
#include "supervisor/pe/debug_command.hpp"
#include "supervisor/postmortem/examine.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace respawn::supervisor {

/// `respawn run`.
struct run_options {
    std::string build_command;                ///< for the shell; empty: none
    std::vector<std::filesystem::path> watch; ///< sources, beside the executable, which is always watched
    std::vector<std::string> hooks; ///< commands for what becomes of the workers: see hook_command.hpp
    std::string wrap;               ///< what each worker is started with, such as a profiler; empty: nothing
    bool headless = false;
    unsigned width = 960, height = 720;
    bool size_is_given = false; ///< otherwise the game may wish for another one
    std::optional<unsigned>
        fps; ///< none: as the game wishes; 0: as fast as it goes, each frame counting as 1/60 s
    std::chrono::milliseconds hang_timeout{2000}; ///< for a frame; 0: none
    crash_choice on_crash = crash_choice::restart;
    gate_mode gate = gate_mode::off;
    std::chrono::milliseconds gate_timeout{10'000}; ///< that a worker waits for a debugger
    bool audits = true; ///< looks at the state's pointers before a newer worker takes it over
    std::optional<std::filesystem::path> core_folder; ///< keeps core files of workers that crash or hang
    std::optional<std::uint64_t> frames;              ///< stop after so many committed frames
    std::optional<std::filesystem::path> script;
    bool json = false;
    std::uint64_t state_capacity_bytes = state::default_capacity_bytes; ///< a multiple of the page size
    std::uint64_t state_address = state::default_address;               ///< a multiple of the page size
    std::uint64_t journal_bytes = std::uint64_t{64} << 20;              ///< a multiple of the page size
    std::optional<std::filesystem::path> dump_state; ///< gets the committed state's bytes at the end
    std::optional<std::filesystem::path> state_file; ///< where the state outlives the session
    std::chrono::milliseconds autosave{30'000};      ///< between two saves to state_file; 0: none
    std::filesystem::path exe;
    std::vector<std::string> arguments; ///< for the worker
};

/// A command to the supervisor that runs in this folder.
struct session_command {
    request what;
    bool json = false;
    bool watch = false; ///< inspect: again and again, until the process is interrupted
};

/// Something to print and be done: help or the version.
struct text_to_print {
    std::string text;
    int exit_code = 0;
};

using invocation = std::variant<
    run_options, session_command, text_to_print, debug_options, dap_options, init_options, new_options,
    postmortem::examine_options, pe::debug_options>;

/// Exit codes of `respawn diff`, as diff has them, and of `respawn audit`.
inline constexpr int differs_exit_code = 1, dangles_exit_code = 1, no_answer_exit_code = 2;

/// Exit code for a command line that can't be understood.
inline constexpr int usage_exit_code = 2;

/// In a project's folder: what `respawn run` is to do there.
inline constexpr const char* configuration_file = "respawn.toml";

/// Understands a command line without the program's name. Every failure is one sentence for the user. Touches
/// no file but `configuration`, which run reads: paths are checked by who uses them, and may be relative.
[[nodiscard]] result<invocation> parse_command_line(
    std::span<const std::string> arguments, const std::filesystem::path& configuration = configuration_file);

} // namespace respawn::supervisor
