#pragma once

#include "shared/objects/tree.hpp"
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
    log,
    restart,
    reset,
    back,
    swap,
    gate,
    debuggee,
    pause,
    resume,
    step,
    screenshot,
    save,
    load,
    inspect,
    set,
    schema,
    diff,
    audit,
    quit
};

struct request {
    action what = action::status;
    std::uint64_t steps = 1; ///< for step, from 1 to max_steps
    std::filesystem::path
        file{};                ///< for swap, screenshot, save, load and diff, absolute; save can do without
    bool with_overlay = false; ///< for screenshot: as the window shows it
    std::optional<std::uint64_t> generation{}; ///< for back and log; nothing: the one before; the live one

    std::string
        path{}; ///< for inspect, diff and set, which needs it; for schema the name of a root or a type
    std::string value{};    ///< for set; for gate: on, off or once; empty: it is asked for
    std::uint64_t seen = 0; ///< for debuggee: the number of what is known
    bool returns = false;   ///< for debuggee: who asks goes, and another one comes soon in its place
    std::optional<std::uint64_t> depth{}; ///< for inspect
    bool all = false;                     ///< for inspect and diff: as much as can be shown
    bool json = false;                    ///< the output of inspect, schema, diff and audit is for programs
    bool wants_leaves = false;            ///< for inspect: the values one by one, for who watches them
    std::uint64_t seen_frame = 0, seen_changes = 0; ///< with that: they are known as they were then
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

/// What a debugger that follows the game is to be at: the worker that is to take over, or else the live one.
struct debuggee {
    std::uint64_t number = 0; ///< another one with each change
    std::uint64_t generation = 0;
    int pid = 0; ///< 0: there is none
    std::filesystem::path exe{};
    friend bool operator==(const debuggee&, const debuggee&) = default;
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
    std::optional<debuggee> debugged{};
    std::filesystem::path file{}; ///< that was written by save, or is to be printed for log

    std::string output{};                 ///< to be printed as it is
    std::optional<bool> differs{};        ///< of diff
    std::optional<bool> dangles{};        ///< of audit: whether a pointer does
    std::uint64_t frame = 0, changes = 0; ///< of inspect: when the state was so
    bool is_unchanged = false;            ///< there is nothing that was not seen already
    std::optional<std::vector<objects::leaf>> leaves{};
};

/// It was done, as one sentence without its end tells.
[[nodiscard]] inline reply done(const std::string& what)
{
    reply answer;
    answer.output = what + "\n";
    return answer;
}

/// Of requests; replies can be longer, when much of the state is asked for.
inline constexpr std::size_t max_control_line_bytes = 65536;
inline constexpr std::size_t max_output_bytes = std::size_t{4} << 20;
/// Room for an output all of whose characters are escaped, and as much again for values.
inline constexpr std::size_t max_reply_line_bytes = std::size_t{64} << 20;
inline constexpr std::uint64_t max_steps = 1'000'000;

/// Names of the actions as they are sent, and typed: all but debuggee, which programs ask for.
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
