#include "supervisor/symbols/process_images.hpp"

#include "supervisor/postmortem/linux/memory_map.hpp"
#include "supervisor/symbols/image_file.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <elf.h>

namespace respawn::supervisor {

namespace {

using postmortem::mapping;
using postmortem::page_bytes;

constexpr std::string_view deleted = " (deleted)";
constexpr std::uint64_t most_headers = 256;

bool is_file(const mapping& one)
{
    return one.inode != 0 && one.name.starts_with('/') && !one.name.starts_with("/memfd:") &&
           !one.name.starts_with("/dev/");
}

std::string path_of(const mapping& one)
{
    std::string_view path = one.name;
    if (path.ends_with(deleted))
        path.remove_suffix(deleted.size());
    return std::string{path};
}

template <class Data>
bool read_at(const image_file& file, std::uint64_t offset, Data& into)
{
    return file.read(offset, {reinterpret_cast<char*>(&into), sizeof into});
}

struct image_place {
    std::uint64_t load_bias = 0; ///< how much further the process has everything than where the linker put it
    std::uint64_t end = 0;       ///< what the process has from there on is not the image's
};

/// Of an image of whose file `part` is mapped.
std::optional<image_place> place_of(const image_file& file, const mapping& part)
{
    Elf64_Ehdr header{};
    if (!read_at(file, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_phentsize != sizeof(Elf64_Phdr))
        return std::nullopt;
    std::optional<std::uint64_t> bias;
    std::uint64_t end = 0;
    Elf64_Phdr segment{};
    const std::uint64_t count = std::min<std::uint64_t>(header.e_phnum, most_headers);
    for (std::uint64_t index = 0; index != count; ++index) {
        if (!read_at(file, header.e_phoff + index * sizeof segment, segment))
            return std::nullopt;
        if (segment.p_type != PT_LOAD)
            continue;
        const std::uint64_t first_page = segment.p_offset / page_bytes * page_bytes;
        if (!bias && part.offset >= first_page &&
            part.offset - first_page < segment.p_filesz + (segment.p_offset - first_page))
            bias = part.begin - (segment.p_vaddr - segment.p_offset + part.offset);
        end = std::max(end, segment.p_vaddr + segment.p_memsz);
    }
    if (!bias)
        return std::nullopt;
    return image_place{*bias, *bias + (end + page_bytes - 1) / page_bytes * page_bytes};
}

struct image_parts {
    loaded_library image;
    mapping first{};
    bool has_code = false;
};

/// Files with what continues them: a program's variables that begin as zeros.
std::vector<image_parts> parts_in(const std::vector<mapping>& all)
{
    std::vector<image_parts> found;
    std::map<std::pair<std::uint64_t, std::string>, std::size_t> known;
    const mapping* before = nullptr; ///< the part of a file that ends where the next mapping may begin
    std::size_t image = 0;           ///< that it is of
    for (const mapping& each : all) {
        if (is_file(each)) {
            std::pair key{each.inode, path_of(each)};
            before = nullptr;
            if (found.size() == most_images && !known.contains(key))
                continue;
            const auto [one, is_new] = known.try_emplace(std::move(key), found.size());
            if (is_new)
                found.push_back({{one->first.second}, each});
            image = one->second;
            found[image].has_code = found[image].has_code || each.executable;
            found[image].image.ranges.push_back({each.begin, each.end});
            before = &each;
        } else {
            if (before && before->writable && each.inode == 0 && each.name.empty() &&
                before->end == each.begin)
                found[image].image.ranges.push_back({each.begin, each.end});
            before = nullptr;
        }
    }
    return found;
}

/// The kernel does not tell what a program has allocated directly behind an image from the image's variables.
void cut_ranges(std::vector<address_range>& all, std::uint64_t end)
{
    for (address_range& each : all)
        each.end = std::min(each.end, end);
    std::erase_if(all, [](const address_range& each) { return each.begin >= each.end; });
}

} // namespace

process_images images_of(int process_id)
{
    process_images made;
    if (process_id == 0)
        return made;
    std::error_code error;
    // Leads to the file that the process has also when it was removed.
    const std::filesystem::path exe = "/proc/" + std::to_string(process_id) + "/exe";
    const auto executable = std::filesystem::read_symlink(exe, error);
    if (error)
        return made;
    const auto mappings = postmortem::mappings_of(process_id);
    for (image_parts& each : parts_in(mappings)) {
        if (!each.has_code)
            continue;
        loaded_library& image = each.image;
        const bool is_executable =
            image.path == executable || image.path.native() + std::string{deleted} == executable.native();
        auto file = image_file::open(is_executable ? exe : image.path);
        const auto place = file ? place_of(*file, each.first) : std::nullopt;
        if (!place)
            continue;
        image.load_bias = place->load_bias;
        cut_ranges(image.ranges, place->end);
        image.identity = file->identity();
        if (is_executable) {
            image.file = std::make_shared<const image_file>(std::move(*file));
            made.executable = std::move(image);
            continue;
        }
        // Another file is there by now.
        if (image.identity.inode != each.first.inode)
            image.identity = {0, each.first.inode, 0, 0};
        made.libraries.push_back(std::move(image));
    }
    made.index();
    return made;
}

} // namespace respawn::supervisor
