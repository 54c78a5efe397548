#include "catch.hpp"

#include "slot_memory.hpp"

#include "supervisor/display/display.hpp"

#include <cstring>
#include <limits>
#include <random>

using namespace respawn;

namespace {

constexpr std::uint32_t side = 64;
using engine = std::mt19937_64;

template <class T, std::size_t Count>
T one_of(engine& random, const T (&values)[Count])
{
    return values[random() % Count];
}

void fill_with_noise(engine& random, void* target, std::size_t bytes)
{
    for (std::size_t at = 0; at + 8 <= bytes; at += 8) {
        const auto noise = random();
        std::memcpy(static_cast<char*>(target) + at, &noise, 8);
    }
}

float random_coordinate(engine& random)
{
    using limits = std::numeric_limits<float>;
    const float odd[] = {
        0,
        -0.0f,
        limits::quiet_NaN(),
        limits::infinity(),
        -limits::infinity(),
        limits::max(),
        limits::denorm_min(),
        -1e6f,
        16000,
        -16000,
        0.5f,
        63.5f};
    return random() % 4 == 0 ? one_of(random, odd) : static_cast<float>(random() % 20'000) / 100 - 60;
}

float random_texture_coordinate(engine& random)
{
    return random() % 4 == 0 ? random_coordinate(random) : static_cast<float>(random() % 1001) / 1000;
}

/// A draw list with everything that a worker might get wrong, most of which can be drawn.
void fill_with_shapes(engine& random, const test::slot_memory& slot)
{
    auto& header = slot.header();
    header = {
        random(),
        side,
        side,
        static_cast<std::uint32_t>(random()),
        static_cast<std::uint32_t>(random() % 3),
        12,
        24,
        static_cast<std::uint32_t>(1 + random() % 4),
        {}};
    for (std::uint32_t vertex = 0; vertex != header.vertex_count; ++vertex) {
        auto& made = slot.vertices()[vertex];
        fill_with_noise(random, &made, sizeof made);
        if (random() % 16 == 0)
            continue;
        made.x = random_coordinate(random);
        made.y = random_coordinate(random);
        made.u = random_texture_coordinate(random);
        made.v = random_texture_coordinate(random);
        if (random() % 2 == 0)
            made.r = made.g = made.b = made.a = 255;
    }
    for (std::uint32_t index = 0; index != header.index_count; ++index)
        slot.indices()[index] = static_cast<std::uint32_t>(random() % (random() % 500 == 0 ? 13 : 12));
    for (std::uint32_t command = 0; command != header.command_count; ++command) {
        const std::uint64_t textures[] = {0, 0, 1, 0x500, 0x501, 0x502, random()};
        const std::int32_t places[] = {0,
                                       0,
                                       -5,
                                       20,
                                       64,
                                       std::numeric_limits<std::int32_t>::min(),
                                       std::numeric_limits<std::int32_t>::max()};
        const std::int32_t lengths[] = {64,
                                        64,
                                        7,
                                        100,
                                        0,
                                        -3,
                                        std::numeric_limits<std::int32_t>::min(),
                                        std::numeric_limits<std::int32_t>::max()};
        const auto first = static_cast<std::uint32_t>(random() % 8 * 3);
        slot.commands()[command] = {
            one_of(random, textures),
            one_of(random, places),
            one_of(random, places),
            one_of(random, lengths),
            one_of(random, lengths),
            first,
            24 - first};
    }
}

void fill_with_bytes(engine& random, const test::slot_memory& slot)
{
    fill_with_noise(random, &slot.header(), sizeof(pictures::slot_data));
    fill_with_noise(random, slot.commands(), 512);
    fill_with_noise(random, slot.indices(), 512);
    fill_with_noise(random, slot.vertices(), 1024);
    // All noise is refused for its size: let most of it past that, and some past the counts.
    if (random() % 8 != 0)
        slot.header().width = slot.header().height = side;
    if (random() % 2 != 0)
        slot.header().vertex_count = static_cast<std::uint32_t>(random() % 50);
    if (random() % 2 != 0)
        slot.header().index_count = static_cast<std::uint32_t>(random() % 100);
    if (random() % 2 != 0)
        slot.header().command_count = static_cast<std::uint32_t>(random() % 10);
}

} // namespace

TEST_CASE("whatever a worker puts into a slot, showing it harms nobody: 100,000 random slots")
{
    const auto screen = supervisor::display::create({side, side, true, "test"}).value();
    REQUIRE(
        screen->textures().make(0x500, "one", 1, 1, std::vector<std::byte>(4, std::byte{200})).has_value());
    REQUIRE(screen->textures()
                .make(0x501, "odd", 3, 5, std::vector<std::byte>(3 * 5 * 4, std::byte{100}))
                .has_value());
    REQUIRE(screen->textures()
                .make(0x502, "wide", 8192, 1, std::vector<std::byte>(8192 * 4, std::byte{50}))
                .has_value());

    const test::slot_memory slot;
    int shown = 0, refused = 0;
    for (std::uint64_t seed = 1; seed <= 100'000; ++seed) {
        CAPTURE(seed);
        engine random{seed};
        if (seed % 4 == 0)
            fill_with_bytes(random, slot);
        else
            fill_with_shapes(random, slot);
        const auto outcome = screen->show(slot.get(), side, side);
        ++(outcome ? shown : refused);
        const auto& picture = screen->picture();
        REQUIRE(picture.pixels.size() == side * side);
        if (!outcome)
            REQUIRE_FALSE(outcome.error().sentence.empty());
    }
    CHECK(shown > 50'000);
    CHECK(refused > 10'000);
}
