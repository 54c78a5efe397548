#pragma once

#include "shared/result.hpp"
#include "supervisor/staging/bounded_file.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

/// Executables of Windows, read on any system. Source: Microsoft's "PE Format" specification.
namespace respawn::pe {

using supervisor::bounded_file;

struct section_header {
    std::array<char, 8> name;
    std::uint32_t virtual_bytes;
    std::uint32_t virtual_address;
    std::uint32_t raw_bytes;
    std::uint32_t raw_offset;
    std::array<std::uint8_t, 16> unused;
};
static_assert(sizeof(section_header) == 40);

/// A table that the optional header names; of 0 bytes if the image has none.
struct data_directory {
    std::uint32_t virtual_address;
    std::uint32_t bytes;
};
static_assert(sizeof(data_directory) == 8);

/// What the headers of an image say, as far as it is of use here.
struct headers {
    std::uint16_t machine = 0;       ///< IMAGE_FILE_MACHINE_*
    bool is_executable = false;      ///< no library or object
    bool is_64_bit = false;          ///< PE32+, otherwise PE32
    std::uint16_t section_count = 0; ///< at least 1
    std::uint64_t sections_offset = 0;
    data_directory debug{};
};

/// Reads the headers of the image in `file`, which is at `path`. A failure is a sentence about the file.
[[nodiscard]] result<headers> read_headers(bounded_file& file, const std::string& path);

/// The header of a section, if it lies inside the file.
[[nodiscard]] std::optional<section_header> read_section(
    bounded_file& file, const headers& of, std::uint16_t index);

/// Where in the file what is loaded at a virtual address begins; nothing, unless one section has all `bytes`
/// of it.
[[nodiscard]] std::optional<std::uint64_t> offset_of(
    bounded_file& file, const headers& of, std::uint32_t virtual_address, std::uint32_t bytes);

/// The sentence about a file that ends too early: "PATH is incomplete: WHAT outside of the file; …".
[[nodiscard]] failure incomplete(const std::string& path, const std::string& what);

} // namespace respawn::pe
