#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

/// Where a process stood when it was looked at. Passive: made by the helper (examine.hpp), checked on the way
/// to the supervisor (findings_form.hpp), told by the report.
namespace respawn::postmortem {

struct frame {
    std::string function; ///< readable, see readable_name.hpp; empty: not known
    std::string file;     ///< of the source, absolute if the compiler said so; empty: no debug information
    unsigned line = 0;    ///< 0: not known
    std::string module;   ///< file name of the image that the code is in
    bool is_inlined = false;
    bool is_own = false; ///< the game's own code, not the C++ runtime's, respawn's or the system's
};

struct thread {
    int id = 0;
    std::string name;
    bool is_main = false;
    bool is_the_cause = false; ///< it met its end first; of a hang: the main thread
    std::vector<frame> frames; ///< innermost first; a dying thread's begin where it failed
    bool has_more = false;     ///< further frames were not looked at
};

struct source_line {
    unsigned number = 0;
    std::string text;
    bool is_marked = false;
};

/// What was found out about one process.
struct findings {
    std::vector<thread> threads;           ///< the cause first, then the main thread
    unsigned threads_left_out = 0;         ///< not looked at, for want of time or room
    std::vector<source_line> source;       ///< around the innermost frame of the game's own
    bool source_is_newer = false;          ///< than the image: the lines may be others by now
    bool has_no_debug_information = false; ///< the game's image
    bool is_gone = false;                  ///< the process ended before it could be looked at
    std::string problem;                   ///< why there is nothing, a sentence; empty: there is
};

/// Whether two frames are in the same line, whatever their processes.
[[nodiscard]] inline bool is_same_place(const frame& one, const frame& other)
{
    return one.function == other.function && one.file == other.file && one.line == other.line &&
           one.module == other.module;
}

/// Whether all threads of two processes stand in the same lines. Where a function has no name, nobody knows.
[[nodiscard]] inline bool are_same_places(const findings& one, const findings& other)
{
    const auto is_same_frame = [](const frame& left, const frame& right) {
        return !left.function.empty() && is_same_place(left, right);
    };
    const auto is_same_thread = [&](const thread& left, const thread& right) {
        return left.is_main == right.is_main && std::equal(
                                                    left.frames.begin(), left.frames.end(),
                                                    right.frames.begin(), right.frames.end(), is_same_frame);
    };
    return one.threads_left_out == other.threads_left_out && one.source_is_newer == other.source_is_newer &&
           std::equal(
               one.threads.begin(), one.threads.end(), other.threads.begin(), other.threads.end(),
               is_same_thread);
}

/// The frame that a person looks at first, or null: the innermost one of the game's own.
[[nodiscard]] inline const frame* first_own_frame(const thread& one)
{
    for (const frame& each : one.frames)
        if (each.is_own)
            return &each;
    return nullptr;
}

} // namespace respawn::postmortem
