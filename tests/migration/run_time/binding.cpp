#include "tests/migration/run_time/binding.hpp"

#include "tests/migration/run_time/palette.hpp"

#include <algorithm>
#include <functional>
#include <optional>

namespace respawn::test::run_time {

namespace {

using model::kind;

struct placed_structure {
    int index;
    std::size_t slot;
    std::vector<slot_field> fields;
};

struct placement {
    std::vector<placed_structure> structures;
    std::vector<std::size_t> enumeration_slots; ///< by index
};

std::size_t first_slot_of(const model::type& underlying)
{
    return underlying.bytes == 1 ? 0 : underlying.bytes == 2 ? 2 : underlying.bytes == 4 ? 4 : 6;
}

/// Fields lie where a compiler would not put them, too.
std::size_t gap_before(const std::string& field)
{
    return std::hash<std::string>{}(field) % 3 * 8;
}

model::type with_slots(model::type of, const placement& in)
{
    if (of.what == kind::enumeration)
        of.index = static_cast<int>(in.enumeration_slots[static_cast<std::size_t>(of.index)]);
    if (of.what == kind::structure)
        of.index = static_cast<int>(
            std::find_if(in.structures.begin(), in.structures.end(), [&](const placed_structure& each) {
                return each.index == of.index;
            })->slot);
    for (model::type& part : of.parts)
        part = with_slots(part, in);
    return of;
}

std::optional<placement> place(const model::layout& all)
{
    placement made;
    std::array<bool, enumeration_slots> is_taken{};
    for (const model::enumeration& each : all.enumerations) {
        std::size_t slot = first_slot_of(each.underlying);
        slot += is_taken[slot] ? 1 : 0;
        is_taken[slot] = true;
        made.enumeration_slots.push_back(slot);
    }
    std::array<bool, slot_count> is_used{};
    for (const int index : model::structures_in_order(all)) {
        placed_structure next{index, root_slot, {}};
        std::size_t end = 0;
        for (const model::field& each : all.structures[static_cast<std::size_t>(index)].fields) {
            const palette_type* type = palette::get().find(with_slots(each.type, made));
            if (!type)
                return std::nullopt;
            end += gap_before(each.name);
            end = (end + type->alignment - 1) / type->alignment * type->alignment;
            next.fields.push_back(
                {type, end,
                 each.has_initialiser ? model::text(all, each.type, each.default_value) : std::string{}});
            end += type->bytes;
        }
        if (index == 0) {
            if (end > root_bytes)
                return std::nullopt;
        } else {
            for (next.slot = 0; next.slot != slot_count; ++next.slot)
                if (!is_used[next.slot] && slot_bytes[next.slot] >= end)
                    break;
            if (next.slot == slot_count)
                return std::nullopt;
            is_used[next.slot] = true;
        }
        made.structures.push_back(std::move(next));
    }
    return made;
}

bool is_constant(const palette_type& of)
{
    return of.type.what == kind::structure
               ? layout_of_slot(static_cast<std::size_t>(of.type.index)).operations.has_constant_value
               : of.is_trivial;
}

detail::type_operations operations_of(std::size_t slot)
{
    detail::type_operations made;
    if (slot == root_slot) {
        made.construct = &construct_root;
        made.destroy = [](void* object) { destroy_slot(root_slot, object); };
    } else {
        const palette_type* type = palette::get().find({kind::structure, 0, static_cast<int>(slot)});
        made.construct = type->construct;
        made.destroy = type->destroy;
    }
    const auto& fields = layout_of_slot(slot).fields;
    made.has_constant_value = std::all_of(
        fields.begin(), fields.end(), [](const slot_field& each) { return is_constant(*each.type); });
    return made;
}

void fill_slot(const model::layout& all, placed_structure& from)
{
    slot_layout& made = layout_of_slot(from.slot);
    const model::structure& structure = all.structures[static_cast<std::size_t>(from.index)];
    made = {};
    made.name = structure.name;
    made.fields = std::move(from.fields);
    for (const model::field& each : structure.fields) {
        made.field_names.push_back(each.name);
        std::string former;
        for (const std::string& name : each.former_names)
            former += (former.empty() ? "" : ",") + name;
        made.former_names.push_back(std::move(former));
    }
    for (std::size_t i = 0; i < made.fields.size(); ++i)
        made.described.push_back(
            {made.field_names[i], made.fields[i].offset, made.fields[i].type->describe,
             made.former_names[i]});
    made.operations = operations_of(from.slot);
    made.description.kind = detail::type_kind::structure;
    made.description.name = made.name;
    made.description.size = from.slot == root_slot ? root_bytes : slot_bytes[from.slot];
    made.description.alignment = 8;
    made.description.fields = {made.described.data(), made.described.size()};
    made.description.operations = &made.operations;
}

template <class Underlying>
void fill_enumeration(const model::enumeration& from, std::size_t slot)
{
    enumeration_layout& made = layout_of_enumeration(slot);
    made = {};
    made.name = from.name;
    for (const model::enumerator& each : from.enumerators)
        made.enumerator_names.push_back(each.name);
    for (std::size_t i = 0; i < from.enumerators.size(); ++i)
        made.described.push_back(
            {made.enumerator_names[i], static_cast<std::size_t>(from.enumerators[i].number),
             &detail::describe<Underlying>});
    made.description.kind = detail::type_kind::enumeration;
    made.description.name = made.name;
    made.description.size = made.description.alignment = sizeof(Underlying);
    made.description.element = &detail::describe<Underlying>;
    made.description.fields = {made.described.data(), made.described.size()};
    made.description.operations = &detail::operations<Underlying>;
}

} // namespace

bool has_room_for(const model::layout& wanted)
{
    return place(wanted).has_value();
}

void use(const model::layout& wanted)
{
    auto placed = place(wanted).value();
    for (std::size_t i = 0; i < wanted.enumerations.size(); ++i) {
        const std::size_t slot = placed.enumeration_slots[i];
        const auto& from = wanted.enumerations[i];
        if (slot < 2)
            fill_enumeration<std::uint8_t>(from, slot);
        else if (slot < 4)
            fill_enumeration<std::int16_t>(from, slot);
        else if (slot < 6)
            fill_enumeration<std::int32_t>(from, slot);
        else
            fill_enumeration<std::uint64_t>(from, slot);
    }
    for (placed_structure& each : placed.structures)
        fill_slot(wanted, each);
}

const detail::type_description& describe_root()
{
    return layout_of_slot(root_slot).description;
}

void construct_root(void* place)
{
    construct_slot(root_slot, place);
}

std::string show_root(const void* root)
{
    std::string result = "{";
    shown::show_next next{result};
    show_slot(root_slot, static_cast<const std::byte*>(root), next);
    return result + "}";
}

void fill_root(void* root, std::string_view text)
{
    shown::reader in{text};
    shown::read_next next{in};
    read_slot(root_slot, static_cast<std::byte*>(root), next);
}

} // namespace respawn::test::run_time
