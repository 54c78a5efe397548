#include "supervisor/command/state_watch.hpp"

#include "catch.hpp"

using respawn::supervisor::changed_lines;

TEST_CASE("what has changed, come and gone is a line each")
{
    CHECK(
        changed_lines({{"a", "1"}, {"b", "2"}, {"c", "3"}}, {{"a", "1"}, {"c", "4"}, {"d", "5"}}, 9, false) ==
        "c: 3 -> 4  (frame 9)\nd: new: 5  (frame 9)\nb: gone, was 2  (frame 9)\n");
    CHECK(changed_lines({{"a", "1"}}, {{"a", "1"}}, 9, false).empty());
    CHECK(
        changed_lines({{"a", "1"}}, {{"a", "2"}, {"b", "3"}}, 9, true) ==
        "{\"frame\":9,\"path\":\"a\",\"before\":1,\"now\":2}\n"
        "{\"frame\":9,\"path\":\"b\",\"before\":null,\"now\":3}\n");
}
