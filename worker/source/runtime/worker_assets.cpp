#include "worker/source/runtime/worker_session.hpp"

#include "shared/platform/memory_object.hpp"
#include "worker/source/interface/promises.hpp"

#include <stdexcept>

namespace respawn::detail {

namespace {

template <class Message>
Message message_about(protocol::message_kind kind, std::uint64_t id, std::string_view name)
{
    Message message{};
    message.kind = static_cast<std::uint32_t>(kind);
    message.id = id;
    name.copy(message.name, sizeof message.name - 1);
    return message;
}

[[noreturn]] void throw_failure(const std::string& sentence)
{
    throw std::runtime_error{"respawn: " + sentence};
}

/// An object for the supervisor to keep.
unique_handle object_of(const char* name, const void* bytes, std::size_t size)
{
    auto writer = platform::sealed_object_writer::create(name);
    if (!writer)
        throw_failure(writer.error().sentence);
    if (auto written = writer->append(bytes, size); !written)
        throw_failure(written.error().sentence);
    auto object = std::move(*writer).finish();
    if (!object)
        throw_failure(object.error().sentence);
    return std::move(*object);
}

template <class Reply>
void require_made(Reply& reply)
{
    reply.reason[sizeof reply.reason - 1] = '\0';
    if (reply.found == 0)
        throw_failure(reply.reason);
}

} // namespace

template <class Reply, class Question>
Reply worker_session::ask(const Question& question, int handle)
{
    if (auto sent = connection_.send(question, handle); !sent)
        give_up(sent.error().sentence);
    Reply reply{};
    if (auto received = connection_.receive_reply(reply); !received)
        give_up(received.error().sentence);
    return reply;
}

std::optional<texture> worker_session::find_texture(std::string_view name)
{
    const auto question = message_about<protocol::texture_message>(
        protocol::message_kind::find_texture, pictures::texture_id(name), name);
    const auto reply = ask<protocol::texture_reply_message>(question);
    if (reply.found == 0)
        return std::nullopt;
    return texture{question.id, static_cast<int>(reply.width), static_cast<int>(reply.height)};
}

texture worker_session::make_texture(
    std::string_view name, int width, int height, std::span<const std::uint8_t> rgba)
{
    check_texture(name, width, height, rgba);
    auto message = message_about<protocol::texture_message>(
        protocol::message_kind::make_texture, pictures::texture_id(name), name);
    message.width = static_cast<std::uint32_t>(width);
    message.height = static_cast<std::uint32_t>(height);
    const auto pixels = object_of("respawn-texture", rgba.data(), rgba.size());
    auto reply = ask<protocol::texture_reply_message>(message, pixels.get());
    require_made(reply);
    return {message.id, width, height};
}

std::optional<sound> worker_session::find_sound(std::string_view name)
{
    const auto question = message_about<protocol::sound_message>(
        protocol::message_kind::find_sound, sounds::sound_id(name), name);
    return ask<protocol::sound_reply_message>(question).found == 0 ? std::nullopt
                                                                   : std::optional{sound{question.id}};
}

sound worker_session::make_sound(
    std::string_view name, int sample_rate, int channels, std::span<const float> samples)
{
    check_sound(name, sample_rate, channels, samples);
    auto message = message_about<protocol::sound_message>(
        protocol::message_kind::make_sound, sounds::sound_id(name), name);
    message.sample_rate = static_cast<std::uint32_t>(sample_rate);
    message.channels = static_cast<std::uint32_t>(channels);
    message.samples = samples.size();
    const auto recording = object_of("respawn-sound", samples.data(), samples.size_bytes());
    auto reply = ask<protocol::sound_reply_message>(message, recording.get());
    require_made(reply);
    return {message.id};
}

} // namespace respawn::detail
