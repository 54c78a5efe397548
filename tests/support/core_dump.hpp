#pragma once

#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <elf.h>
#include <sys/procfs.h>

namespace respawn::test {

/// A core file, read as a debugger reads it.
class core_dump {
public:
    explicit core_dump(const std::filesystem::path& file) : bytes_{read_file(file)}
    {
        const auto head = at<Elf64_Ehdr>(0);
        if (std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_type != ET_CORE)
            throw std::runtime_error{file.string() + " is no core file"};
        for (std::size_t index = 0; index != head.e_phnum; ++index)
            segments_.push_back(at<Elf64_Phdr>(head.e_phoff + index * sizeof(Elf64_Phdr)));
        read_notes();
    }

    /// In the order of the file: debuggers show the first.
    [[nodiscard]] const std::vector<elf_prstatus>& threads() const { return threads_; }
    /// Whether there is a note of that type.
    [[nodiscard]] bool has_note(std::uint32_t type) const
    {
        return std::find(note_types_.begin(), note_types_.end(), type) != note_types_.end();
    }
    /// Nothing: those bytes are not in the file.
    template <class T>
    [[nodiscard]] std::optional<T> read(std::uint64_t address) const
    {
        for (const Elf64_Phdr& each : segments_)
            if (each.p_type == PT_LOAD && address >= each.p_vaddr &&
                address + sizeof(T) <= each.p_vaddr + each.p_filesz)
                return at<T>(each.p_offset + (address - each.p_vaddr));
        return std::nullopt;
    }

private:
    template <class T>
    [[nodiscard]] T at(std::uint64_t offset) const
    {
        if (offset + sizeof(T) > bytes_.size())
            throw std::runtime_error{"the core file is shorter than it says"};
        T value;
        std::memcpy(&value, bytes_.data() + offset, sizeof value);
        return value;
    }

    void read_notes()
    {
        constexpr auto padded = [](std::uint64_t bytes) { return (bytes + 3) / 4 * 4; };
        const Elf64_Phdr& notes = segments_.at(0);
        if (notes.p_type != PT_NOTE)
            throw std::runtime_error{"the core file does not begin with notes"};
        for (std::uint64_t offset = notes.p_offset; offset < notes.p_offset + notes.p_filesz;) {
            const auto note = at<Elf64_Nhdr>(offset);
            const std::uint64_t content = offset + sizeof note + padded(note.n_namesz);
            note_types_.push_back(note.n_type);
            if (note.n_type == NT_PRSTATUS)
                threads_.push_back(at<elf_prstatus>(content));
            offset = content + padded(note.n_descsz);
        }
    }

    std::string bytes_;
    std::vector<Elf64_Phdr> segments_;
    std::vector<std::uint32_t> note_types_;
    std::vector<elf_prstatus> threads_;
};

} // namespace respawn::test
