#include "supervisor/loop/one_shot_timer.hpp"

#include <asio/steady_timer.hpp>

#include <cstdint>
#include <utility>

namespace respawn::supervisor {

/// Kept alive by the pending wait. asio cannot take back a completion that is queued already; a completion of
/// an earlier round finds another number here and does nothing.
struct one_shot_timer::state {
    asio::steady_timer timer;
    std::function<void()> action;
    std::uint64_t round = 0;
    bool running = false;
};

one_shot_timer::one_shot_timer(asio::io_context& loop, std::function<void()> action) :
    state_{std::make_shared<state>(state{asio::steady_timer{loop}, std::move(action)})}
{}

void one_shot_timer::start(std::chrono::milliseconds delay)
{
    const std::uint64_t round = ++state_->round;
    state_->running = true;
    state_->timer.expires_after(delay);
    state_->timer.async_wait([self = state_, round](const std::error_code& error) {
        if (!error && self->running && self->round == round) {
            self->running = false;
            self->action();
        }
    });
}

void one_shot_timer::stop() noexcept
{
    state_->running = false;
    state_->timer.cancel();
}

bool one_shot_timer::running() const noexcept
{
    return state_->running;
}

} // namespace respawn::supervisor
