#include "supervisor/loop/background_thread.hpp"

#include "supervisor/platform/process.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <utility>

namespace respawn::supervisor {

namespace {

constexpr std::chrono::milliseconds look_interval{20};

} // namespace

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
        auto complete = what();
        --jobs_; // before that is called: it may ask whether all is done
        asio::post(loop_, std::move(complete));
    });
}

bool background_thread::wait(patience how_long)
{
    if (!is_busy())
        return true;
    const auto last = std::make_shared<std::promise<void>>();
    asio::post(*thread_, [last] { last->set_value(); });
    const auto all_done = last->get_future();
    for (std::size_t left = jobs_; all_done.wait_for(look_interval) != std::future_status::ready;) {
        if (std::exchange(left, jobs_) != left)
            how_long.got_on();
        if (how_long.is_over())
            return false;
    }
    return true;
}

} // namespace respawn::supervisor
