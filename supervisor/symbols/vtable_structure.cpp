#include "supervisor/symbols/vtable_structure.hpp"

#include <algorithm>
#include <string>

namespace respawn::supervisor {

namespace {

constexpr std::string_view typeinfo_prefix = "_ZTI";
constexpr std::string_view class_prefix = "_ZTV";
constexpr std::string_view construction_prefix = "_ZTC";

bool is_typeinfo(const symbol_table& in, std::uint64_t address)
{
    const auto found = in.beginning_at(address, symbol_kind::object);
    return std::any_of(found.begin(), found.end(), [](const symbol* each) {
        return each->name.starts_with(typeinfo_prefix);
    });
}

} // namespace

bool is_vtable(std::string_view mangled)
{
    return mangled.starts_with(class_prefix) || mangled.starts_with(construction_prefix);
}

std::vector<address_point> address_points_of(const symbol_table& in, const symbol& vtable)
{
    std::vector<address_point> points;
    const auto words =
        in.words_at(vtable.address, std::min(vtable.size_bytes, largest_vtable_bytes) / word_bytes);
    if (!words)
        return points;
    // Before each such place are the distance to the whole object and the type information.
    for (std::size_t index = 1; index < words->size(); ++index) {
        const std::uint64_t word = (*words)[index];
        if (word == imported_typeinfo || (word != 0 && is_typeinfo(in, word)))
            points.push_back({(index + 1) * word_bytes, static_cast<std::int64_t>((*words)[index - 1])});
    }
    return points;
}

} // namespace respawn::supervisor
