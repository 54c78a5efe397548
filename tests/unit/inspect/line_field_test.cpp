#include "supervisor/inspect/line_field.hpp"

#include "catch.hpp"

using namespace respawn::supervisor;

TEST_CASE("what is typed into a line that is selected replaces it")
{
    line_field line{"old"};
    REQUIRE(line.all_selected());
    line.insert("n");
    line.insert("ew");
    CHECK(line.text() == "new");
    CHECK(line.cursor() == 3);
    CHECK_FALSE(line.all_selected());
}

TEST_CASE("the cursor moves by characters, and never into one")
{
    line_field line;
    line.insert("a\xc3\xa4\xe2\x82\xac");
    CHECK(line.cursor() == 6);
    line.press(panel_key::left, false);
    CHECK(line.cursor() == 3);
    line.press(panel_key::left, false);
    CHECK(line.cursor() == 1);
    line.press(panel_key::right, false);
    CHECK(line.cursor() == 3);
    line.press(panel_key::backspace, false);
    CHECK(line.text() == "a\xe2\x82\xac");
    line.press(panel_key::erase, false);
    CHECK(line.text() == "a");
    line.press(panel_key::erase, false);
    line.press(panel_key::home, false);
    line.press(panel_key::backspace, false);
    line.press(panel_key::left, false);
    CHECK(line.text() == "a");
    line.press(panel_key::end, false);
    line.press(panel_key::right, false);
    CHECK(line.cursor() == 1);
}

TEST_CASE("a line takes nothing that is no text, and has an end")
{
    line_field line;
    line.insert("a\n\x01\xff"
                "b");
    CHECK(line.text() == "ab");
    line.insert(std::string(5000, 'x'));
    CHECK(line.text() == "ab");
    line.press(panel_key::a, true);
    CHECK(line.all_selected());
    line.press(panel_key::backspace, false);
    CHECK(line.text().empty());
}
