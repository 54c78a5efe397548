#include "supervisor/pe/headers.hpp"

namespace respawn::pe {

namespace {

struct dos_header {
    std::array<char, 2> magic;
    std::array<std::uint8_t, 58> unused;
    std::uint32_t new_header_offset;
};
static_assert(sizeof(dos_header) == 64);

struct file_header {
    std::array<char, 4> magic;
    std::uint16_t machine;
    std::uint16_t section_count;
    std::uint32_t time_stamp;
    std::uint32_t symbols_offset;
    std::uint32_t symbol_count;
    std::uint16_t optional_header_bytes;
    std::uint16_t characteristics;
};
static_assert(sizeof(file_header) == 24);

constexpr std::uint16_t characteristic_executable = 0x0002;
constexpr std::uint16_t characteristic_library = 0x2000;
constexpr std::uint16_t optional_magic_32_bit = 0x010b;
constexpr std::uint16_t optional_magic_64_bit = 0x020b;
constexpr std::uint32_t debug_directory_index = 6;

/// Of the optional header, up to the data directories; the number of those is the last field of it.
constexpr std::uint16_t fixed_bytes(bool is_64_bit)
{
    return is_64_bit ? 112 : 96;
}

failure no_executable(const std::string& path)
{
    return failure{path + " is not a Windows executable; name the program that the build makes"};
}

failure senseless(const std::string& path)
{
    return failure{path + " has PE headers that make no sense; build it again"};
}

/// Of an image that has one: its directories may be fewer than 16, and must lie inside the optional header.
data_directory read_debug_directory(
    bounded_file& file, std::uint64_t optional, std::uint16_t optional_bytes, bool is_64_bit)
{
    const std::uint64_t fixed = fixed_bytes(is_64_bit);
    const std::uint64_t begin = fixed + debug_directory_index * sizeof(data_directory);
    const auto count = file.read<std::uint32_t>(optional + fixed - sizeof(std::uint32_t));
    if (count.value_or(0) <= debug_directory_index || begin + sizeof(data_directory) > optional_bytes)
        return {};
    return file.read<data_directory>(optional + begin).value_or(data_directory{});
}

} // namespace

result<headers> read_headers(bounded_file& file, const std::string& path)
{
    if (!file.is_open())
        return failure{"cannot read " + path + "; check that it is there, and its permissions"};
    const auto dos = file.read<dos_header>(0);
    if (!dos || dos->magic != std::array{'M', 'Z'})
        return no_executable(path);
    const auto header = file.read<file_header>(dos->new_header_offset);
    if (!header)
        return incomplete(path, "the PE header is");
    if (header->magic != std::array{'P', 'E', '\0', '\0'})
        return no_executable(path);
    const std::uint64_t optional = dos->new_header_offset + sizeof(file_header);
    const auto magic = file.read<std::uint16_t>(optional);
    const bool is_64_bit = magic == optional_magic_64_bit;
    if ((!is_64_bit && magic != optional_magic_32_bit) ||
        header->optional_header_bytes < fixed_bytes(is_64_bit) || header->section_count == 0)
        return senseless(path);
    headers found;
    found.machine = header->machine;
    found.is_executable = (header->characteristics & characteristic_executable) != 0 &&
                          (header->characteristics & characteristic_library) == 0;
    found.is_64_bit = is_64_bit;
    found.section_count = header->section_count;
    found.sections_offset = optional + header->optional_header_bytes;
    found.debug = read_debug_directory(file, optional, header->optional_header_bytes, is_64_bit);
    return found;
}

std::optional<section_header> read_section(bounded_file& file, const headers& of, std::uint16_t index)
{
    return file.read<section_header>(of.sections_offset + index * sizeof(section_header));
}

std::optional<std::uint64_t> offset_of(
    bounded_file& file, const headers& of, std::uint32_t virtual_address, std::uint32_t bytes)
{
    for (std::uint16_t index = 0; index < of.section_count; ++index) {
        const auto section = read_section(file, of, index);
        if (!section)
            return std::nullopt;
        if (virtual_address < section->virtual_address)
            continue;
        const std::uint32_t inside = virtual_address - section->virtual_address;
        if (inside < section->raw_bytes && bytes <= section->raw_bytes - inside)
            return std::uint64_t{section->raw_offset} + inside;
    }
    return std::nullopt;
}

failure incomplete(const std::string& path, const std::string& what)
{
    return failure{
        path + " is incomplete: " + what + " outside of the file; wait for the build to end, or build again"};
}

} // namespace respawn::pe
