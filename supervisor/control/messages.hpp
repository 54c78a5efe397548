#pragma once

#include "shared/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the commands say to a running supervisor: one JSON object a line, answered by one JSON object a line.
namespace respawn::supervisor {

enum class action {
    status,
    generations,
    restart,
    reset,
    back,
    pause,
    resume,
    step,
    screenshot,
    save,
    load,
    quit
};

struct request {
    action what = action::status;
    std::uint64_t steps = 1;      ///< for step, from 1 to max_steps
    std::filesystem::path file{}; ///< for screenshot, save and load, absolute; save can do without
    bool with_overlay = false;    ///< for screenshot: as the window shows it
    std::optional<std::uint64_t> generation{}; ///< for back; nothing: the one before
};

struct worker_status {
    int pid = 0;
    std::filesystem::path exe;
};

/// Of the worker that is to take over.
struct next_status {
    std::uint64_t generation = 0;
    int pid = 0;
    bool is_ready = false;               ///< it waits for the next frame; otherwise it warms up
    std::chrono::milliseconds waiting{}; ///< since it was started
};

struct session_status {
    std::uint64_t frame = 0; ///< the last committed one
    std::uint64_t generation = 0;
    std::optional<worker_status> worker; ///< none: the session waits for the next build
    std::uint64_t state_bytes = 0;
    bool paused = false;
    bool in_debugger = false;          ///< the worker is stopped there
    std::optional<next_status> next{}; ///< none: nobody is to take over
    int kept_pid = 0;                  ///< dead, and in place for a debugger; 0: none
};

/// One line of `respawn generations`.
struct generation_status {
    std::uint64_t generation = 0;
    std::chrono::system_clock::time_point built; ///< to the second
    std::uint64_t bytes = 0;                     ///< of its executable
    std::uint64_t frames = 0;                    ///< that it committed
    bool live = false, next = false;             ///< it plays; it is to take over
    bool kept = false;                           ///< one can go back to it
    std::string ending{};                        ///< of its last worker; empty: it has not ended
};

/// An empty error: it was done.
struct reply {
    std::string error{}; ///< one sentence
    std::optional<session_status> status{};
    std::optional<std::vector<generation_status>> generations{};
    std::filesystem::path file{}; ///< that was written by save
};

inline constexpr std::size_t max_control_line_bytes = 65536;
inline constexpr std::uint64_t max_steps = 1'000'000;

/// Names of the actions as they are typed and sent.
[[nodiscard]] std::string_view name_of(action what);
[[nodiscard]] std::optional<action> action_named(std::string_view name);

/// The lines have no newline. Parsing trusts nothing: whatever the bytes, it gives a value or a sentence.
[[nodiscard]] std::string to_line(const request& message);
[[nodiscard]] std::string to_line(const reply& message);
[[nodiscard]] result<request> parse_request(std::string_view line);
[[nodiscard]] result<reply> parse_reply(std::string_view line);

/// The status as a JSON object, for scripts, and as a few aligned lines, for people.
[[nodiscard]] std::string to_json(const session_status& status);
[[nodiscard]] std::string to_text(const session_status& status);
/// The same for the generations, oldest first: a JSON array, and a table.
[[nodiscard]] std::string to_json(const std::vector<generation_status>& generations);
[[nodiscard]] std::string to_text(const std::vector<generation_status>& generations);

} // namespace respawn::supervisor
