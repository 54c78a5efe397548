#include "supervisor/split_dwarf/elf_sections.hpp"

#include <algorithm>
#include <cstring>

#include <elf.h>

namespace respawn::split_dwarf {

namespace {

/// Longer ones are no names of debug information.
constexpr std::uint64_t most_name_bytes = 64;

bool is_elf(const Elf64_Ehdr& header)
{
    return std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 && header.e_ident[EI_CLASS] == ELFCLASS64 &&
           header.e_ident[EI_DATA] == ELFDATA2LSB && header.e_shentsize == sizeof(Elf64_Shdr);
}

std::string read_name(bounded_file& file, const Elf64_Shdr& names, std::uint32_t at)
{
    if (at >= names.sh_size)
        return {};
    const std::uint64_t bytes = std::min(most_name_bytes, names.sh_size - at);
    const auto text = file.read_string(names.sh_offset + at, bytes);
    return text ? text->substr(0, text->find('\0')) : std::string{};
}

} // namespace

std::vector<section> read_sections(bounded_file& file)
{
    const auto header = file.read<Elf64_Ehdr>(0);
    const auto first = header && is_elf(*header) ? file.read<Elf64_Shdr>(header->e_shoff) : std::nullopt;
    if (!first || first->sh_type != SHT_NULL)
        return {};
    const auto at = [&](std::uint64_t index) {
        return file.read<Elf64_Shdr>(header->e_shoff + index * sizeof(Elf64_Shdr));
    };
    // Numbers that do not fit the file's header stand in the first section's.
    const std::uint64_t count = header->e_shnum == 0 ? first->sh_size : header->e_shnum;
    const auto names = at(header->e_shstrndx == SHN_XINDEX ? first->sh_link : header->e_shstrndx);
    if (!names || !file.contains(names->sh_offset, names->sh_size))
        return {};
    std::vector<section> found;
    for (std::uint64_t index = 1; index < count; ++index) {
        const auto one = at(index);
        if (!one)
            break;
        if (one->sh_type != SHT_NOBITS && file.contains(one->sh_offset, one->sh_size))
            found.push_back(
                {read_name(file, *names, one->sh_name), one->sh_offset, one->sh_size,
                 (one->sh_flags & SHF_COMPRESSED) != 0});
    }
    return found;
}

section find_section(const std::vector<section>& all, std::string_view name)
{
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const section& each) { return each.name == name; });
    return found == all.end() ? section{} : *found;
}

} // namespace respawn::split_dwarf
