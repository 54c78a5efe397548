#pragma once

#include "supervisor/split_dwarf/elf_sections.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace respawn::split_dwarf {

enum class unit_kind {
    other,
    skeleton, ///< stays in the executable and names the .dwo that has the rest
    split,    ///< that rest
    type      ///< of a .dwo: one type that several objects have
};

/// One unit of debug information, as far as packing it asks for.
struct unit {
    unit_kind kind = unit_kind::other;
    std::uint16_t version = 0;
    std::uint64_t offset = 0; ///< in its section
    std::uint64_t bytes = 0;
    std::uint64_t id = 0;          ///< a skeleton and its rest have the same; of a type its signature
    std::string name;              ///< of a skeleton: the .dwo file as the compiler was told
    std::string folder;            ///< of a skeleton: what that name is relative to
    std::uint64_t name_offset = 0; ///< of that name in the file; 0: it can't be told
};

/// The .dwo file that a skeleton names.
[[nodiscard]] std::filesystem::path file_of(const unit& skeleton);

/// The skeletons in the sections of an executable or of its separate debug file, without a look at units
/// that are none where that can be told. Whatever bytes the file has, memory and time are bounded by its
/// size.
[[nodiscard]] std::vector<unit> read_skeletons(bounded_file& file, const std::vector<section>& sections);

/// All units in one section of a .dwo file: .debug_info.dwo or .debug_types.dwo.
[[nodiscard]] std::vector<unit> read_split_units(
    bounded_file& file, const std::vector<section>& sections, const section& of);

} // namespace respawn::split_dwarf
