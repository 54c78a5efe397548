#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"
#include "supervisor/platform/handle_watch.hpp"
#include "supervisor/session/incoming.hpp"

#include <asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace respawn::supervisor {

/// The socket of one worker: messages go out as they are, and come in checked. Never waits for the worker.
class worker_connection {
public:
    /// `ready`: something can be received.
    void open(asio::io_context& loop, unique_handle socket, std::function<void()> ready);
    /// Nothing is told by `ready` any more.
    void stop_watching() { watch_.stop(); }
    [[nodiscard]] bool is_open() const { return static_cast<bool>(socket_); }

    /// The next message; nothing: there is none now, or the worker has closed its end. A failure: it is none
    /// that a worker sends.
    [[nodiscard]] result<std::optional<incoming::message>> receive();

    /// Fails if the worker does not read what it asked for, or is gone.
    template <class Message>
    result<void> send(const Message& message, std::span<const int> handles = {})
    {
        return send_bytes({reinterpret_cast<const std::byte*>(&message), sizeof message}, handles);
    }

    /// Tells it why it can't have the state. It looks for that when it is asked to leave without a tick.
    void turn_away(std::string_view reason);

private:
    result<void> send_bytes(std::span<const std::byte> bytes, std::span<const int> handles);

    unique_handle socket_;
    platform::handle_watch watch_;
};

} // namespace respawn::supervisor
