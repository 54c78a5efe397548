#include "crew.hpp"

#include <algorithm>
#include <utility>

namespace ripples {

namespace {

/// Small enough that no thread waits long for the last one, large enough that taking one costs nothing.
constexpr int part_size = 8;

} // namespace

crew::crew(unsigned threads)
{
    for (unsigned i = 1; i < threads; ++i)
        threads_.emplace_back([this](const std::stop_token& stop) { join_in(stop); });
}

void crew::parallel_for(int count, const std::function<void(int, int)>& work)
{
    std::unique_lock lock{mutex_};
    work_ = &work;
    count_ = count;
    begun_ = done_ = 0;
    there_is_work_.notify_all();
    while (begun_ < count_)
        do_one_part(lock);
    all_is_done_.wait(lock, [&] { return done_ == count_; });
    if (failure_)
        std::rethrow_exception(std::exchange(failure_, nullptr));
}

void crew::join_in(const std::stop_token& stop)
{
    std::unique_lock lock{mutex_};
    while (there_is_work_.wait(lock, stop, [&] { return begun_ < count_; }))
        do_one_part(lock);
}

/// Lets go of the lock meanwhile.
void crew::do_one_part(std::unique_lock<std::mutex>& lock)
{
    const int first = begun_;
    begun_ = std::min(begun_ + part_size, count_);
    const int end = begun_;
    lock.unlock();
    std::exception_ptr failure;
    try {
        (*work_)(first, end);
    } catch (...) {
        failure = std::current_exception();
    }
    lock.lock();
    if (failure)
        failure_ = failure;
    done_ += end - first;
    if (done_ == count_)
        all_is_done_.notify_one();
}

} // namespace ripples
