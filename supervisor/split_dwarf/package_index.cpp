#include "supervisor/split_dwarf/package_index.hpp"

#include <algorithm>
#include <bit>
#include <unordered_set>

namespace respawn::split_dwarf {

namespace {

struct row {
    const object* of;
    const unit* one;
};

struct column {
    std::size_t kind;
    std::uint32_t id;
};

std::vector<row> rows_of(const std::vector<object>& objects, index_kind kind)
{
    const unit_kind wanted = kind == index_kind::type_units ? unit_kind::type : unit_kind::split;
    std::vector<row> rows;
    std::unordered_set<std::uint64_t> seen;
    for (const object& of : objects)
        for (const unit& one : of.units)
            if (one.kind == wanted && one.id != 0 && seen.insert(one.id).second)
                rows.push_back({&of, &one});
    return rows;
}

/// Those that any object has something for. Before DWARF 5 a type's unit stands in a section of its own.
std::vector<column> columns_of(const std::vector<object>& objects, index_kind kind, bool is_5)
{
    const std::size_t other_units = kind == index_kind::type_units && !is_5 ? info_kind : types_kind;
    std::vector<column> columns;
    for (std::size_t index = 0; index != section_kinds.size(); ++index) {
        const std::uint32_t id = is_5 ? section_kinds[index].column_of_5 : section_kinds[index].column_of_4;
        const bool is_used = std::any_of(
            objects.begin(), objects.end(), [&](const object& each) { return each.bytes[index] != 0; });
        if (id != 0 && is_used && index != other_units)
            columns.push_back({index, id});
    }
    return columns;
}

void append(std::string& to, std::uint64_t number, std::size_t bytes)
{
    to.append(reinterpret_cast<const char*>(&number), bytes);
}

/// Where in the hash table each row is: its number, or 0.
std::vector<std::uint32_t> slots_for(const std::vector<row>& rows)
{
    std::vector<std::uint32_t> slots(std::bit_ceil(rows.size() * 3 / 2 + 1));
    const std::uint64_t mask = slots.size() - 1;
    for (std::uint32_t number = 1; number <= rows.size(); ++number) {
        const std::uint64_t id = rows[number - 1].one->id;
        const std::uint64_t step = ((id >> 32) & mask) | 1;
        std::uint64_t slot = id & mask;
        while (slots[slot] != 0)
            slot = (slot + step) & mask;
        slots[slot] = number;
    }
    return slots;
}

std::uint64_t offset_in(const row& of, std::size_t kind)
{
    const bool is_own = kind == kind_of(*of.one);
    return of.of->offsets[kind] + (is_own ? of.one->offset : 0);
}

std::uint64_t bytes_in(const row& of, std::size_t kind)
{
    return kind == kind_of(*of.one) ? of.one->bytes : of.of->bytes[kind];
}

} // namespace

std::string make_index(const std::vector<object>& objects, index_kind kind)
{
    const auto rows = rows_of(objects, kind);
    if (rows.empty())
        return {};
    const bool is_5 = objects.front().version >= 5;
    const auto columns = columns_of(objects, kind, is_5);
    const auto slots = slots_for(rows);
    std::string bytes;
    append(bytes, is_5 ? 5 : 2, 4); // DWARF 5: 2 bytes of version and 2 of padding
    append(bytes, columns.size(), 4);
    append(bytes, rows.size(), 4);
    append(bytes, slots.size(), 4);
    for (const std::uint32_t number : slots)
        append(bytes, number == 0 ? 0 : rows[number - 1].one->id, 8);
    for (const std::uint32_t number : slots)
        append(bytes, number, 4);
    for (const column& each : columns)
        append(bytes, each.id, 4);
    for (const row& each : rows)
        for (const column& in : columns)
            append(bytes, offset_in(each, in.kind), 4);
    for (const row& each : rows)
        for (const column& in : columns)
            append(bytes, bytes_in(each, in.kind), 4);
    return bytes;
}

} // namespace respawn::split_dwarf
