#pragma once

#include "supervisor/loop/patience.hpp"

#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>

namespace respawn::supervisor {

/// One thread beside the event loop, for what may have to wait: for a disk, say. It starts with the first
/// job.
///
/// Threads: the loop's. It must not outlive the io_context, whose loop must not run any more once what the
/// completions use is gone.
class background_thread {
public:
    /// What is left to do on the loop's thread.
    using completion = std::function<void()>;
    using job = std::function<completion()>;

    explicit background_thread(asio::io_context& loop) : loop_{loop} {}
    /// Waits for the job under way; those after it are not run.
    ~background_thread();
    background_thread(const background_thread&) = delete;
    background_thread& operator=(const background_thread&) = delete;

    /// Runs jobs one after the other, and what each returns on the loop, which goes on until then.
    void run(job what);
    /// Whether jobs are not done yet.
    [[nodiscard]] bool is_busy() const { return jobs_ != 0; }
    /// Waits until they are, whether or not their completions were called; false: it was in vain.
    bool wait(patience how_long);

private:
    asio::io_context& loop_;
    std::atomic<std::size_t> jobs_ = 0;
    std::optional<asio::thread_pool> thread_;
};

} // namespace respawn::supervisor
