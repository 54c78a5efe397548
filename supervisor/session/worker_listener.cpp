#include "supervisor/session/worker_listener.hpp"

#include "shared/platform/packet_socket.hpp"
#include "shared/platform/user.hpp"
#include "shared/protocol/messages.hpp"

#include <utility>

namespace respawn::supervisor {

namespace {

/// How long connections wait when they can't be accepted.
constexpr std::chrono::milliseconds retry_interval{100};

} // namespace

worker_listener::worker_listener(asio::io_context& context, unique_handle socket, accept_function accept) :
    context_{context}, socket_{std::move(socket)}, accept_{std::move(accept)}, retry_timer_{context, [this] {
                                                                                                watch();
                                                                                            }}
{
    watch();
}

result<std::unique_ptr<worker_listener>> worker_listener::listen(
    asio::io_context& context, const std::filesystem::path& path, accept_function accept)
{
    auto socket = platform::listen_packets(path);
    if (!socket)
        return socket.error();
    return std::unique_ptr<worker_listener>{
        new worker_listener{context, std::move(*socket), std::move(accept)}};
}

void worker_listener::watch()
{
    watch_ = platform::handle_watch{context_, socket_.get(), [this] { accept_all(); }};
}

void worker_listener::accept_all()
{
    for (;;) {
        auto socket = platform::accept_packets(socket_.get());
        if (!socket) {
            // Out of descriptors, say. The connection stays where it is, and the socket readable.
            watch_.stop();
            retry_timer_.start(retry_interval);
            return;
        }
        if (!*socket)
            return;
        introduce(std::move(*socket));
    }
}

void worker_listener::introduce(unique_handle socket)
{
    const auto peer = platform::peer_of(socket.get());
    if (!peer || peer->user_id != platform::current_user())
        return;
    accept_(peer->process_id, std::move(socket));
}

void turn_away(const unique_handle& socket, std::string_view reason)
{
    protocol::refusal_message refusal{};
    refusal.kind = static_cast<std::uint32_t>(protocol::message_kind::refusal);
    reason.copy(refusal.reason, sizeof refusal.reason - 1);
    const std::span bytes{reinterpret_cast<const std::byte*>(&refusal), sizeof refusal};
    // Who does not listen need not be told.
    [[maybe_unused]] const auto sent = platform::send_packet(socket.get(), bytes, {}, platform::blocking::no);
}

} // namespace respawn::supervisor
