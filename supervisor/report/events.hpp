#pragma once

#include "shared/migration/report.hpp"
#include "supervisor/postmortem/stack.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What a supervisor says about its session: one passive struct for each decision. See reporter.hpp.
namespace respawn::report {

using std::chrono::nanoseconds;

struct started {
    int pid = 0; ///< of the supervisor
    std::string folder;
    std::string exe;
    unsigned width = 0, height = 0;
    unsigned fps = 0; ///< 0: as fast as it goes
    bool headless = false;
    std::vector<std::string> watched;
    bool keys = false; ///< single keys on the terminal are listened to
};

struct build_started {
    std::vector<std::string>
        files; ///< that changed; empty: nothing changed, the first build or one asked for
};

struct build_succeeded {
    nanoseconds duration{};
};

struct build_failed {
    std::string exit; ///< how the command ended, e.g. "exit code 2" or "SIGSEGV"
    nanoseconds duration{};
    std::string output; ///< the compiler's, as it is
};

/// A build was ended because newer saves made it pointless.
struct build_superseded {
    nanoseconds duration{}; ///< that it had run
};

struct staged {
    std::uint64_t generation = 0;
    std::uint64_t bytes = 0;
    nanoseconds duration{};
};

/// Something was looked at and not used: an image, a worker, a state.
struct refused {
    std::optional<std::uint64_t> generation; ///< none: it never became one
    std::string what;                        ///< e.g. the path of the image
    std::string sentence;                    ///< why, and what happens instead
};

enum class state_origin { kept, fresh, loaded, migrated };

[[nodiscard]] constexpr const char* name_of(state_origin origin)
{
    constexpr const char* names[] = {"kept", "fresh", "loaded", "migrated"};
    return names[static_cast<unsigned>(origin)];
}

struct swap_stages {
    nanoseconds stage{}, spawn{}, warm_up{}, hand_over{}, first_frame{};
};

/// A debugger is at a new worker.
struct followed {
    std::string debugger; ///< its program's name; empty: it was waited for, and did not come
    /// The worker's start it had connected, with the debugger's leave; nothing: the debugger was there
    /// before.
    std::optional<nanoseconds> after{};
};

struct swapped {
    std::uint64_t generation = 0;
    int pid = 0;             ///< of the new worker
    std::uint64_t frame = 0; ///< the new worker's first
    state_origin state = state_origin::kept;
    std::uint64_t late_frames = 0;
    nanoseconds gap{};   ///< between the old worker's last picture and the new one's first
    nanoseconds total{}; ///< from the complete image to the first frame
    swap_stages stages;
    std::optional<migration::report> migration = {}; ///< what became of a state that was migrated
    std::optional<followed> debugger = {};
};

/// A pointer in the state that means nothing to the next worker.
struct dangling_pointer {
    std::string path; ///< or its type and address, where no path is known
    std::string type;
    std::string kind; ///< of what it points at, for programs: "freed", "heap", ...; see foreign_memory.hpp
    std::string points_at; ///< the same for people: "the heap of generation 41"
    std::uint64_t target = 0;
};

/// The pointers in a state were looked at.
struct audit {
    std::uint64_t generation = 0;           ///< that takes the state over
    std::uint64_t from_generation = 0;      ///< whose worker has made it what it is
    std::vector<dangling_pointer> dangling; ///< the first ones
    std::uint64_t dangling_count = 0;
    std::uint64_t pointers = 0;
    std::uint64_t rebound = 0; ///< that lead out of the state and follow the program; vtables, too
    bool is_cut = false;       ///< the state is too large to be looked at to its end
    bool is_damaged = false;   ///< something in the state is, and what is behind it was not looked at
    bool free_memory_is_unknown = false;
    nanoseconds duration{};
};

struct worker_ended {
    std::uint64_t generation = 0;
    int pid = 0;
    std::optional<std::uint64_t> frame; ///< the one it left unfinished; nothing: it had none to run
    std::string cause;                  ///< for programs: "signal", "hang", ...; see ending_kind
    std::string how;                    ///< e.g. "died of SIGSEGV"
    std::string next;                   ///< what is done about it, e.g. "starting it again from frame 8122"
};

/// Where a worker stood that crashed, hangs, or takes long to warm up.
struct stack {
    enum class reason { crash, hang, long_warm_up };
    std::uint64_t generation = 0;
    int pid = 0;
    reason why = reason::crash;
    std::string folder; ///< of the project: what lies in it is named from there
    std::string image;  ///< file name of the game's executable
    postmortem::findings found;
    nanoseconds duration{};    ///< that it took to find out
    bool is_as_before = false; ///< that frame of this generation's has ended just there before
};

/// "the main thread, which ..."
[[nodiscard]] constexpr const char* predicate_of(stack::reason why)
{
    constexpr const char* predicates[] = {"crashed", "hangs", "is warming up"};
    return predicates[static_cast<unsigned>(why)];
}

/// What became of the core file that was asked for.
struct core_file {
    std::uint64_t generation = 0;
    int pid = 0;
    std::string file; ///< the executable is beside it, with ".exe" after its name; empty: there is none
    std::uint64_t bytes = 0;
    std::string problem; ///< why there is none, or no executable beside it; empty: both are there
};

/// The window or the pace are what a build wishes, from its first frame on.
struct wish_granted {
    std::uint64_t generation = 0;
    std::optional<std::pair<int, int>> size;        ///< of the window, in pixels, if it is another
    std::optional<std::uint32_t> frames_per_second; ///< if they are others
};

struct paused {
    std::uint64_t frame = 0;
};

struct resumed {
    std::uint64_t frame = 0;
};

/// The state was written to a file.
struct saved {
    std::string file;
    std::uint64_t frame = 0;
    std::uint64_t bytes = 0; ///< of the file
    nanoseconds duration{};
};

/// A state was read from a file, and is there for a worker to take over.
struct loaded {
    std::string file;
    std::uint64_t frame = 0;
    std::uint64_t bytes = 0; ///< of the file
    nanoseconds duration{};
};

struct stopped {
    std::uint64_t frame = 0; ///< the last committed one
    std::uint64_t frames_committed = 0;
    std::uint64_t late_frames = 0;
    std::string reason; ///< e.g. "the window was closed"
};

/// Anything else that was decided or noticed, in one sentence.
struct notice {
    std::string sentence;
};

/// The single keys that a terminal session listens to, for the h key. Not said in JSON.
struct keys_help {};

} // namespace respawn::report
