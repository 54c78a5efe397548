#pragma once

#include "shared/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// `--on-worker`: what a user's command is told of a worker.
namespace respawn::supervisor {

enum class worker_news : std::uint8_t {
    started, ///< its process is there
    live,    ///< it plays: its first frame is committed
    crashed, ///< or hangs; its process may be there still
    retired, ///< its process is gone, without a fault of its own
};

[[nodiscard]] constexpr const char* name_of(worker_news news)
{
    constexpr const char* names[] = {"started", "live", "crashed", "retired"};
    return names[static_cast<unsigned>(news)];
}

struct hook_values {
    worker_news event = worker_news::started;
    int process_id = 0;
    std::uint64_t generation = 0;
    std::filesystem::path executable; ///< the staged one; the generation's folder is its
    std::filesystem::path project;
};

/// Refuses a command with a placeholder, such as {pod}, that means nothing: the sentence names those that do.
[[nodiscard]] result<void> check_hook(std::string_view command);

/// The command with each {placeholder} replaced by its value, quoted for the shell as the place needs it:
/// bare, between single quotes or between double quotes. What is no placeholder, such as ${HOME} or { ls; },
/// stays as it is.
[[nodiscard]] std::string fill_in(std::string_view command, const hook_values& values);

/// The same values as environment variables: RESPAWN_PID and so on.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> environment_of(const hook_values& values);

} // namespace respawn::supervisor
