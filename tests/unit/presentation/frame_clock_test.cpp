#include "shared/presentation/frame_clock.hpp"

#include "catch.hpp"
#include "seed.hpp"

#include <random>

using respawn::presentation::frame_clock;
using namespace std::chrono_literals;

namespace {

const frame_clock::time_point start{1h};

} // namespace

TEST_CASE("a tick stands for its part of a second, and for a sixtieth when frames are not paced")
{
    CHECK(frame_clock{60}.period() == 16'666'666ns);
    CHECK(frame_clock{1}.period() == 1s);
    CHECK(frame_clock{1000}.period() == 1ms);
    CHECK(frame_clock{0}.period() == 16'666'666ns);
    CHECK(frame_clock{60}.paced());
    CHECK_FALSE(frame_clock{0}.paced());
}

TEST_CASE("the first tick after a restart is due at once, and the next one a period later")
{
    frame_clock clock{100};
    clock.restart(start);
    CHECK(clock.due(start));
    CHECK(clock.take(start) == 1);
    CHECK_FALSE(clock.due(start));
    CHECK_FALSE(clock.due(start + 10ms - 1ns));
    CHECK(clock.due(start + 10ms));
    CHECK(clock.next() == start + 10ms);
}

TEST_CASE("ticks that are taken late do not move the grid")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    std::mt19937 random{seed};
    frame_clock clock{60};
    clock.restart(start);
    for (int tick = 0; tick != 100'000; ++tick) {
        REQUIRE(clock.next() == start + tick * clock.period());
        const auto late = std::chrono::nanoseconds{random() % 16'666'666};
        REQUIRE(clock.take(clock.next() + late) == 1);
    }
}

TEST_CASE("ticks that were missed are counted, none twice, and the grid goes on where it was")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    std::mt19937 random{seed};
    frame_clock clock{250};
    clock.restart(start);
    std::uint64_t ticks = 0;
    auto now = start;
    for (int step = 0; step != 10'000; ++step) {
        now += std::chrono::microseconds{random() % 30'000};
        if (clock.due(now))
            ticks += clock.take(now);
        REQUIRE(clock.next() > now);
        REQUIRE(clock.next() <= now + clock.period());
        REQUIRE(clock.next() == start + static_cast<std::int64_t>(ticks) * clock.period());
    }
    CHECK(ticks > 10'000);
}

TEST_CASE("a tick that comes exactly one period late counts as two")
{
    frame_clock clock{100};
    clock.restart(start);
    CHECK(clock.take(start + 10ms - 1ns) == 1);
    clock.restart(start);
    CHECK(clock.take(start + 10ms) == 2);
    CHECK(clock.next() == start + 20ms);
    CHECK(clock.take(start + 1'020ms) == 101);
    CHECK(clock.next() == start + 1'030ms);
}

TEST_CASE("a frame that is taken before its time begins a new grid")
{
    frame_clock clock{100};
    clock.restart(start);
    CHECK(clock.take(start) == 1);
    CHECK(clock.take(start + 3ms) == 1);
    CHECK(clock.next() == start + 13ms);
}

TEST_CASE("after a pause a restart leaves no missed ticks behind")
{
    frame_clock clock{100};
    clock.restart(start);
    CHECK(clock.take(start) == 1);
    clock.restart(start + 1h);
    CHECK(clock.due(start + 1h));
    CHECK(clock.take(start + 1h) == 1);
}

TEST_CASE("frames that are not paced are always due and never late")
{
    frame_clock clock{0};
    clock.restart(start);
    for (const auto now : {start, start, start + 1ns, start + 10s}) {
        CHECK(clock.due(now));
        CHECK(clock.take(now) == 1);
    }
}
