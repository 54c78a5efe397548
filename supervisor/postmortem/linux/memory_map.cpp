#include "supervisor/postmortem/linux/memory_map.hpp"

#include "shared/unique_handle.hpp"

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace respawn::postmortem {

namespace {

/// Nobody uses that much: it is a sanitizer's shadow of the address space.
constexpr std::uint64_t shadow_bytes = std::uint64_t{1} << 40;
/// Of a file that is gone, such as an image that was replaced.
constexpr std::uint64_t largest_deleted_bytes = std::uint64_t{1} << 30;
constexpr std::string_view deleted = " (deleted)";
constexpr std::string_view memory_object = "/memfd:";

bool is_of_the_system(const mapping& one)
{
    return one.name.starts_with("[vv") || one.name.starts_with("[vsys") || one.name.starts_with("/dev/");
}

} // namespace

bool mapping::has_file() const
{
    return inode != 0 && name.starts_with('/') && !name.starts_with(memory_object) &&
           !name.ends_with(deleted);
}

std::optional<mapping> parse_mapping(const std::string& line)
{
    mapping found;
    std::array<char, 5> rights{};
    int name_at = 0;
    if (std::sscanf(
            line.c_str(), "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %*x:%*x %" SCNu64 " %n", &found.begin,
            &found.end, rights.data(), &found.offset, &found.inode, &name_at) < 5 ||
        found.begin >= found.end)
        return std::nullopt;
    found.readable = rights[0] == 'r';
    found.writable = rights[1] == 'w';
    found.executable = rights[2] == 'x';
    found.is_shared = rights[3] == 's';
    if (name_at > 0)
        found.name = line.substr(static_cast<std::size_t>(name_at));
    return found;
}

std::vector<mapping> mappings_of(int process_id)
{
    std::ifstream maps{"/proc/" + std::to_string(process_id) + "/maps"};
    std::vector<mapping> all;
    for (std::string line; std::getline(maps, line);)
        if (auto one = parse_mapping(line))
            all.push_back(std::move(*one));
    return all;
}

std::vector<extent> joined(std::vector<extent> extents, std::uint64_t gap_bytes)
{
    std::sort(extents.begin(), extents.end(), [](const extent& one, const extent& other) {
        return one.begin < other.begin;
    });
    std::vector<extent> longer;
    for (const extent& each : extents)
        if (!longer.empty() && each.begin <= longer.back().end + gap_bytes)
            longer.back().end = std::max(longer.back().end, each.end);
        else
            longer.push_back(each);
    return longer;
}

memory_contents::memory_contents(platform::private_page_finder finder, int state) :
    finder_{std::move(finder)}, state_{state}
{
    struct stat about {};
    if (state_ != unique_handle::none && ::fstat(state_, &about) == 0 && S_ISREG(about.st_mode))
        state_inode_ = about.st_ino;
}

result<memory_contents> memory_contents::create(int process_id, int state)
{
    using platform::private_page_finder;
    auto finder = private_page_finder::create(private_page_finder::method::best, process_id);
    if (!finder)
        return finder.error();
    return memory_contents{std::move(*finder), state};
}

bool memory_contents::is_state(const mapping& one) const
{
    return state_inode_ != 0 && one.inode == state_inode_ && one.name.starts_with(memory_object);
}

std::vector<extent> memory_contents::find(const mapping& one)
{
    std::vector<extent> found;
    if (!one.readable || one.is_shared || is_of_the_system(one) ||
        (one.inode == 0 && one.bytes() >= shadow_bytes))
        return found;
    if (one.name == "[vdso]" ||
        (one.name.ends_with(deleted) && !is_state(one) && one.bytes() <= largest_deleted_bytes))
        return {{one.begin, one.end}};
    add_private_pages(one, found);
    if (is_state(one))
        add_pages_of_state(one, found);
    // The beginning of an image says which build it is.
    if (one.has_file() && one.offset == 0)
        found.push_back({one.begin, one.begin + page_bytes});
    return joined(std::move(found), 0);
}

void memory_contents::add_private_pages(const mapping& one, std::vector<extent>& found)
{
    const auto done = finder_.find(reinterpret_cast<const void*>(one.begin), one.bytes(), pages_);
    if (!done)
        return; // what can't be looked at is left out
    for (const std::uint64_t page : pages_) {
        const std::uint64_t begin = one.begin + page * page_bytes;
        if (!found.empty() && found.back().end == begin)
            found.back().end += page_bytes;
        else
            found.push_back({begin, begin + page_bytes});
    }
}

void memory_contents::add_pages_of_state(const mapping& one, std::vector<extent>& found) const
{
    const auto last = static_cast<off_t>(one.offset + one.bytes());
    for (auto at = static_cast<off_t>(one.offset); at < last;) {
        const off_t begin = ::lseek(state_, at, SEEK_DATA);
        const off_t end = begin < 0 ? -1 : ::lseek(state_, begin, SEEK_HOLE);
        if (end <= begin || begin >= last)
            return;
        const std::uint64_t base = one.begin - one.offset;
        found.push_back(
            {base + static_cast<std::uint64_t>(begin),
             base + static_cast<std::uint64_t>(std::min(end, last))});
        at = end;
    }
}

} // namespace respawn::postmortem
