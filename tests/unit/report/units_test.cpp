#include "supervisor/report/units.hpp"

#include "catch.hpp"

using namespace respawn::report;
using namespace std::chrono_literals;

TEST_CASE("milliseconds have a decimal only below ten, and only when it says something")
{
    CHECK(milliseconds_text(0ms) == "0");
    CHECK(milliseconds_text(40us) == "0");
    CHECK(milliseconds_text(350us) == "0.3");
    CHECK(milliseconds_text(6ms) == "6");
    CHECK(milliseconds_text(9900us) == "9.9");
    CHECK(milliseconds_text(9960us) == "10");
    CHECK(milliseconds_text(38400us) == "38");
}

TEST_CASE("durations of a second and more are in seconds")
{
    CHECK(duration_text(999ms) == "999 ms");
    CHECK(duration_text(1s) == "1.0 s");
    CHECK(duration_text(61440ms) == "61.4 s");
}

TEST_CASE("sizes are in the unit that keeps them short")
{
    CHECK(bytes_text(0) == "0 bytes");
    CHECK(bytes_text(1023) == "1023 bytes");
    CHECK(bytes_text(1024) == "1 KiB");
    CHECK(bytes_text(1024 * 1024 - 1) == "1 MiB");
    CHECK(bytes_text(1536 * 1024) == "1.5 MiB");
    CHECK(bytes_text(std::uint64_t{64} << 30) == "64 GiB");
    CHECK(bytes_text(~std::uint64_t{0}) == "16777216 TiB");
}

TEST_CASE("counts are said as a person says them")
{
    CHECK(count_text(0, "late frame") == "no late frame");
    CHECK(count_text(1, "late frame") == "1 late frame");
    CHECK(count_text(2, "late frame") == "2 late frames");
}
