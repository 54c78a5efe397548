#include "shared/text/printable.hpp"

#include "catch.hpp"

using respawn::text::line_ends;
using respawn::text::printable;

TEST_CASE("what could steer a terminal is replaced, and all else stays")
{
    CHECK(printable("h\xc3\xa4llo \xe2\x80\xa6\n") == "h\xc3\xa4llo \xe2\x80\xa6\n");
    CHECK(printable("\x1b]0;x\x07\x7f") == "?]0;x??");
    CHECK(
        printable("\xc2\x9b"
                  "31m \xc2\xa0") == "??31m \xc2\xa0"); // CSI as one character
    CHECK(printable("\xc2") == "\xc2");
    CHECK(printable("a\nb", line_ends::go, ' ') == "a b");
}
