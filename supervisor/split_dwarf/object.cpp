#include "supervisor/split_dwarf/object.hpp"

#include <algorithm>
#include <iterator>

namespace respawn::split_dwarf {

namespace {

/// Adds a section as the next piece of its kind, with the units in it.
void add_piece(object& to, bounded_file& file, const std::vector<section>& sections, const section& from)
{
    const auto kind = std::find_if(section_kinds.begin(), section_kinds.end(), [&](const section_kind& each) {
        return each.name == from.name;
    });
    if (kind == section_kinds.end() || from.bytes == 0)
        return;
    const auto index = static_cast<std::size_t>(std::distance(section_kinds.begin(), kind));
    if (index == info_kind || index == types_kind)
        for (unit& each : read_split_units(file, sections, from)) {
            each.offset += to.bytes[index];
            to.units.push_back(std::move(each));
        }
    to.pieces.push_back({index, from.offset, from.bytes});
    to.bytes[index] += from.bytes;
}

} // namespace

result<object> read_object(const std::filesystem::path& path)
{
    const auto version = platform::version_of(path.string());
    if (!version)
        return version.error();
    object found;
    found.path = path;
    found.file = *version;
    bounded_file file{path.string()};
    const auto sections = read_sections(file);
    for (const section& each : sections) {
        if (each.is_compressed)
            return failure{path.string() + " is compressed; build it without -gz"};
        add_piece(found, file, sections, each);
    }
    const auto first = std::find_if(found.units.begin(), found.units.end(), [](const unit& each) {
        return each.kind == unit_kind::split;
    });
    if (first == found.units.end())
        return failure{path.string() + " has no split debug information; build it again"};
    found.version = first->version;
    return found;
}

} // namespace respawn::split_dwarf
