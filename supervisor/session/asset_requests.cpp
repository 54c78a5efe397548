#include "supervisor/session/asset_requests.hpp"

#include "shared/memory/mapping.hpp"
#include "shared/platform/memory_object.hpp"
#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace respawn::supervisor {

namespace bip = boost::interprocess;

namespace {

/// Empty: there is no reason why not.
protocol::texture_reply_message reply_about(
    const presentation::texture_store& textures, std::uint64_t id, std::string_view reason)
{
    protocol::texture_reply_message reply{};
    reply.kind = static_cast<std::uint32_t>(protocol::message_kind::texture_reply);
    if (const presentation::texture_image* image = reason.empty() ? textures.find(id) : nullptr) {
        reply.found = 1;
        reply.width = image->width;
        reply.height = image->height;
    }
    reason.copy(reply.reason, sizeof reply.reason - 1);
    return reply;
}

result<void> make(presentation::texture_store& textures, const incoming::make_texture& asked)
{
    const auto size = platform::sealed_size(asked.object.get());
    const std::uint64_t wanted = std::uint64_t{asked.width} * asked.height * 4;
    if (!size || *size != wanted || wanted == 0)
        return failure{"the texture " + asked.name + " came with pixels of another size"};
    auto pixels = memory::map(asked.object.get(), *size, bip::read_only);
    if (!pixels)
        return pixels.error();
    return textures.make(
        asked.id, asked.name, asked.width, asked.height, {memory::as<const std::byte>(*pixels), *size});
}

protocol::sound_reply_message reply_about(bool found, std::string_view reason)
{
    protocol::sound_reply_message reply{};
    reply.kind = static_cast<std::uint32_t>(protocol::message_kind::sound_reply);
    reply.found = found ? 1 : 0;
    reason.copy(reply.reason, sizeof reply.reason - 1);
    return reply;
}

result<void> make(sounds::sound_store& recordings, const incoming::make_sound& asked)
{
    const auto size = platform::sealed_size(asked.object.get());
    if (!size || *size == 0 || *size / sizeof(float) != asked.samples || *size % sizeof(float) != 0)
        return failure{"the sound " + asked.name + " came with another number of samples"};
    auto samples = memory::map(asked.object.get(), *size, bip::read_only);
    if (!samples)
        return samples.error();
    return recordings.make(
        asked.id, asked.name, asked.sample_rate, asked.channels,
        {memory::as<const float>(*samples), static_cast<std::size_t>(asked.samples)});
}

} // namespace

protocol::sound_reply_message do_request(sounds::sound_store& recordings, const incoming::make_sound& asked)
{
    const auto made = make(recordings, asked);
    return reply_about(made.has_value(), made ? std::string_view{} : made.error().sentence);
}

protocol::sound_reply_message do_request(sounds::sound_store& recordings, const incoming::find_sound& asked)
{
    return reply_about(recordings.find(asked.id) != nullptr, {});
}

protocol::texture_reply_message do_request(
    presentation::texture_store& textures, const incoming::make_texture& asked)
{
    const auto made = make(textures, asked);
    return reply_about(textures, asked.id, made ? std::string_view{} : made.error().sentence);
}

protocol::texture_reply_message do_request(
    presentation::texture_store& textures, const incoming::find_texture& asked)
{
    return reply_about(textures, asked.id, {});
}

} // namespace respawn::supervisor
