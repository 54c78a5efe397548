#pragma once

#include <asio/io_context.hpp>

#include <functional>
#include <memory>

namespace respawn::platform {

/// Calls a function from the event loop whenever a handle can be read (for a process's exit_handle: when it
/// ended), until the watch is destroyed. Implemented in platform/<os>/.
///
/// The handle stays the caller's and must outlive the watch; the watch must not outlive the io_context. The
/// function may destroy the watch, and is called again at once if it leaves the handle readable. Threads: the
/// loop's.
class handle_watch {
public:
    handle_watch() noexcept = default;
    handle_watch(asio::io_context& loop, int handle, std::function<void()> ready);
    handle_watch(handle_watch&&) noexcept = default;
    handle_watch& operator=(handle_watch&& other) noexcept;
    ~handle_watch() { stop(); }

    /// The function is not called any more.
    void stop() noexcept;
    [[nodiscard]] bool active() const noexcept { return state_ != nullptr; }

private:
    struct state;
    static void wait(const std::shared_ptr<state>& self);

    std::shared_ptr<state> state_;
};

} // namespace respawn::platform
