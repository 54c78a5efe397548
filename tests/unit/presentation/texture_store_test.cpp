#include "catch.hpp"

#include "shared/presentation/texture_store.hpp"

#include <vector>

using namespace respawn;
using presentation::texture_store;

namespace {

std::vector<std::byte> rgba(std::size_t pixels, std::byte value = std::byte{7})
{
    return std::vector<std::byte>(pixels * 4, value);
}

std::string why(const result<void>& outcome)
{
    return outcome ? "made" : outcome.error().sentence;
}

} // namespace

TEST_CASE("a texture keeps its pixels, name and size, and other pixels keep its id")
{
    texture_store store;
    const std::vector<std::byte> pixels{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4},
                                        std::byte{5}, std::byte{6}, std::byte{7}, std::byte{8}};
    REQUIRE(store.make(1000, "brick", 2, 1, pixels).has_value());
    const auto* brick = store.find(1000);
    REQUIRE(brick);
    CHECK(brick->name == "brick");
    CHECK(brick->width == 2);
    CHECK(brick->height == 1);
    CHECK(brick->pixels == std::vector<std::uint32_t>{0x04010203, 0x08050607});

    const auto revision = brick->revision;
    REQUIRE(store.make(1000, "brick", 1, 1, rgba(1)).has_value());
    CHECK(store.find(1000)->width == 1);
    CHECK(store.find(1000)->revision != revision);
    CHECK(store.find(1001) == nullptr);
}

TEST_CASE("textures that cannot be are refused by name and reason, and what was there stays")
{
    texture_store store;
    REQUIRE(store.make(1000, "brick", 2, 2, rgba(4)).has_value());
    CHECK(
        why(store.make(1000, "brick", 0, 2, {})) ==
        "cannot make the texture brick: 0x2 is not between 1 and 8192 pixels a side");
    CHECK(why(store.make(1000, "wide", 8193, 1, rgba(8193))).find("8193x1") != std::string::npos);
    CHECK(
        why(store.make(1000, "huge", 0xffffffff, 0xffffffff, rgba(1))).find("not between") !=
        std::string::npos);
    CHECK(
        why(store.make(1000, "brick", 3, 3, rgba(8))) ==
        "cannot make the texture brick: it came with 32 bytes of pixels instead of 36");
    CHECK(store.find(1000)->width == 2);
    CHECK(store.find(1000)->name == "brick");
}

TEST_CASE("no worker can take the id of a texture that is respawn's own, made already or not")
{
    texture_store store;
    store.make_built_in(1, "font", 2, 1, rgba(2));
    for (const unsigned id : {0u, 1u, 2u, 255u})
        CHECK(
            why(store.make(id, "mine", 1, 1, rgba(1))) ==
            "cannot make the texture mine: its id, " + std::to_string(id) +
                ", is one of those below 256 that respawn keeps for its own");
    CHECK(store.find(1)->width == 2);
    const auto revision = store.find(1)->revision;
    store.make_built_in(1, "font", 1, 1, rgba(1));
    CHECK(store.find(1)->revision != revision);
    CHECK(store.find(2) == nullptr);
}

TEST_CASE("there is room for 4096 textures, and for replacing any of them")
{
    texture_store store;
    for (std::uint64_t id = 0x100; id != 0x100 + texture_store::max_count; ++id)
        REQUIRE(store.make(id, "small", 1, 1, rgba(1)).has_value());
    CHECK(
        why(store.make(0x10000, "one more", 1, 1, rgba(1))) ==
        "cannot make the texture one more: there are 4096 already; put several images into one texture");
    CHECK(store.make(0x200, "small", 2, 2, rgba(4)).has_value());
}

TEST_CASE("textures together take at most 1 GiB, however often one is replaced")
{
    texture_store store;
    const auto large = rgba(8192 * 8192);
    for (std::uint64_t id = 0x100; id != 0x103; ++id)
        REQUIRE(store.make(id, "large", 8192, 8192, large).has_value());
    REQUIRE(store.make(0x102, "large", 8192, 8192, large).has_value());
    REQUIRE(store.make(0x103, "large", 8192, 8192, large).has_value());
    CHECK(
        why(store.make(0x104, "drop", 1, 1, rgba(1))) ==
        "cannot make the texture drop: all textures together would take more than 1 GiB");
    REQUIRE(store.make(0x103, "small", 1, 1, rgba(1)).has_value());
    CHECK(store.make(0x104, "drop", 1, 1, rgba(1)).has_value());
}
