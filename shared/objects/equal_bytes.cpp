#include "shared/objects/equal_bytes.hpp"

#include "shared/objects/locate.hpp"

#include <algorithm>
#include <cstring>

namespace respawn::objects {

namespace {

using schema::type_kind;
using schema::type_node;

constexpr std::uint64_t compared_bytes_a_step = 1024;
constexpr std::uint64_t block_bytes = 4096;

} // namespace

void equal_bytes::use_types(const type_list* types)
{
    types_ = types;
    plain_ = types ? types_with(*types, schema::owns_memory) : std::vector<bool>{};
    plain_.flip();
}

std::optional<byte_shape> equal_bytes::shape_of(std::uint32_t type) const
{
    // Of many texts, or of one whose being there depends, a look at the parts is as quick.
    constexpr std::size_t most_texts = 8, most_parts = 1000;
    if (!types_)
        return std::nullopt;
    struct part {
        std::uint32_t type;
        std::uint64_t offset;
    };
    std::vector<part> parts{{type, 0}};
    byte_shape shape{(*types_)[type].size_bytes};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const part now = parts[i];
        const type_node& node = (*types_)[now.type];
        if (plain_[now.type])
            continue;
        if (parts.size() > most_parts || shape.texts.size() == most_texts)
            return std::nullopt;
        if (node.kind == type_kind::string)
            shape.texts.push_back({now.offset, (*types_)[node.element].size_bytes});
        else if (
            node.kind == type_kind::structure || node.kind == type_kind::pair ||
            node.kind == type_kind::tuple)
            for (const schema::type_field& each : node.fields)
                parts.push_back({each.type, now.offset + each.offset});
        else
            return std::nullopt;
    }
    return shape;
}

bool equal_bytes::are_equal(const place& before, const place& after)
{
    if (before.type != after.type || before.bit || after.bit || !is_plain(after.type))
        return false;
    return have_equal_bytes(before.address, after.address, after.node().size_bytes);
}

bool equal_bytes::are_equal(
    std::uint64_t before, std::uint64_t after, std::uint64_t count, const byte_shape& shape)
{
    if (!have_equal_bytes(before, after, count * shape.bytes))
        return false;
    if (shape.texts.empty())
        return true;
    if (before != after)
        return false;
    for (std::uint64_t i = 0; i < count; ++i)
        for (const byte_shape::text& each : shape.texts)
            if (!has_equal_text(after + i * shape.bytes + each.offset, each.character_bytes))
                return false;
    return true;
}

std::uint64_t equal_bytes::pass_over(
    sequence& before, sequence& after, std::uint64_t most, const byte_shape& element)
{
    const run old = before.ahead(), now = after.ahead();
    const std::uint64_t block = block_bytes / element.bytes + 1;
    // A block of them, or half of it, and so on.
    for (std::uint64_t count = std::min({old.count, now.count, most, block}); count != 0; count /= 2)
        if (are_equal(old.address, now.address, count, element)) {
            before.skip(count);
            after.skip(count);
            return count;
        }
    return 0;
}

bool equal_bytes::have_equal_bytes(std::uint64_t before, std::uint64_t after, std::uint64_t bytes)
{
    const std::byte *first = before_.at(before, bytes), *second = after_.at(after, bytes);
    return first && second && work_.spend(bytes / compared_bytes_a_step) &&
           std::memcmp(first, second, static_cast<std::size_t>(bytes)) == 0;
}

/// Of a string that is at the same place in both states, and whose own bytes are equal: a short text is among
/// these.
bool equal_bytes::has_equal_text(std::uint64_t string, std::uint64_t character_bytes)
{
    struct text_data {
        std::uint64_t characters, count, local[2];
    };
    const auto text = after_.read<text_data>(string);
    if (!text || text->count > after_.extent_bytes() / character_bytes || !work_.spend())
        return false;
    const bool is_inside = text->characters - string < sizeof(text_data);
    return is_inside || have_equal_bytes(text->characters, text->characters, text->count * character_bytes);
}

} // namespace respawn::objects
