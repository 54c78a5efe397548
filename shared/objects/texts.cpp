#include "shared/objects/texts.hpp"

#include "shared/objects/class_table.hpp"
#include "shared/objects/program_names.hpp"
#include "shared/text/characters.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace respawn::objects {

namespace {

constexpr std::uint64_t most_character_bytes = 4;
/// Where a shorter text ends is found again as fast as it is remembered.
constexpr std::uint64_t long_text_bytes = 1024;

const program_names* program_of(const state_bytes& state)
{
    return state.classes() ? state.classes()->program() : nullptr;
}

std::span<const std::byte> bytes_from(
    const state_bytes& state, std::uint64_t address, std::uint64_t most_bytes)
{
    if (!state.contains(address, 0))
        return {};
    const std::uint64_t rest = state.extent_bytes() - (address - state.address());
    const std::uint64_t bytes = std::min(rest, most_bytes);
    return {state.at(address, bytes), static_cast<std::size_t>(bytes)};
}

std::string_view as_text(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

std::uint64_t character_bytes_behind(const type_list& types, std::uint32_t type)
{
    const schema::type_node& node = types[type];
    if (node.kind != schema::type_kind::pointer || types[node.element].kind != schema::type_kind::character ||
        types[node.element].size_bytes > most_character_bytes)
        return 0;
    return types[node.element].size_bytes;
}

std::optional<std::span<const std::byte>> text_at(
    const state_bytes& state, std::uint64_t address, std::uint64_t character_bytes, std::uint64_t most_bytes)
{
    const auto bytes = bytes_from(state, address, most_bytes);
    const std::size_t end = text::find_zero(as_text(bytes), character_bytes);
    return end == std::string_view::npos ? std::nullopt : std::optional{bytes.first(end)};
}

/// Nothing: the state ends without a zero.
std::optional<meaning_finder::looked_at> meaning_finder::look_at(
    std::uint64_t address, std::uint64_t character_bytes)
{
    const auto known = long_texts_.find({address, character_bytes});
    if (known != long_texts_.end())
        return known->second;
    const auto bytes = bytes_from(state_, address, look_bytes_);
    const std::size_t end = text::find_zero(as_text(bytes), character_bytes);
    const bool has_end = end != std::string_view::npos;
    const auto characters = has_end ? bytes.first(end) : bytes;
    static_cast<void>(work_.spend_for_bytes(characters.size()));
    std::optional<looked_at> found;
    if (has_end || characters.size() == look_bytes_)
        found = looked_at{characters, has_end};
    if (characters.size() >= long_text_bytes)
        long_texts_.emplace(std::pair{address, character_bytes}, found);
    return found;
}

std::optional<value> meaning_finder::text_behind(
    std::uint64_t target, std::uint64_t character_bytes, std::size_t most_bytes)
{
    if (state_.contains(target, 1)) {
        const auto found = look_at(target, character_bytes);
        if (!found)
            return std::nullopt;
        value text = text_of(found->characters, character_bytes, most_bytes);
        if (!found->has_end)
            text.left_out_bytes = unknown_bytes;
        return text;
    }
    const program_names* program = program_of(state_);
    const std::uint64_t wanted = most_bytes + most_character_bytes;
    const auto found =
        program ? program->text_at(target, character_bytes, wanted, look_bytes_, work_) : std::nullopt;
    if (!found)
        return std::nullopt;
    value text = text_of(std::as_bytes(std::span{found->beginning}), character_bytes, most_bytes);
    const std::uint64_t shown = found->beginning.size() - text.left_out_bytes;
    text.left_out_bytes = found->size_bytes ? *found->size_bytes - shown : unknown_bytes;
    return text;
}

std::optional<value> meaning_finder::find(const place& pointer, std::uint64_t target, std::size_t most_bytes)
{
    if (target == 0 || !work_.spend())
        return std::nullopt;
    if (const std::uint64_t character_bytes = character_bytes_behind(*pointer.types, pointer.type))
        if (auto text = text_behind(target, character_bytes, most_bytes))
            return text;
    const program_names* program = program_of(state_);
    if (!program || state_.contains(target, 1))
        return std::nullopt;
    const std::string name = program->name_at(target, work_);
    if (name.empty())
        return std::nullopt;
    value word = text_of(std::as_bytes(std::span{name}), 1, most_bytes);
    word.what = value::form::word;
    return word;
}

} // namespace respawn::objects
