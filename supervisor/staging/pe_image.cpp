#include "supervisor/staging/bounded_file.hpp"
#include "supervisor/staging/image.hpp"

#include <array>

namespace respawn::supervisor {

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

struct section_header {
    std::array<char, 8> name;
    std::uint32_t virtual_bytes;
    std::uint32_t virtual_address;
    std::uint32_t raw_bytes;
    std::uint32_t raw_offset;
    std::array<std::uint8_t, 16> unused;
};
static_assert(sizeof(section_header) == 40);

constexpr std::uint16_t characteristic_executable = 0x0002;
constexpr std::uint16_t characteristic_library = 0x2000;
constexpr std::uint16_t optional_magic_64_bit = 0x020b;
constexpr std::uint16_t optional_header_minimum_bytes = 112;

failure incomplete(const std::string& path, const std::string& what)
{
    return failure{
        path + " is incomplete: " + what + " outside of the file; wait for the build to end, or build again"};
}

result<void> check_sections(
    bounded_file& file, const std::string& path, std::uint64_t table, std::uint16_t section_count)
{
    for (std::uint64_t index = 0; index < section_count; ++index) {
        const auto section = file.read<section_header>(table + index * sizeof(section_header));
        if (!section)
            return incomplete(path, "section header " + std::to_string(index) + " is");
        if (!file.contains(section->raw_offset, section->raw_bytes))
            return incomplete(path, "the bytes of section " + std::to_string(index) + " are");
    }
    return {};
}

} // namespace

result<void> check_pe_image(const std::string& path, unsigned machine)
{
    bounded_file file{path};
    const auto dos = file.read<dos_header>(0);
    if (!dos || dos->magic != std::array{'M', 'Z'})
        return failure{path + " is not a Windows executable; name the program that the build makes"};
    const auto header = file.read<file_header>(dos->new_header_offset);
    if (!header)
        return incomplete(path, "the PE header is");
    if (header->magic != std::array{'P', 'E', '\0', '\0'})
        return failure{path + " is not a Windows executable; name the program that the build makes"};
    if (header->machine != machine)
        return failure{path + " is for another kind of machine; build it for this one"};
    const bool executable = (header->characteristics & characteristic_executable) != 0;
    if (!executable || (header->characteristics & characteristic_library) != 0)
        return failure{path + " is a library or object, not an executable; link the game as a program"};
    const std::uint64_t optional = dos->new_header_offset + sizeof(file_header);
    if (file.read<std::uint16_t>(optional) != optional_magic_64_bit ||
        header->optional_header_bytes < optional_header_minimum_bytes || header->section_count == 0)
        return failure{path + " has PE headers that make no sense; build it again"};
    return check_sections(file, path, optional + header->optional_header_bytes, header->section_count);
}

} // namespace respawn::supervisor
