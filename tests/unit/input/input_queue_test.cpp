#include "catch.hpp"

#include "shared/input/input_queue.hpp"

#include <string>
#include <vector>

using namespace respawn;
using player::event_data;
using player::event_kind;
using player::input_queue;

namespace {

event_data make(event_kind kind, std::uint16_t code = 0, float x = 0, float y = 0)
{
    event_data event{};
    event.kind = static_cast<std::uint16_t>(kind);
    event.code = code;
    event.x = x;
    event.y = y;
    return event;
}

/// What the next frame is told.
struct frame {
    player::region_data data{};

    explicit frame(input_queue& queue) { queue.take(data); }

    bool key(std::size_t code) const { return (data.keys[code / 8] >> (code % 8) & 1) != 0; }
    event_kind kind(std::size_t index) const { return static_cast<event_kind>(data.events[index].kind); }
    std::size_t count(event_kind wanted) const
    {
        std::size_t found = 0;
        for (std::size_t index = 0; index != data.event_count; ++index)
            found += kind(index) == wanted;
        return found;
    }
};

constexpr std::uint16_t key_a = 4, left_control = 224, right_shift = 229;

} // namespace

TEST_CASE("keys, buttons and the mouse position follow the events, and events are told once")
{
    input_queue queue;
    queue.push(make(event_kind::key_down, key_a));
    queue.push(make(event_kind::mouse_move, 0, 30, 40));
    queue.push(make(event_kind::mouse_down, 2));

    const frame first{queue};
    CHECK(first.data.event_count == 3);
    CHECK(first.key(key_a));
    CHECK(first.data.buttons == 2);
    CHECK(first.data.mouse_x == 30);
    CHECK(first.data.mouse_y == 40);
    CHECK(first.data.events[2].x == 30); // a press happens where the mouse is

    const frame second{queue};
    CHECK(second.data.event_count == 0);
    CHECK(second.key(key_a));
    CHECK(second.data.buttons == 2);

    queue.push(make(event_kind::key_up, key_a));
    queue.push(make(event_kind::mouse_up, 2));
    const frame third{queue};
    CHECK_FALSE(third.key(key_a));
    CHECK(third.data.buttons == 0);
}

TEST_CASE("pressing a key that is down is a repeat, and releasing one that is up is nothing")
{
    input_queue queue;
    queue.push(make(event_kind::key_up, key_a));
    queue.push(make(event_kind::mouse_up, 1));
    queue.push(make(event_kind::key_down, key_a));
    queue.push(make(event_kind::key_down, key_a));

    const frame told{queue};
    REQUIRE(told.data.event_count == 2);
    CHECK(told.data.events[0].flags == 0);
    CHECK(told.data.events[1].flags == player::event_repeat);
}

TEST_CASE("keys and buttons that do not exist are left out")
{
    input_queue queue;
    queue.push(make(event_kind::key_down, player::key_count));
    queue.push(make(event_kind::key_down, 0xffff));
    queue.push(make(event_kind::mouse_down, 0));
    queue.push(make(event_kind::mouse_down, 17));
    queue.push(make(static_cast<event_kind>(99)));
    CHECK(frame{queue}.data.event_count == 0);
}

TEST_CASE("events carry the modifiers that are held")
{
    input_queue queue;
    queue.push(make(event_kind::key_down, left_control));
    queue.push(make(event_kind::key_down, right_shift));
    queue.push(make(event_kind::key_down, key_a));
    queue.push(make(event_kind::key_up, left_control));
    queue.push(make(event_kind::mouse_wheel, 0, 0, 1));

    const frame told{queue};
    CHECK(told.data.events[2].modifiers == 3);
    CHECK(told.data.events[4].modifiers == 1);
}

TEST_CASE("losing the focus releases every key and button first")
{
    input_queue queue;
    queue.push(make(event_kind::key_down, key_a));
    queue.push(make(event_kind::key_down, right_shift));
    queue.push(make(event_kind::mouse_down, 1));
    static_cast<void>(frame{queue});

    queue.set_focus(false);
    queue.set_focus(false);
    const frame told{queue};
    REQUIRE(told.data.event_count == 4);
    CHECK(told.count(event_kind::key_up) == 2);
    CHECK(told.count(event_kind::mouse_up) == 1);
    CHECK(told.kind(3) == event_kind::focus_lost);
    CHECK_FALSE(told.data.focused);
    CHECK_FALSE(told.key(key_a));
    CHECK(told.data.buttons == 0);

    queue.set_focus(true);
    const frame back{queue};
    CHECK(back.kind(0) == event_kind::focus_gained);
    CHECK(back.data.focused);
}

TEST_CASE("a size is told once, and the close request from then on")
{
    input_queue queue;
    queue.resize(320, 200);
    queue.resize(320, 200);
    const frame sized{queue};
    REQUIRE(sized.data.event_count == 1);
    CHECK(sized.data.events[0].x == 320);
    CHECK(sized.data.width == 320);
    CHECK(sized.data.height == 200);
    CHECK_FALSE(sized.data.close_requested);

    queue.request_close();
    CHECK(queue.close_requested());
    CHECK(frame{queue}.data.close_requested);
    CHECK(frame{queue}.data.close_requested);
}

TEST_CASE("text becomes one event a character, without what is no UTF-8")
{
    input_queue queue;
    for (const auto& event : player::text_events("a\xc3\xa4\xff\xe2\x82\xac\xf0\x9f\x8e\xae\xc3"))
        queue.push(event);
    const frame told{queue};
    REQUIRE(told.data.event_count == 4);
    CHECK(std::string{told.data.events[0].text} == "a");
    CHECK(std::string{told.data.events[1].text} == "\xc3\xa4");
    CHECK(std::string{told.data.events[2].text} == "\xe2\x82\xac");
    CHECK(std::string{told.data.events[3].text} == "\xf0\x9f\x8e\xae");
}

TEST_CASE("when there are too many events the oldest mouse moves are left out and the devices stay right")
{
    input_queue queue;
    queue.push(make(event_kind::key_down, key_a));
    for (int move = 1; move <= 2000; ++move)
        queue.push(make(event_kind::mouse_move, 0, static_cast<float>(move), 5));
    queue.push(make(event_kind::key_up, key_a));
    queue.push(make(event_kind::mouse_down, 3));

    const frame told{queue};
    REQUIRE(told.data.event_count == player::max_events);
    CHECK(told.kind(0) == event_kind::key_down);
    CHECK(told.kind(player::max_events - 2) == event_kind::key_up);
    CHECK(told.kind(player::max_events - 1) == event_kind::mouse_down);
    CHECK(told.data.events[player::max_events - 3].x == 2000);
    CHECK_FALSE(told.key(key_a));
    CHECK(told.data.buttons == 4);
    CHECK(told.data.mouse_x == 2000);
}

TEST_CASE("when no mouse moves are left the oldest events go, and the devices stay right")
{
    input_queue queue;
    for (std::size_t key = 0; key != 400; ++key)
        queue.push(make(event_kind::key_down, static_cast<std::uint16_t>(key)));
    for (std::size_t key = 0; key != 399; ++key)
        queue.push(make(event_kind::key_up, static_cast<std::uint16_t>(key)));

    const frame told{queue};
    REQUIRE(told.data.event_count == player::max_events);
    CHECK(told.data.events[player::max_events - 1].code == 398);
    CHECK_FALSE(told.key(398));
    CHECK(told.key(399));
}
