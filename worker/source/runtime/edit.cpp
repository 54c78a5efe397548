#include "worker/source/runtime/edit.hpp"

#include <respawn/containers.hpp>

#include <cstring>
#include <new>
#include <string>

namespace respawn::detail {

namespace {

template <class Character>
void assign(std::byte* place, const player::edit_data& edit)
{
    using text = std::basic_string<Character, std::char_traits<Character>, allocator<Character>>;
    std::basic_string<Character> content(edit.bytes / sizeof(Character), Character{});
    std::memcpy(content.data(), edit.content, content.size() * sizeof(Character));
    try {
        reinterpret_cast<text*>(place)->assign(content.begin(), content.end());
    } catch (const std::bad_alloc&) {
        // The state is full: the text stays as it is.
    }
}

void assign_characters(std::byte* place, const player::edit_data& edit)
{
    switch (edit.unit_bytes) {
    case 1:
        return assign<char>(place, edit);
    case 2:
        return assign<char16_t>(place, edit);
    case 4:
        return assign<char32_t>(place, edit);
    default:
        return;
    }
}

void assign_bit(std::byte* place, const player::edit_data& edit)
{
    const std::byte mask{static_cast<unsigned char>(1u << (edit.bit & 7u))};
    *place = edit.content[0] != 0 ? *place | mask : *place & ~mask;
}

} // namespace

void apply_edit(const player::edit_data& edit, std::byte* state, std::uint64_t capacity_bytes)
{
    const auto kind = static_cast<player::edit_kind>(edit.kind);
    const std::uint64_t offset = edit.address - reinterpret_cast<std::uintptr_t>(state);
    const std::uint64_t touched = kind == player::edit_kind::characters ? sizeof(string) : edit.bytes;
    if (edit.bytes > player::max_edit_bytes || offset > capacity_bytes || touched > capacity_bytes - offset)
        return;
    std::byte* place = state + offset;
    switch (kind) {
    case player::edit_kind::none:
        break;
    case player::edit_kind::bytes:
        std::memcpy(place, edit.content, edit.bytes);
        break;
    case player::edit_kind::bit:
        assign_bit(place, edit);
        break;
    case player::edit_kind::characters:
        assign_characters(place, edit);
        break;
    }
}

} // namespace respawn::detail
