#include "supervisor/platform/handle_watch.hpp"

#include "supervisor/platform/linux/handle_events.hpp"

#include <asio/posix/stream_descriptor.hpp>

#include <utility>

namespace respawn::platform {

/// Kept alive by the pending wait, so that a completion that is already queued finds `stopped` and does
/// nothing.
struct handle_watch::state {
    asio::posix::stream_descriptor descriptor;
    std::function<void()> ready;
    bool stopped = false;
};

handle_watch::handle_watch(asio::io_context& loop, int handle, std::function<void()> ready) :
    state_{std::make_shared<state>(state{asio::posix::stream_descriptor{loop, handle}, std::move(ready)})}
{
    wait(state_);
}

handle_watch& handle_watch::operator=(handle_watch&& other) noexcept
{
    stop();
    state_ = std::move(other.state_);
    return *this;
}

void handle_watch::stop() noexcept
{
    if (state_) {
        state_->stopped = true;
        state_->descriptor.release();
        state_.reset();
    }
}

void handle_watch::wait(const std::shared_ptr<state>& self)
{
    self->descriptor.async_wait(
        asio::posix::stream_descriptor::wait_read,
        [self](const std::error_code& error) {
            if (error || self->stopped)
                return;
            // asio keeps its records of descriptors for the next one. A record that is given up while its
            // event is still queued passes that event on to its next descriptor, about which it says nothing.
            if (is_readable(self->descriptor.native_handle()))
                self->ready();
            if (!self->stopped)
                wait(self);
        });
}

} // namespace respawn::platform
