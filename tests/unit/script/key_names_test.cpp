#include "catch.hpp"

#include "shared/script/key_names.hpp"

#include <respawn/input.hpp>

#include <map>
#include <string>
#include <vector>

using namespace respawn;

TEST_CASE("the names that scripts give keys stand for the values of respawn::key")
{
    struct expected {
        const char* name;
        key value;
    };
    const std::vector<expected> keys{
        {"a", key::a},
        {"z", key::z},
        {"digit_1", key::digit_1},
        {"digit_0", key::digit_0},
        {"enter", key::enter},
        {"escape", key::escape},
        {"space", key::space},
        {"backslash", key::backslash},
        {"semicolon", key::semicolon},
        {"caps_lock", key::caps_lock},
        {"f1", key::f1},
        {"f12", key::f12},
        {"insert", key::insert},
        {"delete_forward", key::delete_forward},
        {"page_down", key::page_down},
        {"right", key::right},
        {"left", key::left},
        {"down", key::down},
        {"up", key::up},
        {"keypad_divide", key::keypad_divide},
        {"keypad_enter", key::keypad_enter},
        {"keypad_1", key::keypad_1},
        {"keypad_0", key::keypad_0},
        {"keypad_period", key::keypad_period},
        {"left_control", key::left_control},
        {"right_gui", key::right_gui}};
    for (const auto& [name, value] : keys) {
        CAPTURE(name);
        const auto* found = player::find_name(player::key_names(), name);
        REQUIRE(found);
        CHECK(found->code == static_cast<std::uint16_t>(value));
    }
}

TEST_CASE("no two keys share a name or a value")
{
    std::map<std::string_view, int> names;
    std::map<std::uint16_t, int> codes;
    for (const auto& key : player::key_names()) {
        ++names[key.name];
        ++codes[key.code];
    }
    CHECK(names.size() == player::key_names().size());
    CHECK(codes.size() == player::key_names().size());
}

TEST_CASE("the names that scripts give buttons stand for the values of respawn::mouse_button")
{
    const auto code = [](const char* name) {
        return static_cast<mouse_button>(player::find_name(player::button_names(), name)->code);
    };
    CHECK(code("left") == mouse_button::left);
    CHECK(code("middle") == mouse_button::middle);
    CHECK(code("right") == mouse_button::right);
    CHECK(code("back") == mouse_button::back);
    CHECK(code("forward") == mouse_button::forward);
}

TEST_CASE("a misspelt key is taken for the most similar one")
{
    CHECK(player::nearest_name(player::key_names(), "lfet") == "left");
    CHECK(player::nearest_name(player::key_names(), "left_ctrl") == "left_control");
    CHECK(player::nearest_name(player::key_names(), "1") != "");
}
