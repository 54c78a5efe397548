#pragma once

#include "shared/session/running_session.hpp"
#include "supervisor/control/messages.hpp"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <thread>

namespace respawn::supervisor {

/// Asks a supervisor which process a debugger is to be at, again and again, on a thread of its own.
class debuggee_watch {
public:
    using changed_function = std::function<void(const debuggee&)>;

    /// `changed` is called from the loop with each answer that differs from the one before. A supervisor that
    /// ends may come back at the same place.
    debuggee_watch(asio::io_context& loop, const running_session& session, changed_function changed);
    debuggee_watch(const debuggee_watch&) = delete;
    debuggee_watch& operator=(const debuggee_watch&) = delete;

private:
    std::shared_ptr<const changed_function> changed_;
    std::jthread thread_; ///< gives up the last question when it is destroyed, before what it uses
};

} // namespace respawn::supervisor
