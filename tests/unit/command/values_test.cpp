#include "supervisor/command/values.hpp"

#include "catch.hpp"

#include <string>

using namespace respawn::supervisor;

namespace {

constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

bool is_no_size(const std::string& text)
{
    const auto parsed = parse_bytes(text, 4096, 64 * gibibyte);
    return !parsed && parsed.error().sentence == "give a size from 4 KiB to 64 GiB, such as 64M or 2GiB";
}

} // namespace

TEST_CASE("sizes are understood with the units that people use")
{
    for (const std::string text : {"65536", "65536B", "64K", "64k", "64KiB", "64KB", "64 KiB"}) {
        CAPTURE(text);
        CHECK(parse_bytes(text, 4096, 64 * gibibyte).value() == 65536);
    }
    CHECK(parse_bytes("3M", 4096, 64 * gibibyte).value() == std::uint64_t{3} << 20);
    CHECK(parse_bytes("64GiB", 4096, 64 * gibibyte).value() == 64 * gibibyte);
    CHECK(parse_bytes("1T", 4096, 1024 * gibibyte).value() == 1024 * gibibyte);
}

TEST_CASE("sizes are rounded up to whole pages")
{
    CHECK(parse_bytes("4097", 4096, 64 * gibibyte).value() == 8192);
}

TEST_CASE("what is no size, or not one that can be used, is refused with what can be")
{
    for (const std::string text :
         {"", "M", "-1", "1.5G", "64X", "64Kb", "64Mega", " 64", "4095", "65G", "99999999999999999999",
          "18446744073709551615T"}) {
        CAPTURE(text);
        CHECK(is_no_size(text));
    }
}

TEST_CASE("an address is hexadecimal, at the start of a page and inside a process")
{
    CHECK(parse_address("0x200000000000").value() == 0x2000'0000'0000);
    CHECK(parse_address("7e0000000000").value() == 0x7e00'0000'0000);
    for (const std::string text :
         {"", "0x", "0", "xyz", "0x200000000001", "0x800000000000", "0x7ffffffff000",
          "0x1ffffffffffffffff000"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_address(text).has_value());
    }
}

TEST_CASE("a picture has a width and a height that it can have")
{
    const auto size = parse_picture_size("960x720").value();
    CHECK(size.width == 960);
    CHECK(size.height == 720);
    for (const std::string text :
         {"", "x", "960", "960x", "x720", "0x720", "960x0", "7681x1", "1x4321", "1x2x3", "-1x5"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_picture_size(text).has_value());
    }
}
