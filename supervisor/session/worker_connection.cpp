#include "supervisor/session/worker_connection.hpp"

#include "shared/platform/packet_socket.hpp"
#include "supervisor/session/worker_listener.hpp"

#include <array>
#include <utility>

namespace respawn::supervisor {

void worker_connection::open(asio::io_context& loop, unique_handle socket, std::function<void()> ready)
{
    socket_ = std::move(socket);
    watch_ = platform::handle_watch{loop, socket_.get(), std::move(ready)};
}

result<std::optional<incoming::message>> worker_connection::receive()
{
    if (!socket_)
        return std::nullopt;
    std::array<std::byte, protocol::max_message_bytes> buffer;
    auto packet = platform::receive_packet(socket_.get(), buffer, platform::blocking::no);
    if (!packet)
        return packet.error();
    if (packet->would_block)
        return std::nullopt;
    if (packet->bytes == 0) {
        // Closed: its process ends by itself, or has nothing to say any more.
        watch_.stop();
        return std::nullopt;
    }
    auto said = incoming::decode({buffer.data(), packet->bytes}, std::move(packet->handles));
    if (!said)
        return said.error();
    return std::optional{std::move(*said)};
}

void worker_connection::turn_away(std::string_view reason)
{
    supervisor::turn_away(socket_, reason);
}

result<void> worker_connection::send_bytes(std::span<const std::byte> bytes, std::span<const int> handles)
{
    return platform::send_packet(socket_.get(), bytes, handles, platform::blocking::no);
}

} // namespace respawn::supervisor
