#include "supervisor/staging/image.hpp"

#include "supervisor/staging/bounded_file.hpp"

#include <array>
#include <cstring>
#include <filesystem>

#include <elf.h>
#include <link.h>

/// This program's own ELF header, placed by the linker: the class, byte order and machine to expect.
extern "C" __attribute__((visibility("hidden")))
const ElfW(Ehdr) __ehdr_start; // NOLINT(bugprone-reserved-identifier)

namespace respawn::supervisor {

namespace {

using file_header = ElfW(Ehdr);
using program_header = ElfW(Phdr);
using section_header = ElfW(Shdr);

/// Checks one file from its start to the last section; every step relies on the ones before.
class elf_check {
public:
    explicit elf_check(const std::string& path) : path_{path}, file_{path} {}

    result<void> run()
    {
        for (const auto step :
             {&elf_check::check_magic, &elf_check::check_machine, &elf_check::check_kind,
              &elf_check::check_segments, &elf_check::check_sections})
            if (auto checked = (this->*step)(); !checked)
                return checked;
        return {};
    }

private:
    failure wrong(const std::string& what) const { return failure{path_ + " " + what}; }
    failure incomplete(const std::string& what) const
    {
        return wrong(
            "is incomplete: " + what + " outside of the file; wait for the build to end, or build again");
    }

    result<void> check_magic()
    {
        if (!file_.is_open())
            return failure{"cannot read " + path_ + "; check its permissions"};
        if (file_.size_bytes() == 0)
            return wrong("is empty; wait for the build to end, or build again");
        using prefix = std::array<char, 2>;
        if (file_.read<prefix>(0) == prefix{'#', '!'})
            return wrong("is a script, not an ELF executable; name the program that the build makes");
        const auto header = file_.read<file_header>(0);
        if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
            return wrong("is not an ELF executable; name the program that the build makes");
        header_ = *header;
        return {};
    }

    result<void> check_machine()
    {
        const auto& ours = __ehdr_start;
        if (header_.e_ident[EI_CLASS] != ours.e_ident[EI_CLASS] ||
            header_.e_ident[EI_DATA] != ours.e_ident[EI_DATA] || header_.e_machine != ours.e_machine)
            return wrong("is an ELF file for another kind of machine; build it for this one");
        if (header_.e_ident[EI_VERSION] != EV_CURRENT || header_.e_version != EV_CURRENT)
            return wrong("has an unknown ELF version; build it with this system's linker");
        return {};
    }

    result<void> check_kind()
    {
        const bool has_entry = header_.e_entry != 0;
        if (header_.e_type == ET_REL)
            return wrong("is an object file, not an executable; name the linked program");
        if (header_.e_type == ET_DYN && !has_entry)
            return wrong("is a shared library, not an executable; link the game as a program");
        if ((header_.e_type != ET_EXEC && header_.e_type != ET_DYN) || !has_entry)
            return wrong("is an ELF file, but not an executable; name the linked program");
        return {};
    }

    result<void> check_segments()
    {
        if (header_.e_phnum == 0 || header_.e_phnum == PN_XNUM ||
            header_.e_phentsize != sizeof(program_header))
            return wrong("has no program headers that make sense; build it again");
        bool loads = false;
        for (std::uint64_t index = 0; index < header_.e_phnum; ++index) {
            const auto segment = read_entry<program_header>(header_.e_phoff, index);
            if (!segment)
                return incomplete("program header " + std::to_string(index) + " is");
            if (segment->p_type != PT_NULL && !file_.contains(segment->p_offset, segment->p_filesz))
                return incomplete("the bytes of segment " + std::to_string(index) + " are");
            loads = loads || segment->p_type == PT_LOAD;
        }
        return loads ? result<void>{} : wrong("has nothing to load; build it again");
    }

    result<void> check_sections()
    {
        if (header_.e_shoff == 0 && header_.e_shnum == 0)
            return {}; // its sections were stripped
        const auto first = read_entry<section_header>(header_.e_shoff, 0);
        if (!first)
            return incomplete("the section headers are");
        if (header_.e_shentsize != sizeof(section_header))
            return wrong("has section headers of another size; build it again");
        // Numbers that do not fit the file's header stand in the first section's.
        const std::uint64_t count = header_.e_shnum == 0 ? first->sh_size : header_.e_shnum;
        const std::uint64_t names = header_.e_shstrndx == SHN_XINDEX ? first->sh_link : header_.e_shstrndx;
        if (names >= count)
            return wrong("has section headers that contradict each other; build it again");
        return check_section_bytes(count);
    }

    result<void> check_section_bytes(std::uint64_t count)
    {
        for (std::uint64_t index = 1; index < count; ++index) {
            const auto section = read_entry<section_header>(header_.e_shoff, index);
            if (!section)
                return incomplete("section header " + std::to_string(index) + " is");
            const bool has_bytes = section->sh_type != SHT_NULL && section->sh_type != SHT_NOBITS;
            if (has_bytes && !file_.contains(section->sh_offset, section->sh_size))
                return incomplete("the bytes of section " + std::to_string(index) + " are");
        }
        return {};
    }

    /// The entry of a table that begins at `table`. `index` never comes near an overflow: the entries before
    /// it were inside the file.
    template <class Entry>
    std::optional<Entry> read_entry(std::uint64_t table, std::uint64_t index)
    {
        if (!file_.contains(table, (index + 1) * sizeof(Entry)))
            return std::nullopt;
        return file_.read<Entry>(table + index * sizeof(Entry));
    }

    const std::string& path_;
    bounded_file file_;
    file_header header_{};
};

} // namespace

result<void> check_elf_image(const std::string& path)
{
    return elf_check{path}.run();
}

result<void> check_image(const std::string& path)
{
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found)
        return failure{path + " does not exist; build it, or correct the path"};
    if (error)
        return system_failure("cannot look at " + path, error);
    if (!fs::is_regular_file(status))
        return failure{path + " is not a regular file; name the program that the build makes"};
    // First the content: an incomplete file or a script is the better explanation for what else is wrong with
    // it.
    if (auto checked = check_elf_image(path); !checked)
        return checked;
    constexpr auto executable = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
    if ((status.permissions() & executable) == fs::perms::none)
        return failure{path + " may not be executed; make it executable with chmod +x, or build it again"};
    return {};
}

} // namespace respawn::supervisor
