#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"
#include "supervisor/output/worker_outputs.hpp"
#include "supervisor/session/worker_process.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// Makes workers of staged images. Threads: the loop's.
class launcher {
public:
    struct settings {
        std::vector<std::string> arguments;
        std::string wrap; ///< see worker_command
        std::filesystem::path socket_folder;
        bool output_is_taken = false; ///< this process's own standard output is for programs
        std::uint64_t state_address = 0;
        std::uint64_t journal_ring_bytes = 0;
        /// How long one that is about to be started waits for a debugger first.
        std::function<std::chrono::milliseconds()> take_gate;
    };

    /// `observer`: of the workers, and outlives them.
    /// `files`: see worker_outputs.
    launcher(
        asio::io_context& loop, background_thread& files, settings how, worker_assets assets,
        worker_observer& observer);

    /// Starts a process.
    [[nodiscard]] result<worker_pointer> start(const pipeline_image& image, state_pointer state);
    /// Takes one that somebody else has started, as `from` tells, and its connection, on which it has said
    /// hello. The connection is left after a failure.
    [[nodiscard]] result<worker_pointer> join(
        const pipeline_image& image, state_pointer state, origin from, platform::child_process process,
        unique_handle& socket);

    [[nodiscard]] worker_outputs& outputs() { return outputs_; }

private:
    [[nodiscard]] worker_launch launch_of(const pipeline_image& image, origin from) const;

    asio::io_context& loop_;
    settings settings_;
    worker_assets assets_;
    worker_observer& observer_;
    worker_outputs outputs_;
};

} // namespace respawn::supervisor
