#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace ripples {

/// A job system: threads that share the work of a frame, and sleep between frames.
///
/// It is made before the state is taken over, while the old build still plays, and is no part of the state:
/// threads end with their process. What they change is, and respawn doesn't mind who changes it, as long as
/// all are done when the frame ends. Threads: one calls; exceptions of the work come out there.
class crew {
public:
    /// So many threads work, of which the one that calls is one.
    explicit crew(unsigned threads);

    /// Runs work(first, end) for parts of 0 … count - 1 on all threads, and returns when all of them are
    /// done. What one part changes no other may look at: then the outcome is the same however many threads
    /// there are.
    void parallel_for(int count, const std::function<void(int, int)>& work);

private:
    void join_in(const std::stop_token& stop);
    void do_one_part(std::unique_lock<std::mutex>& lock);

    // Invariant: guarded by mutex_.
    std::mutex mutex_;
    std::condition_variable_any there_is_work_, all_is_done_;
    const std::function<void(int, int)>* work_ = nullptr;
    int count_ = 0, begun_ = 0, done_ = 0; ///< Of what parallel_for() was given.
    std::exception_ptr failure_;

    std::vector<std::jthread> threads_; // the last member: they are gone before what they use
};

} // namespace ripples
