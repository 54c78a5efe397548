#include "supervisor/session/texture_requests.hpp"

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

} // namespace

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
