#include "supervisor/session/panel_input.hpp"

#include "catch.hpp"

#include <cstring>

using namespace respawn;
using namespace respawn::supervisor;
using player::event_data;
using player::event_kind;

namespace {

constexpr std::uint16_t key_w = 26, left_button = 1;

event_data make(event_kind kind, std::uint32_t code = 0, float x = 0, float y = 0)
{
    event_data event{};
    event.kind = static_cast<std::uint16_t>(kind);
    event.code = static_cast<std::uint16_t>(code);
    event.x = x;
    event.y = y;
    return event;
}

/// A panel in front of a game's input.
struct table {
    inspector_panel panel{[](const auto&, const auto&, const auto&) {}};
    panel_input taker{panel};
    player::input_queue queue;
    player::region_data told{};

    table()
    {
        taker.set_size(960, 720);
        queue.set_taker(&taker);
    }
    void press(std::uint32_t key) { queue.push(make(event_kind::key_down, key)); }
    void release(std::uint32_t key) { queue.push(make(event_kind::key_up, key)); }
    void move(float x, float y) { queue.push(make(event_kind::mouse_move, 0, x, y)); }
    void type(const char* text)
    {
        for (const auto& each : player::text_events(text))
            queue.push(each);
    }
    void open()
    {
        press(panel_key::f12);
        release(panel_key::f12);
        panel.refresh("nothing is there", taker.layout().rows());
    }
    void click_search()
    {
        const auto& field = taker.layout().search();
        move(field.left + 5, field.top + 5);
        queue.push(make(event_kind::mouse_down, left_button));
        queue.push(make(event_kind::mouse_up, left_button));
    }
    /// The kinds of what the game has got since the last call.
    std::vector<event_kind> got()
    {
        queue.take(told);
        std::vector<event_kind> kinds;
        for (std::uint32_t i = 0; i != told.event_count; ++i)
            kinds.push_back(static_cast<event_kind>(told.events[i].kind));
        return kinds;
    }
};

using kinds = std::vector<event_kind>;

} // namespace

TEST_CASE("F12 opens and closes the panel, and the game sees nothing of it")
{
    table now;
    now.press(panel_key::f12);
    CHECK(now.panel.is_open());
    now.press(panel_key::f12);
    CHECK(now.panel.is_open()); // it repeats
    now.release(panel_key::f12);
    now.press(panel_key::f12);
    now.release(panel_key::f12);
    CHECK_FALSE(now.panel.is_open());
    CHECK(now.got().empty());
}

TEST_CASE("while the panel is closed the game gets all the rest")
{
    table now;
    now.press(panel_key::down);
    now.type("a");
    now.move(100, 300);
    now.queue.push(make(event_kind::mouse_down, left_button));
    CHECK(
        now.got() ==
        kinds{event_kind::key_down, event_kind::text, event_kind::mouse_move, event_kind::mouse_down});
}

TEST_CASE("beside the open panel the mouse is the game's, and over it the panel's")
{
    table now;
    now.open();
    now.move(900, 300);
    now.queue.push(make(event_kind::mouse_wheel, 0, 0, 1));
    now.queue.push(make(event_kind::mouse_down, left_button));
    now.queue.push(make(event_kind::mouse_up, left_button));
    CHECK(now.got().size() == 4);
    now.move(100, 300);
    now.queue.push(make(event_kind::mouse_wheel, 0, 0, 1));
    now.queue.push(make(event_kind::mouse_down, left_button));
    // Away with the button down, and up.
    now.move(900, 300);
    now.move(901, 300);
    now.queue.push(make(event_kind::mouse_up, left_button));
    CHECK(now.got().empty());
    CHECK(now.told.mouse_x == 900);
    now.move(902, 300);
    CHECK(now.got() == kinds{event_kind::mouse_move});
}

TEST_CASE("what the game began to drag it drags over the panel, too")
{
    table now;
    now.open();
    now.move(900, 300);
    now.queue.push(make(event_kind::mouse_down, left_button));
    now.move(100, 300);
    now.queue.push(make(event_kind::mouse_up, left_button));
    CHECK(
        now.got() ==
        kinds{event_kind::mouse_move, event_kind::mouse_down, event_kind::mouse_move, event_kind::mouse_up});
}

TEST_CASE("keys are the game's until a line is typed in the panel")
{
    table now;
    now.open();
    now.move(100, 300);
    now.press(key_w);
    now.type("w");
    now.release(key_w);
    CHECK(now.got() == kinds{event_kind::key_down, event_kind::text, event_kind::key_up});
    now.click_search();
    now.press(key_w);
    now.type("w");
    now.release(key_w);
    CHECK(now.got().empty());
    now.panel.refresh("nothing is there", 10);
    CHECK(now.panel.content().search.text == "w");
    // A click into the game ends it.
    now.move(900, 300);
    now.queue.push(make(event_kind::mouse_down, left_button));
    now.press(key_w);
    CHECK(now.got() == kinds{event_kind::mouse_move, event_kind::mouse_down, event_kind::key_down});
}

TEST_CASE("nobody gets half a press of a key")
{
    table now;
    now.open();
    now.press(key_w);
    CHECK(now.got() == kinds{event_kind::key_down});
    now.click_search();
    now.press(key_w); // repeats, and is let go of
    now.release(key_w);
    CHECK(now.got() == kinds{event_kind::key_down, event_kind::key_up});

    now.press(key_w);
    now.press(panel_key::f12);
    REQUIRE_FALSE(now.panel.is_open());
    now.press(key_w);
    now.release(key_w);
    now.release(panel_key::f12);
    CHECK(now.got().empty());
    CHECK(now.told.keys[key_w / 8] == 0);
}

TEST_CASE("devices that are put into another state keep from the game what the panel has")
{
    table now;
    now.open();
    now.move(900, 300);
    now.click_search();
    now.press(key_w);
    static_cast<void>(now.got());
    player::device_state scripted;
    scripted.keys.set(key_w);
    scripted.keys.set(panel_key::up);
    scripted.mouse_x = 100;
    scripted.mouse_y = 300;
    now.queue.restore(scripted);
    CHECK(now.got().empty());
    CHECK(now.told.keys[key_w / 8] == 0);
    CHECK(now.told.keys[panel_key::up / 8] != 0);
    CHECK(now.told.mouse_x == 900);
}
