#pragma once

#include <asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace respawn::supervisor {

/// Runs one action from the event loop after a delay, unless it is stopped, started anew or destroyed first:
/// then the action does not run even if the delay is over already.
///
/// The action may destroy the timer. Must not outlive the io_context. Threads: the loop's.
class one_shot_timer {
public:
    one_shot_timer(asio::io_context& loop, std::function<void()> action);
    ~one_shot_timer() { stop(); }
    one_shot_timer(const one_shot_timer&) = delete;
    one_shot_timer& operator=(const one_shot_timer&) = delete;

    void start(std::chrono::milliseconds delay);
    void stop() noexcept;
    [[nodiscard]] bool running() const noexcept;

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace respawn::supervisor
