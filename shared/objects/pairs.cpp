#include "shared/objects/pairs.hpp"

#include "shared/objects/path.hpp"

#include <utility>

namespace respawn::objects {

namespace {

using how = part_step::how;

constexpr std::uint8_t no_bit = 0xff;

std::optional<place> place_of(
    const type_list* types, std::uint32_t type, std::uint64_t address, std::uint8_t bit)
{
    if (address == 0)
        return std::nullopt;
    return place{types, type, address, bit == no_bit ? std::nullopt : std::optional{bit}};
}

} // namespace

void part_pairs::begin(std::string path, const type_list* before, const type_list* after)
{
    first_path_ = std::move(path);
    before_types_ = before;
    after_types_ = after;
    entries_.clear();
}

std::uint32_t part_pairs::add(
    const part_step& step, const std::optional<place>& before, const std::optional<place>& after)
{
    const place old = before.value_or(place{}), now = after.value_or(place{});
    entries_.push_back(
        {old.address, now.address, old.type, now.type, step.index, step.last, step.from, step.come_by,
         old.bit.value_or(no_bit), now.bit.value_or(no_bit)});
    return static_cast<std::uint32_t>(entries_.size() - 1);
}

part_pairs::part part_pairs::operator[](std::uint32_t index) const
{
    const entry& found = entries_[index];
    return {
        place_of(before_types_, found.before_type, found.before, found.before_bit),
        place_of(after_types_, found.after_type, found.after, found.after_bit), found.come_by};
}

std::string part_pairs::path_of(std::uint32_t index) const
{
    constexpr std::size_t longest = 64;
    std::vector<std::uint32_t> way{index};
    while (entries_[way.back()].come_by != how::root && way.size() <= longest)
        way.push_back(entries_[way.back()].from);
    std::string text = way.size() > longest ? "…" : "";
    bool through_pointer = false;
    for (auto each = way.rbegin(); each != way.rend(); ++each) {
        const entry& now = entries_[*each];
        if (now.come_by == how::held) {
            const std::uint32_t holder = entries_[now.from].after_type;
            through_pointer = (*after_types_)[holder].kind == schema::type_kind::unique_pointer;
            continue;
        }
        text += step_text(now, through_pointer);
        through_pointer = false;
    }
    return text;
}

std::string part_pairs::step_text(const entry& now, bool through_pointer) const
{
    if (now.come_by == how::root)
        return first_path_;
    const bool is_gone = now.after == 0;
    const entry& from = entries_[now.from];
    const type_list& types = is_gone ? *before_types_ : *after_types_;
    const schema::type_node& type = types[is_gone ? from.before_type : from.after_type];
    if (now.come_by == how::field)
        return (through_pointer ? "->" : ".") + type.fields[now.index].name;
    if (now.come_by == how::element)
        return now.last > now.index ? "[" + std::to_string(now.index) + ".." + std::to_string(now.last) + "]"
                                    : index_text(now.index);
    if (!schema::has_key(type.kind))
        return entry_text(now.index);
    const std::uint64_t address = is_gone ? now.before : now.after;
    const place key{&types, type.key, address - value_offset(types, type)};
    return key_text(is_gone ? before_ : after_, key, now.index);
}

} // namespace respawn::objects
