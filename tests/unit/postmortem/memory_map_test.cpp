#include "supervisor/postmortem/linux/memory_map.hpp"

#include "catch.hpp"

#include <unistd.h>

#include <algorithm>

using namespace respawn::postmortem;

TEST_CASE("a line of a process's map is understood")
{
    const auto one = parse_mapping(
        "55cd22fef000-55cd22ff0000 r-xp 00001000 fe:00 1234                       /home/ann/my game/pong");
    REQUIRE(one.has_value());
    CHECK(one->begin == 0x55cd22fef000);
    CHECK(one->bytes() == 0x1000);
    CHECK(one->readable);
    CHECK_FALSE(one->writable);
    CHECK(one->executable);
    CHECK_FALSE(one->is_shared);
    CHECK(one->offset == 0x1000);
    CHECK(one->inode == 1234);
    CHECK(one->name == "/home/ann/my game/pong");
    CHECK(one->has_file());
    const auto nameless = parse_mapping("7f8af0d3e000-7f8af0d3f000 rw-s 00000000 00:00 0 ");
    REQUIRE(nameless.has_value());
    CHECK(nameless->name.empty());
    CHECK(nameless->is_shared);
    CHECK_FALSE(nameless->has_file());
    CHECK_FALSE(parse_mapping("1000-2000 rw-p 00000000 00:01 7   /memfd:state (deleted)")->has_file());
    CHECK_FALSE(parse_mapping("1000-2000 r--p 00000000 00:01 7   /home/ann/pong (deleted)")->has_file());
}

TEST_CASE("what is no line of a map is no mapping")
{
    for (const char* line :
         {"", "pong", "1000", "1000-", "2000-1000 rw-p 0 00:00 0", "1000-1000 rw-p 0 00:00 0", "-"}) {
        CAPTURE(line);
        CHECK_FALSE(parse_mapping(line).has_value());
    }
}

TEST_CASE("extents that touch, or nearly do, become one")
{
    using extents = std::vector<extent>;
    CHECK((joined({}, 16) == extents{}));
    CHECK((joined({{50, 60}, {10, 20}, {20, 30}}, 0) == extents{{10, 30}, {50, 60}}));
    CHECK((joined({{10, 20}, {36, 40}, {57, 60}}, 16) == extents{{10, 40}, {57, 60}}));
    CHECK((joined({{10, 100}, {20, 30}}, 0) == extents{{10, 100}}));
}

TEST_CASE("pages that were written to are found, and pages that were not are left out")
{
    static int written = 0;
    written = 1;
    const auto address = reinterpret_cast<std::uint64_t>(&written);
    auto contents = memory_contents::create(::getpid(), respawn::unique_handle::none);
    REQUIRE(contents.has_value());
    bool is_found = false;
    for (const mapping& each : mappings_of(::getpid())) {
        const auto parts = contents->find(each);
        const bool is_code = each.executable && each.has_file();
        for (const extent& part : parts) {
            REQUIRE(part.begin >= each.begin);
            REQUIRE(part.end <= each.end);
            is_found = is_found || (address >= part.begin && address < part.end);
            REQUIRE_FALSE(
                (is_code && each.offset != 0 && !each.writable && part.end - part.begin == each.bytes()));
        }
    }
    CHECK(is_found);
}
