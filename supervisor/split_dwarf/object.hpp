#pragma once

#include "shared/result.hpp"
#include "supervisor/platform/file_copy.hpp"
#include "supervisor/split_dwarf/units.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace respawn::split_dwarf {

/// A section of packages, and its column in their indexes: 0 where there is none.
struct section_kind {
    std::string_view name;
    std::uint32_t column_of_4, column_of_5;
};

inline constexpr std::array<section_kind, 11> section_kinds{{
    {".debug_info.dwo", 1, 1},
    {".debug_types.dwo", 2, 0},
    {".debug_abbrev.dwo", 3, 3},
    {".debug_line.dwo", 4, 4},
    {".debug_loc.dwo", 5, 0},
    {".debug_loclists.dwo", 0, 5},
    {".debug_str_offsets.dwo", 6, 6},
    {".debug_macinfo.dwo", 7, 0},
    {".debug_macro.dwo", 8, 7},
    {".debug_rnglists.dwo", 0, 8},
    {".debug_str.dwo", 0, 0},
}};
inline constexpr std::size_t info_kind = 0, types_kind = 1, string_offsets_kind = 6, strings_kind = 10;

/// Bytes of a file that become bytes of a section of the package.
struct piece {
    std::size_t kind = 0; ///< index into section_kinds
    std::uint64_t source_offset = 0;
    std::uint64_t bytes = 0;
};

/// A .dwo file, as far as packing it asks for.
struct object {
    std::filesystem::path path;
    platform::file_version file;
    std::uint16_t version = 0; ///< of DWARF
    std::vector<piece> pieces; ///< those of one kind are packed in this order
    std::vector<unit> units;   ///< their offsets are into all of its pieces of their kind
    std::array<std::uint64_t, section_kinds.size()> bytes{};   ///< of its pieces of each kind
    std::array<std::uint64_t, section_kinds.size()> offsets{}; ///< of those in the package
};

/// Reads what a .dwo file has; fails with a sentence about it if that can't be packed.
[[nodiscard]] result<object> read_object(const std::filesystem::path& path);

/// The kind of section that has the unit.
[[nodiscard]] constexpr std::size_t kind_of(const unit& one)
{
    return one.kind == unit_kind::type && one.version < 5 ? types_kind : info_kind;
}

} // namespace respawn::split_dwarf
