// A journal of 16 KiB as a worker has left it: the head that it has published, and the ring's first bytes.
#include "shared/journal/ring.hpp"
#include "shared/state/directory.hpp"
#include "tests/fuzz/target.hpp"

#include <cstdlib>
#include <memory>
#include <vector>

using namespace respawn;

namespace {

constexpr std::uint64_t ring_bytes = 16384;
constexpr journal::expectation expected{3, 1 << 20};

void check(const journal::record& commit, const std::byte* begin, const std::byte* end)
{
    test::require(commit.frame == expected.frame, "a commit is of the frame that was asked for");
    test::require(commit.extent_bytes <= expected.capacity_bytes, "a commit is inside of the state");
    std::uint64_t next = 0;
    for (const std::uint32_t page : commit.pages) {
        test::require(page >= next, "pages ascend");
        next = std::uint64_t{page} + 1;
    }
    test::require(next * journal::page_bytes <= commit.extent_bytes, "pages are inside of the extent");
    if (!commit.pages.empty())
        test::require(
            commit.page_bytes >= begin &&
                commit.page_bytes + commit.pages.size() * journal::page_bytes <= end,
            "pages lie in the record");
}

/// The first pages of a state with one root, or of none.
std::vector<std::byte> first_pages(bool is_formatted)
{
    std::vector<std::byte> pages(state::directory_pages * journal::page_bytes);
    if (!is_formatted)
        return pages;
    state::header_data directory{};
    std::memcpy(directory.magic, state::magic, sizeof state::magic);
    directory.layout_version = state::layout_version;
    directory.root_count = 1;
    directory.extent_bytes = 65'536;
    std::memcpy(pages.data(), &directory, sizeof directory);
    return pages;
}

void check_directory_after(const journal::record& commit, bool was_formatted)
{
    std::vector<std::byte> pages = first_pages(was_formatted);
    if (!state::check_directory(pages.data(), commit, expected.capacity_bytes))
        return;
    const std::byte* source = commit.page_bytes;
    for (const std::uint32_t page : commit.pages)
        if (page < state::directory_pages) {
            std::memcpy(pages.data() + page * journal::page_bytes, source, journal::page_bytes);
            source += journal::page_bytes;
        }
    const state::header_data after = state::copy_directory(pages.data());
    test::require(state::is_formatted(after), "after a commit that is taken there is a state");
    test::require(
        state::is_sound(after, expected.capacity_bytes), "its directory names only what is inside of it");
    test::require(after.extent_bytes == commit.extent_bytes, "and says how large it is");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    // Of exactly its size: a read past its end is seen.
    const std::size_t region_bytes = journal::region_bytes(ring_bytes);
    const std::unique_ptr<std::byte, void (*)(void*)> region{
        static_cast<std::byte*>(std::aligned_alloc(4096, region_bytes)), std::free};
    std::memset(region.get(), 0, region_bytes);
    test::input_parts input{bytes, size};
    auto* data = reinterpret_cast<journal::region_data*>(region.get());
    data->head.store(input.take<std::uint64_t>(), std::memory_order_relaxed);
    input.copy_to(region.get() + journal::ring_offset, ring_bytes);
    journal::ring_reader reader{region.get(), ring_bytes};
    journal::record commit;
    for (int count = 0; count != 4; ++count)
        if (const auto read = reader.next(expected, commit); read && *read) {
            check(commit, region.get() + journal::ring_offset, region.get() + region_bytes);
            check_directory_after(commit, false);
            check_directory_after(commit, true);
        }
    return 0;
}
