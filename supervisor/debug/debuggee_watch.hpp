#pragma once

#include "shared/session/running_session.hpp"
#include "supervisor/control/messages.hpp"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>

namespace respawn::supervisor {

/// Asks a supervisor which process a debugger is to be at, again and again, on a thread of its own.
class debuggee_watch {
public:
    /// `changed` is called from the loop with each answer that differs from the one before. A supervisor that
    /// ends may come back at the same place.
    debuggee_watch(
        asio::io_context& loop, const running_session& session, std::function<void(const debuggee&)> changed);
    /// The last question is not waited for.
    ~debuggee_watch();
    debuggee_watch(const debuggee_watch&) = delete;
    debuggee_watch& operator=(const debuggee_watch&) = delete;

private:
    struct shared;
    std::shared_ptr<shared> shared_;
};

} // namespace respawn::supervisor
