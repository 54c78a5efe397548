#include "worker/source/interface/input_reader.hpp"

#include "catch.hpp"

#include <cstring>
#include <memory>

namespace player = respawn::player;
using respawn::key;
using respawn::mouse_button;
using kind = respawn::input_event::kind;

namespace {

/// What the supervisor wrote, and what the game sees of it.
struct told {
    std::unique_ptr<player::region_data> region = std::make_unique<player::region_data>();
    respawn::input input;

    player::event_data& add(player::event_kind what, std::uint16_t code = 0)
    {
        player::event_data& event = region->events[region->event_count++];
        event = {};
        event.kind = static_cast<std::uint16_t>(what);
        event.code = code;
        return event;
    }
    player::event_data& add(player::event_kind what, key which)
    {
        return add(what, static_cast<std::uint16_t>(which));
    }
    void hold(key which)
    {
        const auto code = static_cast<std::size_t>(which);
        region->keys[code / 8] = static_cast<std::uint8_t>(region->keys[code / 8] | 1u << (code % 8));
    }
    void read() { respawn::input_access::read(*region, input); }
};

} // namespace

TEST_CASE("nothing told is nothing seen")
{
    told frame;
    frame.read();
    CHECK(frame.input.events().empty());
    CHECK(frame.input.text().empty());
    CHECK_FALSE(frame.input.down(key::a));
    CHECK_FALSE(frame.input.pressed(key::a));
    CHECK_FALSE(frame.input.released(mouse_button::left));
    CHECK_FALSE(frame.input.focused());
    CHECK_FALSE(frame.input.close_requested());
}

TEST_CASE("a key is down, pressed and released as the region says, each by itself")
{
    told frame;
    frame.hold(key::a);
    frame.hold(key::right_gui);
    frame.add(player::event_kind::key_down, key::a);
    frame.add(player::event_kind::key_down, key::space);
    frame.add(player::event_kind::key_up, key::space);
    frame.read();
    CHECK(frame.input.down(key::a));
    CHECK(frame.input.pressed(key::a));
    CHECK_FALSE(frame.input.released(key::a));
    CHECK(frame.input.down(key::right_gui));
    CHECK_FALSE(frame.input.pressed(key::right_gui));
    CHECK_FALSE(frame.input.down(key::space));
    CHECK(frame.input.pressed(key::space));
    CHECK(frame.input.released(key::space));
    CHECK_FALSE(frame.input.down(key::b));
}

TEST_CASE("auto-repeat is an event but no press")
{
    told frame;
    frame.add(player::event_kind::key_down, key::a).flags = player::event_repeat;
    frame.read();
    CHECK_FALSE(frame.input.pressed(key::a));
    REQUIRE(frame.input.events().size() == 1);
    CHECK(frame.input.events()[0].repeat);
}

TEST_CASE("every button of the mouse is told from the others")
{
    const auto button = GENERATE(
        mouse_button::left, mouse_button::middle, mouse_button::right, mouse_button::back,
        mouse_button::forward);
    told frame;
    const auto code = static_cast<std::uint16_t>(button);
    frame.region->buttons = static_cast<std::uint16_t>(1u << (code - 1u));
    frame.add(player::event_kind::mouse_down, code);
    frame.add(player::event_kind::mouse_up, code);
    frame.read();
    for (std::uint16_t other = 1; other <= 5; ++other) {
        CAPTURE(other);
        const auto which = static_cast<mouse_button>(other);
        CHECK(frame.input.down(which) == (other == code));
        CHECK(frame.input.pressed(which) == (other == code));
        CHECK(frame.input.released(which) == (other == code));
    }
}

TEST_CASE("events come in order, with all that belongs to them")
{
    told frame;
    frame.add(player::event_kind::key_down, key::f5).modifiers = 1 | 4;
    auto& move = frame.add(player::event_kind::mouse_move);
    move.x = 12.5f;
    move.y = 7;
    frame.add(player::event_kind::mouse_down, 3).modifiers = 2 | 8;
    std::strcpy(frame.add(player::event_kind::text).text, "\xc3\xa9");
    auto& resized = frame.add(player::event_kind::resized);
    resized.x = 640;
    resized.y = 480;
    frame.add(player::event_kind::focus_lost);
    frame.read();

    const auto events = frame.input.events();
    REQUIRE(events.size() == 6);
    CHECK(events[0].what == kind::key_down);
    CHECK(events[0].key == key::f5);
    CHECK(events[0].modifiers.shift);
    CHECK_FALSE(events[0].modifiers.control);
    CHECK(events[0].modifiers.alt);
    CHECK_FALSE(events[0].modifiers.gui);
    CHECK(events[1].what == kind::mouse_move);
    CHECK(events[1].position.x == 12.5f);
    CHECK(events[1].position.y == 7.0f);
    CHECK(events[2].what == kind::mouse_down);
    CHECK(events[2].button == mouse_button::right);
    CHECK(events[2].modifiers.control);
    CHECK(events[2].modifiers.gui);
    CHECK(events[3].what == kind::text);
    CHECK(std::string{events[3].text} == "\xc3\xa9");
    CHECK(events[4].what == kind::resized);
    CHECK(events[4].position.x == 640.0f);
    CHECK(events[5].what == kind::focus_lost);
}

TEST_CASE("typed text and the wheel's turns add up over a frame")
{
    told frame;
    for (const char* piece : {"a", "\xe2\x82\xac", "fifteen bytes.."})
        std::strcpy(frame.add(player::event_kind::text).text, piece);
    std::memset(frame.add(player::event_kind::text).text, 'z', 16);
    for (int turn = 0; turn != 3; ++turn) {
        auto& wheel = frame.add(player::event_kind::mouse_wheel);
        wheel.x = 0.5f;
        wheel.y = -1;
    }
    frame.read();
    CHECK(
        frame.input.text() == "a\xe2\x82\xac"
                              "fifteen bytes..zzzzzzzzzzzzzzzz");
    CHECK(frame.input.wheel().x == 1.5f);
    CHECK(frame.input.wheel().y == -3.0f);
}

TEST_CASE("the pointer, the window and the requests are as the region says")
{
    told frame;
    frame.region->mouse_x = 3;
    frame.region->mouse_y = 4.25f;
    frame.region->width = 800;
    frame.region->height = 600;
    frame.region->focused = 1;
    frame.region->close_requested = 1;
    frame.read();
    CHECK(frame.input.mouse().x == 3.0f);
    CHECK(frame.input.mouse().y == 4.25f);
    CHECK(frame.input.window_size().width == 800.0f);
    CHECK(frame.input.window_size().height == 600.0f);
    CHECK(frame.input.focused());
    CHECK(frame.input.close_requested());
}

TEST_CASE("a frame shows nothing of the one before but what is still so")
{
    told frame;
    frame.hold(key::a);
    frame.add(player::event_kind::key_down, key::a);
    frame.add(player::event_kind::mouse_down, 1);
    frame.add(player::event_kind::mouse_wheel).y = 1;
    std::strcpy(frame.add(player::event_kind::text).text, "a");
    frame.read();
    frame.region->event_count = 0;
    frame.read();
    CHECK(frame.input.down(key::a));
    CHECK_FALSE(frame.input.pressed(key::a));
    CHECK_FALSE(frame.input.pressed(mouse_button::left));
    CHECK(frame.input.wheel().y == 0.0f);
    CHECK(frame.input.text().empty());
    CHECK(frame.input.events().empty());
}

TEST_CASE("a full region is read to its end, and a wrong count no further")
{
    told frame;
    for (std::size_t index = 0; index != player::max_events; ++index)
        frame.add(player::event_kind::key_down, key::a);
    frame.read();
    CHECK(frame.input.events().size() == player::max_events);
    frame.region->event_count = 0xffff'ffff;
    frame.read();
    CHECK(frame.input.events().size() == player::max_events);
}
