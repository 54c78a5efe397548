#include "supervisor/symbols/text_runs.hpp"

#include "catch.hpp"

#include <cstdint>
#include <string>

using respawn::supervisor::text_runs;

namespace {

constexpr std::uint64_t address = 0x1000;

/// An image that is nothing but constants.
struct constants {
    std::string bytes;
    std::uint64_t read_bytes = 0;

    text_runs::source source()
    {
        return {
            [this](std::uint64_t at, std::size_t limit, std::size_t unit) -> std::optional<std::string> {
                const std::uint64_t first = at - address;
                for (std::size_t size = 0; size <= limit && first + size + unit <= bytes.size(); size += unit)
                    if (read_bytes += unit; bytes.compare(first + size, unit, std::string(unit, '\0')) == 0)
                        return bytes.substr(first, size);
                return std::nullopt;
            },
            [this](std::uint64_t at) { return at - address < bytes.size() ? address + bytes.size() : 0; }};
    }
};

} // namespace

TEST_CASE("pointers into one text are of one run, in whatever order they come")
{
    constants there{std::string{"abc def\0other", 13} + '\0'};
    for (const bool is_descending : {false, true}) {
        text_runs runs{100};
        for (const std::uint64_t at : {0, 4, 7})
            REQUIRE(runs.add(address + (is_descending ? 7 - at : at), 1, there.source()));
        REQUIRE(runs.add(address + 9, 1, there.source()));
        for (const std::uint64_t at : {0, 3, 4, 7}) {
            const auto run = runs.find(address + at, 1);
            CHECK(run.begin == address);
            CHECK(run.end == address + 8);
        }
        CHECK(runs.find(address + 10, 1).begin == address + 9);
        CHECK(runs.find(address + 8, 1).end == 0);
        CHECK_FALSE(runs.add(address + 100, 1, there.source()));
    }
}

TEST_CASE("each byte of a text is read about once, and a text that is too long is none")
{
    for (const bool is_descending : {false, true}) {
        constants there{std::string(10'000, 'x') + '\0'};
        text_runs runs{20'000};
        for (std::uint64_t at = 0; at <= 10'000; ++at)
            REQUIRE(runs.add(address + (is_descending ? 10'000 - at : at), 1, there.source()));
        CHECK(there.read_bytes < 100'000);
        CHECK(runs.all().at({1, 0}).size() == 1);
    }
    constants there{std::string(100'000, 'x') + '\0'};
    text_runs runs{1'000};
    for (std::uint64_t at = 0; at <= 90'000; ++at)
        REQUIRE_FALSE(runs.add(address + at, 1, there.source()));
    CHECK(there.read_bytes < 1'000'000);
}

TEST_CASE("larger characters are taken as a whole")
{
    constants there{std::string{"a\0b\0\0\0c\0\0\0", 10}};
    text_runs runs{100};
    REQUIRE(runs.add(address + 2, 2, there.source()));
    REQUIRE(runs.add(address, 2, there.source()));
    CHECK(runs.find(address + 2, 2).begin == address);
    CHECK(runs.find(address, 2).end == address + 6);
    CHECK(runs.find(address, 1).end == 0);
}
