#include "segment_memory.hpp"

#include "catch.hpp"
#include "seed.hpp"

#include <algorithm>
#include <random>
#include <thread>
#include <vector>

namespace {

/// Takes and gives back memory; the number of blocks that were not as they had been left.
int spoiled_blocks(respawn::detail::segment& segment, std::uint32_t seed, std::byte content)
{
    struct block {
        std::byte* start;
        std::size_t bytes;
    };
    std::mt19937 random{seed};
    std::vector<block> blocks;
    int spoiled = 0;
    const auto give_back = [&](const block& each) {
        if (!std::all_of(
                each.start, each.start + each.bytes, [&](std::byte found) { return found == content; }))
            ++spoiled;
        segment.deallocate(each.start);
    };
    for (int step = 0; step != 3'000; ++step) {
        const std::size_t bytes = random() % 400 + 1;
        auto* start = static_cast<std::byte*>(segment.allocate(bytes, std::size_t{1} << (random() % 8)));
        if (start == nullptr) {
            ++spoiled;
            continue;
        }
        std::fill_n(start, bytes, content);
        blocks.push_back({start, bytes});
        std::swap(blocks[random() % blocks.size()], blocks.back());
        if (random() % 5 < 2) {
            give_back(blocks.back());
            blocks.pop_back();
        }
    }
    for (const block& each : blocks)
        give_back(each);
    return spoiled;
}

} // namespace

TEST_CASE("threads that take and give back memory at the same time get blocks of their own")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    segment_memory at{16 << 20};
    constexpr std::size_t count = 4;
    std::vector<int> spoiled(count, -1);
    std::vector<std::thread> threads;
    for (std::size_t index = 0; index != count; ++index)
        threads.emplace_back([&, index] {
            spoiled[index] = spoiled_blocks(
                at.segment, seed + static_cast<std::uint32_t>(index), static_cast<std::byte>(index + 1));
        });
    for (std::thread& each : threads)
        each.join();
    CHECK(spoiled == std::vector<int>(count, 0));
}

TEST_CASE("a block that one thread took can be given back by another")
{
    segment_memory at;
    constexpr int count = 2'000;
    std::vector<void*> blocks(count);
    std::thread{[&] {
        for (void*& each : blocks)
            each = at.segment.allocate(64, 16);
    }}.join();
    REQUIRE(std::count(blocks.begin(), blocks.end(), nullptr) == 0);
    const std::uint64_t extent = at.segment.extent_bytes();
    std::thread other{[&] {
        for (int index = 0; index < count; index += 2)
            at.segment.deallocate(blocks[static_cast<std::size_t>(index)]);
    }};
    for (int index = 1; index < count; index += 2)
        at.segment.deallocate(blocks[static_cast<std::size_t>(index)]);
    other.join();
    CHECK(at.segment.allocate(count * 64, 16) != nullptr);
    CHECK(at.segment.extent_bytes() == extent);
}
