#include "shared/state/directory.hpp"

#include <algorithm>
#include <cstring>

namespace respawn::state {

namespace {

bool is_inside(std::uint64_t extent_bytes, std::uint64_t offset, std::uint64_t bytes)
{
    return offset <= extent_bytes && bytes <= extent_bytes - offset;
}

/// As it is once `commit` has been applied.
header_data directory_after(const std::byte* base, const journal::record& commit)
{
    std::byte pages[directory_pages * journal::page_bytes];
    std::memcpy(pages, base, sizeof pages);
    const std::byte* source = commit.page_bytes;
    for (const std::uint32_t page : commit.pages) {
        if (page >= directory_pages)
            break;
        std::memcpy(pages + page * journal::page_bytes, source, journal::page_bytes);
        source += journal::page_bytes;
    }
    return copy_directory(pages);
}

bool may_follow(const header_data& before, const header_data& after, roots what, texts copied)
{
    if (after.root_count < before.root_count || after.extent_bytes < before.extent_bytes)
        return false;
    header_data expected = before;
    expected.root_count = after.root_count;
    expected.extent_bytes = after.extent_bytes;
    if (copied == texts::were_changed) {
        expected.texts_offset = after.texts_offset;
        expected.text_count = after.text_count;
    }
    std::copy(
        after.roots + before.root_count, after.roots + after.root_count, expected.roots + before.root_count);
    if (what == roots::were_carried)
        for (std::uint32_t i = 0; i < before.root_count; ++i) {
            root_data carried = after.roots[i];
            std::memcpy(carried.name, before.roots[i].name, sizeof carried.name);
            expected.roots[i] = carried;
        }
    return std::memcmp(&expected, &after, sizeof after) == 0;
}

bool is_whole(const header_data& directory, const journal::record& commit)
{
    return is_formatted(directory) && directory.extent_bytes == commit.extent_bytes;
}

bool may_become(
    const header_data& before, const header_data& after, const journal::record& commit,
    std::uint64_t capacity_bytes, roots what, texts copied)
{
    return is_whole(after, commit) && is_sound(after, capacity_bytes) &&
           (!is_formatted(before) || may_follow(before, after, what, copied));
}

} // namespace

header_data copy_directory(const std::byte* base)
{
    header_data copy;
    std::memcpy(&copy, base, sizeof copy);
    return copy;
}

bool is_formatted(const header_data& directory)
{
    return std::memcmp(directory.magic, magic, sizeof magic) == 0;
}

bool is_sound(const header_data& directory, std::uint64_t capacity_bytes)
{
    const std::uint64_t extent = directory.extent_bytes;
    if (extent > capacity_bytes || directory.root_count > max_roots ||
        directory.text_count > extent / sizeof(text_data) ||
        !is_inside(extent, directory.texts_offset, directory.text_count * sizeof(text_data)))
        return false;
    return std::all_of(
        directory.roots, directory.roots + directory.root_count, [extent](const root_data& root) {
            return is_inside(extent, root.schema_offset, root.schema_bytes) &&
                   is_inside(extent, root.object_offset, root.object_bytes);
        });
}

bool changes_directory(const journal::record& commit)
{
    return !commit.pages.empty() && commit.pages.front() < directory_pages;
}

result<void> check_directory(
    const std::byte* base, const journal::record& commit, std::uint64_t capacity_bytes, roots what,
    texts copied)
{
    // Nobody but the caller writes there.
    const header_data& before = *reinterpret_cast<const header_data*>(base);
    const bool is_right =
        changes_directory(commit)
            ? may_become(before, directory_after(base, commit), commit, capacity_bytes, what, copied)
            : is_whole(before, commit);
    if (is_right)
        return {};
    return failure{"it wrote over the first pages of the state, which only the worker library may write to: "
                   "a stray write of the game"};
}

} // namespace respawn::state
