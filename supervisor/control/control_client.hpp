#pragma once

#include "shared/result.hpp"
#include "supervisor/control/messages.hpp"
#include "supervisor/control/session_folder.hpp"

#include <chrono>
#include <memory>
#include <stop_token>

namespace respawn::supervisor {

/// Sends `message` and blocks until the answer is there or `patience` is over. An answer with an error in it
/// is a failure.
[[nodiscard]] result<reply> ask(
    const running_session& session, const request& message, std::chrono::milliseconds patience);

/// Asks one question after the other on one connection, by which the supervisor knows that who asks is there.
class lasting_conversation {
public:
    explicit lasting_conversation(running_session with);
    lasting_conversation(lasting_conversation&&) noexcept;
    lasting_conversation& operator=(lasting_conversation&&) noexcept;
    ~lasting_conversation();

    /// As respawn::supervisor::ask(); begins anew after a failure. It fails at once when a stop is requested,
    /// from whichever thread.
    [[nodiscard]] result<reply> ask(
        const request& message, std::chrono::milliseconds patience, const std::stop_token& stop = {});

private:
    struct connection;
    running_session with_;
    std::unique_ptr<connection> connection_; ///< null: there is none
};

} // namespace respawn::supervisor
