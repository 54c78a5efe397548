#include "worker/source/runtime/connection.hpp"

#include "shared/journal/ring.hpp"
#include "shared/kill_points.hpp"
#include "shared/memory/mapping.hpp"
#include "shared/pictures/layout.hpp"
#include "shared/platform/doorbell.hpp"
#include "shared/platform/memory_object.hpp"
#include "shared/platform/packet_socket.hpp"
#include "shared/platform/user.hpp"
#include "worker/source/platform/examination.hpp"
#include "worker/source/platform/own_executable.hpp"
#include "worker/source/runtime/last_words.hpp"
#include "worker/source/runtime/version.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace respawn::detail {

namespace bip = boost::interprocess;

namespace {

using message_buffer = std::array<std::byte, protocol::max_message_bytes>;

std::uint32_t kind_of(const message_buffer& buffer)
{
    std::uint32_t kind = 0;
    std::memcpy(&kind, buffer.data(), sizeof kind);
    return kind;
}

/// The supervisor's sentence; nothing: it has said something else.
std::optional<std::string> refusal_in(const message_buffer& buffer, std::size_t bytes)
{
    if (bytes != sizeof(protocol::refusal_message) ||
        kind_of(buffer) != static_cast<std::uint32_t>(protocol::message_kind::refusal))
        return std::nullopt;
    protocol::refusal_message refusal{};
    std::memcpy(&refusal, buffer.data(), sizeof refusal);
    refusal.reason[sizeof refusal.reason - 1] = '\0';
    return refusal.reason;
}

/// Reads a message of exactly the type that is due.
template <class Message>
result<Message> read_message(const message_buffer& buffer, std::size_t bytes, protocol::message_kind kind)
{
    Message message{};
    if (bytes != sizeof message || kind_of(buffer) != static_cast<std::uint32_t>(kind))
        return failure{"the supervisor said something that this worker's library does not understand; "
                       "use a supervisor and a library of the same version"};
    std::memcpy(&message, buffer.data(), sizeof message);
    return message;
}

result<void> map_into(
    bip::mapped_region& region, const unique_handle& object, std::size_t bytes, bip::mode_t mode,
    memory::address place = 0)
{
    auto mapped = memory::map(object.get(), bytes, mode, place);
    if (!mapped)
        return mapped.error();
    region.swap(*mapped);
    return {};
}

} // namespace

result<connection> connection::open(const std::string& socket_path)
{
    connection made;
    auto socket = platform::connect_packets(socket_path);
    if (!socket)
        return socket.error();
    made.socket_ = std::move(*socket);
    if (const auto peer = platform::peer_of(made.socket_.get());
        !peer || peer->user_id != platform::current_user())
        return failure{"the respawn that is found here is another user's"};
    protocol::hello_message hello{};
    hello.kind = static_cast<std::uint32_t>(protocol::message_kind::hello);
    hello.version = protocol::version;
    std::strncpy(hello.library, library_version, sizeof hello.library - 1);
    // One that was not expected may have been told so and let go already: then what it was told is the
    // reason.
    const unique_handle executable = platform::open_own_executable();
    [[maybe_unused]] const auto sent = made.send(hello, executable.get());
    reach(kill_point::hello_sent);
    if (auto received = made.receive_welcome(); !received)
        return received.error();
    platform::allow_examination();
    announce_endings(made.control(), made.bell_.get());
    reach(kill_point::welcomed);
    return made;
}

result<platform::packet> connection::receive(std::span<std::byte> buffer)
{
    auto packet = platform::receive_packet(socket_.get(), buffer, platform::blocking::yes);
    if (packet && packet->bytes == 0)
        return failure{"the supervisor closed the connection"};
    return packet;
}

result<void> connection::receive_welcome()
{
    message_buffer buffer;
    auto packet = receive(buffer);
    if (!packet)
        return packet.error();
    if (const auto reason = refusal_in(buffer, packet->bytes))
        return failure{*reason};
    auto welcome =
        read_message<protocol::welcome_message>(buffer, packet->bytes, protocol::message_kind::welcome);
    if (!welcome)
        return welcome.error();
    if (packet->handles.size() != protocol::descriptor_count)
        return failure{
            "the supervisor sent a wrong number of descriptors; use one of this library's version"};
    welcome_ = *welcome;
    if (auto mapped = map_regions(packet->handles); !mapped)
        end(protocol::message_kind::no_room, mapped.error().sentence);
    return {};
}

void connection::end(protocol::message_kind kind, const std::string& reason)
{
    protocol::refusal_message refusal{};
    refusal.kind = static_cast<std::uint32_t>(kind);
    reason.copy(refusal.reason, sizeof refusal.reason - 1);
    tell_who_started(reason);
    // If the supervisor is gone, nobody is left to be told.
    [[maybe_unused]] const auto sent = send(refusal);
    std::_Exit(protocol::refused_exit_code);
}

/// What the supervisor prints in a terminal of its own.
void connection::tell_who_started(const std::string& sentence) const
{
    if (welcome_.by_hand != 0)
        std::fprintf(stderr, "respawn: %s\n", sentence.c_str());
}

void connection::leave_without_state()
{
    message_buffer buffer;
    const auto packet = platform::receive_packet(socket_.get(), buffer, platform::blocking::no);
    const auto reason = packet ? refusal_in(buffer, packet->bytes) : std::nullopt;
    if (!reason)
        std::exit(EXIT_SUCCESS);
    tell_who_started(*reason);
    std::exit(protocol::refused_exit_code);
}

result<void> connection::map_regions(std::vector<unique_handle>& handles)
{
    const auto& control = handles[protocol::control_descriptor];
    const auto& state = handles[protocol::state_descriptor];
    const auto& journal = handles[protocol::journal_descriptor];
    const auto& frames = handles[protocol::frames_descriptor];
    const auto& input = handles[protocol::input_descriptor];
    const std::size_t journal_bytes = journal::region_bytes(welcome_.journal_ring_bytes);
    const std::size_t state_bytes = welcome_.state_capacity_bytes;
    if (auto done = map_into(regions_.control, control, sizeof(control::region_data), bip::read_write); !done)
        return done;
    if (auto done = map_into(regions_.state, state, state_bytes, bip::copy_on_write, welcome_.state_address);
        !done)
        return done;
    if (auto done = map_into(regions_.committed, state, state_bytes, bip::read_only); !done)
        return failure{
            done.error().sentence +
            "; it is seen twice, for which a tool such as valgrind leaves no room: run "
            "respawn with a smaller --state-capacity, such as 16GiB"};
    if (auto done = map_into(regions_.journal, journal, journal_bytes, bip::read_write); !done)
        return done;
    if (auto done = map_into(regions_.frames, frames, pictures::region_bytes, bip::read_write); !done)
        return done;
    if (auto done = map_into(regions_.input, input, sizeof(player::region_data), bip::read_only); !done)
        return done;
    bell_ = std::move(handles[protocol::bell_descriptor]);
    return {};
}

control::region_data& connection::control() const
{
    return *memory::as<control::region_data>(regions_.control);
}

std::uint64_t connection::wait_for_tick(std::uint64_t seen)
{
    for (;;) {
        // Pairs with the supervisor's release after it wrote the order and the input.
        const std::uint64_t given = control().tick.load(std::memory_order_acquire);
        if (given > seen)
            return given;
        if (!platform::wait_for_doorbell_or_hang_up(bell_.get(), socket_.get()))
            return 0;
        platform::silence_doorbell(bell_.get());
    }
}

control::order connection::order() const
{
    return static_cast<control::order>(control().order);
}

void connection::finish_tick(std::uint64_t tick, control::outcome how)
{
    control().outcome = static_cast<std::uint32_t>(how);
    reach(kill_point::outcome_written);
    // Publishes the outcome, the journal and the picture; pairs with the supervisor's acquire.
    control().done.store(tick, std::memory_order_release);
    reach(kill_point::tick_finished);
    platform::ring_doorbell(bell_.get());
    reach(kill_point::bell_rung);
}

result<void> connection::send_bytes(std::span<const std::byte> message, int handle)
{
    const std::span<const int> handles{&handle, handle == unique_handle::none ? 0u : 1u};
    return platform::send_packet(socket_.get(), message, handles);
}

result<bip::mapped_region> connection::receive_rebinding()
{
    message_buffer buffer;
    auto packet = receive(buffer);
    if (!packet)
        return packet.error();
    const auto message =
        read_message<protocol::rebinding_message>(buffer, packet->bytes, protocol::message_kind::rebinding);
    if (!message)
        return message.error();
    if (packet->handles.size() != 1)
        return failure{
            "the supervisor sent a wrong number of descriptors; use one of this library's version"};
    const auto size = platform::sealed_size(packet->handles.front().get());
    if (!size)
        return size.error();
    if (*size != message->bytes || *size == 0)
        return failure{"the supervisor sent an object of another size than it says"};
    return memory::map(packet->handles.front().get(), *size, bip::read_only);
}

template <class Reply>
result<void> connection::receive_as(protocol::message_kind kind, Reply& reply)
{
    message_buffer buffer;
    auto packet = receive(buffer);
    if (!packet)
        return packet.error();
    const auto message = read_message<Reply>(buffer, packet->bytes, kind);
    if (!message)
        return message.error();
    reply = *message;
    return {};
}

result<void> connection::receive_reply(protocol::texture_reply_message& reply)
{
    return receive_as(protocol::message_kind::texture_reply, reply);
}

result<void> connection::receive_reply(protocol::sound_reply_message& reply)
{
    return receive_as(protocol::message_kind::sound_reply, reply);
}

} // namespace respawn::detail
