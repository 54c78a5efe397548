#include "segment_memory.hpp"

#include "catch.hpp"
#include "seed.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

namespace detail = respawn::detail;
namespace state = respawn::state;

namespace {

constexpr std::size_t page = 4096;

struct block {
    std::byte* start;
    std::size_t bytes;
    std::byte content;
};

bool is_whole(const block& each)
{
    return std::all_of(
        each.start, each.start + each.bytes, [&](std::byte found) { return found == each.content; });
}

/// A program that takes, fills and gives back memory, the same for the same seed.
class random_program {
public:
    explicit random_program(std::uint32_t seed) : random_{seed} {}

    void step(segment_memory& at)
    {
        if (blocks_.empty() || random_() % 5 < 3)
            take(at);
        else
            give_back(at, random_() % blocks_.size());
    }

    void give_all_back(segment_memory& at)
    {
        while (!blocks_.empty())
            give_back(at, blocks_.size() - 1);
    }

    [[nodiscard]] std::size_t refused() const { return refused_; }

private:
    void take(segment_memory& at)
    {
        const std::size_t bytes = random_() % 8 == 0 ? random_() % 100'000 : random_() % 300;
        const std::size_t alignment = std::size_t{1}
                                      << (random_() % 10 == 0 ? random_() % 17 : random_() % 5);
        CAPTURE(bytes, alignment);
        auto* start = static_cast<std::byte*>(at.segment.allocate(bytes, alignment));
        if (!start) {
            ++refused_;
            return;
        }
        REQUIRE(reinterpret_cast<std::uintptr_t>(start) % alignment == 0);
        REQUIRE(at.is_inside(start, bytes));
        blocks_.push_back({start, bytes, static_cast<std::byte>(random_())});
        std::fill_n(start, bytes, blocks_.back().content);
    }

    void give_back(segment_memory& at, std::size_t index)
    {
        REQUIRE(is_whole(blocks_[index]));
        at.segment.deallocate(blocks_[index].start);
        std::swap(blocks_[index], blocks_.back());
        blocks_.pop_back();
    }

    std::mt19937 random_;
    std::vector<block> blocks_;
    std::size_t refused_ = 0;
};

} // namespace

TEST_CASE("a new segment has a header that says what it is")
{
    const segment_memory fresh;
    const auto& header = *reinterpret_cast<const state::header_data*>(fresh.memory.get());
    CHECK(std::memcmp(header.magic, state::magic, sizeof header.magic) == 0);
    CHECK(header.layout_version == state::layout_version);
    CHECK(header.address == reinterpret_cast<std::uintptr_t>(fresh.memory.get()));
    CHECK(header.segment_offset == state::segment_offset);
    CHECK(header.root_count == 0);
    CHECK(header.extent_bytes == fresh.segment.extent_bytes());
    CHECK(header.extent_bytes % page == 0);
}

TEST_CASE("formatting a state that there is changes nothing in it")
{
    segment_memory first;
    REQUIRE(first.segment.allocate(100, 8) != nullptr);
    const std::vector<std::byte> before(
        first.memory.get(), first.memory.get() + first.segment.extent_bytes());
    detail::segment second{first.memory.get(), 4 << 20};
    second.format_if_new();
    CHECK(std::equal(before.begin(), before.end(), first.memory.get()));
}

TEST_CASE("offsets count from the start of the state")
{
    segment_memory at;
    CHECK(at.segment.at(0) == at.memory.get());
    CHECK(at.segment.offset_of(at.memory.get() + 12'345) == 12'345);
    CHECK(at.segment.at(12'345) == at.memory.get() + 12'345);
}

TEST_CASE("blocks are aligned, inside the extent, and never overlap, whatever is asked for in whatever order")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    segment_memory at{8 << 20};
    random_program program{seed};
    for (int step = 0; step != 20'000; ++step)
        program.step(at);
    program.give_all_back(at);
    CHECK(at.segment.extent_bytes() % page == 0);
    CHECK(at.segment.extent_bytes() <= 8 << 20);
}

TEST_CASE("memory that was given back is used again")
{
    segment_memory at;
    std::uint64_t extent = 0;
    for (int round = 0; round != 1'000; ++round) {
        std::vector<void*> blocks;
        for (std::size_t bytes = 16; bytes != 8'192; bytes *= 2)
            for (const std::size_t alignment : {8u, 64u})
                blocks.push_back(at.segment.allocate(bytes, alignment));
        REQUIRE(std::count(blocks.begin(), blocks.end(), nullptr) == 0);
        for (void* each : blocks)
            at.segment.deallocate(each);
        if (round == 0)
            extent = at.segment.extent_bytes();
    }
    CHECK(at.segment.extent_bytes() == extent);
}

TEST_CASE("the same calls leave the same bytes")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    segment_memory at{1 << 20};
    const auto play = [&] {
        random_program program{seed};
        for (int step = 0; step != 3'000; ++step)
            program.step(at);
        return std::vector<std::byte>(at.memory.get(), at.memory.get() + at.segment.extent_bytes());
    };
    const auto first = play();
    std::fill(at.memory.bytes().begin(), at.memory.bytes().end(), std::byte{0});
    at.segment.format_if_new();
    const bool same = play() == first;
    CHECK(same);
}

TEST_CASE("the segment grows for a large block, by whole pages and never past the capacity")
{
    const std::size_t capacity = (4 << 20) + page;
    segment_memory at{capacity};
    const std::uint64_t small = at.segment.extent_bytes();
    void* large = at.segment.allocate(1 << 20, 16);
    REQUIRE(large != nullptr);
    CHECK(at.is_inside(large, 1 << 20));
    CHECK(at.segment.extent_bytes() > small);
    while (at.segment.allocate(10'000, 16) != nullptr) {
        REQUIRE(at.segment.extent_bytes() % page == 0);
        REQUIRE(at.segment.extent_bytes() <= capacity);
    }
    CHECK(at.segment.extent_bytes() == capacity);
}

TEST_CASE("a block with any alignment is found, also when the segment must grow for it")
{
    for (std::size_t alignment = 1; alignment <= 1 << 20; alignment *= 2) {
        CAPTURE(alignment);
        segment_memory at{8 << 20};
        void* block = at.segment.allocate(100'000, alignment);
        REQUIRE(block != nullptr);
        CHECK(reinterpret_cast<std::uintptr_t>(block) % alignment == 0);
        CHECK(at.is_inside(block, 100'000));
    }
}

TEST_CASE("a full state gives null, and memory again once some was given back")
{
    segment_memory at{1 << 20};
    std::vector<void*> blocks;
    while (void* block = at.segment.allocate(5'000, 16))
        blocks.push_back(block);
    CHECK(blocks.size() > 150);
    CHECK(at.segment.allocate(5'000, 16) == nullptr);
    CHECK(at.segment.allocate(5'000, 4'096) == nullptr);
    at.segment.deallocate(blocks[blocks.size() / 2]);
    CHECK(at.segment.allocate(5'000, 16) == blocks[blocks.size() / 2]);
    for (void* each : blocks)
        at.segment.deallocate(each);
    CHECK(at.segment.allocate(500'000, 16) != nullptr);
}

TEST_CASE("more than the state can hold gives null, however much more")
{
    segment_memory at{1 << 20};
    const std::uint64_t extent = at.segment.extent_bytes();
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    for (const std::size_t alignment : {1u, 16u, 64u, 4'096u}) {
        for (const std::size_t bytes :
             {std::size_t{1} << 20, most, most - 1, most - 7, most - 16, most - 64, most / 2, most / 16,
              most / 16 + 1}) {
            CAPTURE(bytes, alignment);
            CHECK(at.segment.allocate(bytes, alignment) == nullptr);
        }
    }
    CHECK(at.segment.extent_bytes() == extent);
}

TEST_CASE("giving nothing back is allowed, and blocks of no bytes are blocks")
{
    segment_memory at;
    at.segment.deallocate(nullptr);
    void* first = at.segment.allocate(0, 1);
    void* second = at.segment.allocate(0, 64);
    CHECK(first != nullptr);
    CHECK(second != nullptr);
    CHECK(first != second);
    at.segment.deallocate(first);
    at.segment.deallocate(second);
}

TEST_CASE("a later worker goes on with the blocks of an earlier one")
{
    segment_memory at;
    auto* block = static_cast<std::byte*>(at.segment.allocate(1'000, 16));
    std::fill_n(block, 1'000, std::byte{7});

    detail::segment later{at.memory.get(), 4 << 20};
    later.format_if_new();
    auto* other = static_cast<std::byte*>(later.allocate(1'000, 16));
    REQUIRE(other != nullptr);
    CHECK((other + 1'000 <= block || block + 1'000 <= other));
    std::fill_n(other, 1'000, std::byte{8});
    CHECK(is_whole({block, 1'000, std::byte{7}}));
    later.deallocate(block);
    CHECK(later.allocate(1'000, 16) == block);
}
