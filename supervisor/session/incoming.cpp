#include "supervisor/session/incoming.hpp"

#include "shared/text/printable.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace respawn::incoming {

namespace {

template <class Message>
std::optional<Message> read_as(std::span<const std::byte> packet)
{
    Message message{};
    if (packet.size() != sizeof message)
        return std::nullopt;
    std::memcpy(&message, packet.data(), sizeof message);
    return message;
}

/// A text field as a printable string: it ends up in lines for people.
template <std::size_t Size>
std::string printable(const char (&field)[Size])
{
    return text::printable({field, ::strnlen(field, Size)}, text::line_ends::go);
}

failure malformed(const char* what)
{
    return failure{std::string{"it sent a malformed "} + what + " message"};
}

result<message> decode_hello(std::span<const std::byte> packet, std::vector<unique_handle>& handles)
{
    // Another version may have a longer hello; its version number is where it always is.
    protocol::hello_message said{};
    if (packet.size() < offsetof(protocol::hello_message, library))
        return malformed("hello");
    std::memcpy(&said, packet.data(), std::min(packet.size(), sizeof said));
    return message{hello{
        said.version, printable(said.library),
        handles.empty() ? unique_handle{} : std::move(handles.front())}};
}

result<message> decode_large_commit(std::span<const std::byte> packet, std::vector<unique_handle>& handles)
{
    const auto said = read_as<protocol::large_commit_message>(packet);
    if (!said || handles.size() != 1)
        return malformed("commit");
    return message{large_commit{std::move(handles.front()), said->bytes}};
}

result<message> decode_migrated(std::span<const std::byte> packet, std::vector<unique_handle>& handles)
{
    const auto said = read_as<protocol::migrated_message>(packet);
    if (!said || handles.size() != 1)
        return malformed("migrated");
    return message{migrated{std::move(handles.front()), said->bytes}};
}

result<message> decode_make_texture(std::span<const std::byte> packet, std::vector<unique_handle>& handles)
{
    const auto said = read_as<protocol::texture_message>(packet);
    if (!said || handles.size() != 1)
        return malformed("texture");
    return message{
        make_texture{said->id, printable(said->name), said->width, said->height, std::move(handles.front())}};
}

result<message> decode_make_sound(std::span<const std::byte> packet, std::vector<unique_handle>& handles)
{
    const auto said = read_as<protocol::sound_message>(packet);
    if (!said || handles.size() != 1)
        return malformed("sound");
    return message{make_sound{
        said->id, printable(said->name), said->sample_rate, said->channels, said->samples,
        std::move(handles.front())}};
}

} // namespace

result<message> decode(std::span<const std::byte> packet, std::vector<unique_handle> handles)
{
    std::uint32_t kind = 0;
    if (packet.size() < sizeof kind)
        return malformed("short");
    std::memcpy(&kind, packet.data(), sizeof kind);
    switch (static_cast<protocol::message_kind>(kind)) {
    case protocol::message_kind::hello:
        return decode_hello(packet, handles);
    case protocol::message_kind::refusal:
    case protocol::message_kind::no_room:
        if (const auto said = read_as<protocol::refusal_message>(packet))
            return message{
                refusal{printable(said->reason), kind == std::uint32_t(protocol::message_kind::refusal)}};
        return malformed("refusal");
    case protocol::message_kind::window:
        if (const auto said = read_as<protocol::window_message>(packet))
            return message{
                window{printable(said->title), said->width, said->height, said->frames_per_second}};
        return malformed("window");
    case protocol::message_kind::ready:
        return read_as<protocol::ready_message>(packet) ? result<message>{message{ready{}}}
                                                        : malformed("ready");
    case protocol::message_kind::large_commit:
        return decode_large_commit(packet, handles);
    case protocol::message_kind::migrating:
        return read_as<protocol::migrating_message>(packet) ? result<message>{message{migrating{}}}
                                                            : malformed("migrating");
    case protocol::message_kind::migrated:
        return decode_migrated(packet, handles);
    case protocol::message_kind::make_texture:
        return decode_make_texture(packet, handles);
    case protocol::message_kind::find_texture:
        if (const auto said = read_as<protocol::texture_message>(packet))
            return message{find_texture{said->id}};
        return malformed("texture");
    case protocol::message_kind::make_sound:
        return decode_make_sound(packet, handles);
    case protocol::message_kind::find_sound:
        if (const auto said = read_as<protocol::sound_message>(packet))
            return message{find_sound{said->id}};
        return malformed("sound");
    default:
        return failure{"it sent a message of unknown kind " + std::to_string(kind)};
    }
}

} // namespace respawn::incoming
