#pragma once

#include "supervisor/session/pipeline_image.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace respawn::supervisor {

class worker_output;

/// How a worker's process came to be.
enum class origin : std::uint8_t {
    build,           ///< started here, as it was built
    wrapper,         ///< started here by a wrapper, which may make it many times slower
    by_hand,         ///< somebody else has started it, with arguments and outputs of its own
    by_hand_in_tool, ///< the same, in a tool that may make it many times slower
};

[[nodiscard]] constexpr bool is_by_hand(origin from)
{
    return from == origin::by_hand || from == origin::by_hand_in_tool;
}

[[nodiscard]] constexpr bool may_be_slow(origin from)
{
    return from == origin::wrapper || from == origin::by_hand_in_tool;
}

/// What the process of a worker is started with.
struct worker_command {
    std::filesystem::path exe; ///< the staged image
    std::vector<std::string> arguments;
    std::string wrap{}; ///< the beginning of a shell's command that starts it, a profiler's say; empty: none
};

/// What a worker is started from.
struct worker_launch {
    pipeline_image image;
    origin from = origin::build;
    worker_command command{};                ///< empty: somebody else has started it
    std::filesystem::path session_folder;    ///< of the sockets, for RESPAWN_SESSION
    std::string mark{};                      ///< of its descendants: see left_behind.hpp
    std::shared_ptr<worker_output> output{}; ///< null: the supervisor's own
    std::uint64_t state_address = 0;
    std::uint64_t journal_ring_bytes = 0;
    std::chrono::milliseconds gate{}; ///< how long it waits for a debugger before its first own code
};

} // namespace respawn::supervisor
