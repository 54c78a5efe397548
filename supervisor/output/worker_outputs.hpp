#pragma once

#include "shared/result.hpp"
#include "supervisor/loop/background_thread.hpp"
#include "supervisor/loop/text_writer.hpp"
#include "supervisor/output/worker_output.hpp"

#include <asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <list>
#include <map>
#include <memory>

namespace respawn::supervisor {

/// The outputs of all workers, on their way to this process's own and to the logs of their generations.
///
/// A reader that is too slow for it, a terminal say, or a disk, holds up neither the workers nor the loop: it
/// misses some, and that is told. Threads: the loop's.
class worker_outputs {
public:
    /// taken: this process's standard output is for programs, and all goes to its error output.
    enum class standard_output { free, taken };
    /// `files`: where this process's own outputs are written if they are files.
    worker_outputs(asio::io_context& loop, background_thread& files, standard_output whose);
    /// Writes what is left to the logs, unless that takes too long.
    ~worker_outputs();

    /// For a worker that is about to be started from the folder of its generation.
    [[nodiscard]] result<std::shared_ptr<worker_output>> open(const std::filesystem::path& folder);
    /// Calls `done` from the loop when all that was printed so far is in the logs.
    void when_logged(std::function<void()> done);
    /// Takes what was printed so far, and waits for slow readers and disks; false: for some in vain. The last
    /// call.
    [[nodiscard]] bool finish();
    /// Whether a log is still being written.
    [[nodiscard]] bool is_busy() const { return log_thread_.is_busy(); }

    [[nodiscard]] static std::filesystem::path log_in(const std::filesystem::path& folder)
    {
        return folder / "output.log";
    }

private:
    [[nodiscard]] std::shared_ptr<text_writer> log_of(const std::filesystem::path& folder);
    void take_all();

    asio::io_context& loop_;
    standard_output whose_;
    std::shared_ptr<text_writer> standard_, error_;
    background_thread log_thread_; ///< their disk need not be that of the outputs
    std::map<std::filesystem::path, std::shared_ptr<text_writer>> logs_; ///< of generations that are kept
    std::list<std::shared_ptr<worker_output>> open_;
};

} // namespace respawn::supervisor
