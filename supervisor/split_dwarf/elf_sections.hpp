#pragma once

#include "supervisor/staging/bounded_file.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Debug information that compilers leave in a .dwo file beside each object, and the package that holds it
/// all: a .dwp. Source: DWARF 5, 3.1.2 to 3.1.3 and 7.3; for DWARF 4 "Debug Fission" and its package format
/// in the GCC wiki.
namespace respawn::split_dwarf {

using supervisor::bounded_file;

/// Where the bytes of a section are in its file.
struct section {
    std::string name;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    bool is_compressed = false;
};

/// The sections of an ELF file of 64 bits that have bytes inside of it; none if it is no such file. Names may
/// come several times.
[[nodiscard]] std::vector<section> read_sections(bounded_file& file);

/// The first one of that name, or one without bytes.
[[nodiscard]] section find_section(const std::vector<section>& all, std::string_view name);

} // namespace respawn::split_dwarf
