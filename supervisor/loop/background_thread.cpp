#include "supervisor/loop/background_thread.hpp"

#include "supervisor/platform/process.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>

#include <utility>

namespace respawn::supervisor {

background_thread::~background_thread()
{
    if (!thread_)
        return;
    thread_->stop();
    thread_->join();
}

void background_thread::run(job what)
{
    if (!thread_) {
        thread_.emplace(1);
        // Signals are the main thread's, which may have them blocked for good by the time that they come.
        asio::post(*thread_, [] { platform::block_ending_signals(); });
    }
    ++jobs_;
    asio::post(*thread_, [this, what = std::move(what), busy = asio::make_work_guard(loop_)] {
        asio::post(loop_, [this, complete = what()] {
            --jobs_;
            complete();
        });
    });
}

} // namespace respawn::supervisor
