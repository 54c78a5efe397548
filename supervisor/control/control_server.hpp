#pragma once

#include "shared/result.hpp"
#include "supervisor/control/messages.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

namespace respawn::supervisor {

/// Who has asked, at the other end of a connection.
class asker {
public:
    virtual ~asker() = default;
    /// False once it has closed the connection, as the end of a process does.
    [[nodiscard]] virtual bool is_there() = 0;
};

/// Answers a request, at once or later, once. It may be called when the asker or the server is gone, and must
/// be destroyed before the io_context. One that is destroyed without a call ends the asker's connection.
struct reply_function : std::function<void(reply)> {
    using function::function;
    std::weak_ptr<asker> from{}; ///< the same for all that is asked on one connection
};
using request_handler = std::function<void(request, reply_function)>;

/// Listens for commands on a local socket that only this user can reach.
///
/// A connection that says nothing, or takes nothing, for 5 s is dropped; lines are at most
/// max_control_line_bytes and connections at most `max_connections`; nothing that a client sends or leaves
/// out holds the event loop up.
class control_server {
public:
    static constexpr std::size_t max_connections = 16;
    static constexpr std::chrono::milliseconds usual_patience{5000};

    /// Makes the socket at `path`, where none may be. `handler` is called from the loop of `context`.
    [[nodiscard]] static result<control_server> listen(
        asio::io_context& context, const std::filesystem::path& path, request_handler handler,
        std::chrono::milliseconds patience = usual_patience);

    control_server(control_server&&) noexcept;
    control_server& operator=(control_server&&) noexcept;
    /// Closes the socket and all connections.
    ~control_server();

private:
    struct listener;
    explicit control_server(std::shared_ptr<listener> shared);
    std::shared_ptr<listener> listener_;
};

} // namespace respawn::supervisor
