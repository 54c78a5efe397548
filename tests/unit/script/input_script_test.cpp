#include "catch.hpp"

#include "shared/script/input_script.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

using namespace respawn;
using player::event_kind;
using player::input_queue;
using player::input_script;

namespace {

constexpr std::size_t key_left = 80, key_space = 44;

player::region_data run(input_script& script, input_queue& queue, std::uint64_t frame)
{
    player::region_data told{};
    script.play(frame, queue);
    queue.take(told);
    return told;
}

bool key_down(const player::region_data& told, std::size_t key)
{
    return (told.keys[key / 8] >> (key % 8) & 1) != 0;
}

std::vector<event_kind> kinds(const player::region_data& told)
{
    std::vector<event_kind> all;
    for (std::size_t index = 0; index != told.event_count; ++index)
        all.push_back(static_cast<event_kind>(told.events[index].kind));
    return all;
}

input_script parsed(std::string_view text)
{
    return input_script::parse(text, "test").value();
}

std::string why_refused(std::string_view text)
{
    const auto script = input_script::parse(text, "moves.txt");
    return script ? "accepted" : script.error().sentence;
}

} // namespace

TEST_CASE("each kind of line does what it says in its frame")
{
    auto script = parsed("# all of them\n"
                         "\n"
                         "2 key left  # tap\n"
                         "4 down space\r\n"
                         "6 up space\n"
                         "7 text \"a \xc3\xa4#\"\n"
                         "8 mouse 100 200.5\n"
                         "9 button left\n"
                         "\t11 button down right\n"
                         "12 button up right\n"
                         "13 wheel 0 -1\n"
                         "14 focus off\n"
                         "15 focus on\n"
                         "16 close");
    input_queue queue;
    using kind = event_kind;
    CHECK(kinds(run(script, queue, 1)).empty());
    const auto pressed = run(script, queue, 2);
    CHECK(kinds(pressed) == std::vector{kind::key_down});
    CHECK(key_down(pressed, key_left));
    const auto released = run(script, queue, 3);
    CHECK(kinds(released) == std::vector{kind::key_up});
    CHECK_FALSE(key_down(released, key_left));
    CHECK(key_down(run(script, queue, 4), key_space));
    CHECK(key_down(run(script, queue, 5), key_space));
    CHECK_FALSE(key_down(run(script, queue, 6), key_space));

    const auto text = run(script, queue, 7);
    REQUIRE(kinds(text) == std::vector(4, kind::text));
    CHECK(std::string{text.events[2].text} == "\xc3\xa4");
    CHECK(std::string{text.events[3].text} == "#");

    const auto moved = run(script, queue, 8);
    CHECK(moved.mouse_x == 100);
    CHECK(moved.mouse_y == 200.5f);
    CHECK(run(script, queue, 9).buttons == 1);
    CHECK(kinds(run(script, queue, 10)) == std::vector{kind::mouse_up});
    CHECK(run(script, queue, 11).buttons == 4);
    CHECK(run(script, queue, 12).buttons == 0);
    CHECK(run(script, queue, 13).events[0].y == -1);
    CHECK_FALSE(run(script, queue, 14).focused);
    CHECK(run(script, queue, 15).focused);
    CHECK_FALSE(queue.close_requested());
    CHECK(run(script, queue, 16).close_requested);
}

TEST_CASE("lines may stand in any order, and a key can be tapped in two frames running")
{
    auto script = parsed("3 key left\n2 key left\n");
    input_queue queue;
    CHECK(kinds(run(script, queue, 2)) == std::vector{event_kind::key_down});
    const auto both = run(script, queue, 3);
    CHECK(kinds(both) == std::vector{event_kind::key_up, event_kind::key_down});
    CHECK(both.events[1].flags == 0);
    CHECK(key_down(both, key_left));
    CHECK_FALSE(key_down(run(script, queue, 4), key_left));
}

TEST_CASE("a frame that is run again gets the same input again")
{
    auto script = parsed("5 key left\n5 mouse 7 8\n6 down space\n9 up space\n");
    input_queue queue;
    for (const std::uint64_t frame : {4u, 5u, 6u, 7u, 9u}) {
        CAPTURE(frame);
        const auto first = run(script, queue, frame);
        const auto again = run(script, queue, frame);
        CHECK(std::memcmp(&first, &again, sizeof first) == 0);
    }
}

TEST_CASE("frames that are left out or gone back to find the devices as the script has them")
{
    auto script = parsed("5 down space\n10 up space\n10 down left\n20 up left\n");
    input_queue queue;
    const auto skipped = run(script, queue, 8);
    CHECK(key_down(skipped, key_space));
    CHECK(skipped.event_count == 0);

    const auto later = run(script, queue, 15);
    CHECK_FALSE(key_down(later, key_space));
    CHECK(key_down(later, key_left));

    const auto beyond = run(script, queue, 1000);
    CHECK_FALSE(key_down(beyond, key_left));

    const auto start = run(script, queue, 1);
    CHECK_FALSE(key_down(start, key_space));
    CHECK(kinds(run(script, queue, 5)) == std::vector{event_kind::key_down});
}

TEST_CASE("while the script plays nobody else does, and afterwards the player does")
{
    auto script = parsed("2 key left\n");
    input_queue queue;
    player::event_data press{};
    press.kind = static_cast<std::uint16_t>(event_kind::key_down);
    press.code = key_space;

    queue.resize(640, 480);
    queue.push(press);
    const auto during = run(script, queue, 1);
    CHECK_FALSE(key_down(during, key_space));
    CHECK(kinds(during) == std::vector{event_kind::resized});

    static_cast<void>(run(script, queue, 4));
    queue.push(press);
    CHECK(key_down(run(script, queue, 5), key_space));
}

TEST_CASE("an empty script leaves everything to the player")
{
    auto script = parsed("# nothing\n");
    input_queue queue;
    static_cast<void>(run(script, queue, 1));
    queue.set_focus(false);
    CHECK_FALSE(run(script, queue, 2).focused);
}

TEST_CASE("what is no script is refused with the file, the line, the word and what it could have been")
{
    CHECK(
        why_refused("1 key left\nx key left\n") ==
        "moves.txt:2: \"x\" is not a frame number (1, 2, ...); a line is e.g. 120 key left");
    CHECK(why_refused("0 key left\n").starts_with("moves.txt:1: \"0\" is not a frame number"));
    CHECK(why_refused("-1 key left\n").starts_with("moves.txt:1: \"-1\" is not a frame number"));
    CHECK(why_refused("99999999999999999999 close")
              .starts_with("moves.txt:1: \"99999999999999999999\" is not"));
    CHECK(
        why_refused("\n\n4 press left\n") == "moves.txt:3: \"press\" is not an event; use key, down, up, "
                                             "text, mouse, button, wheel, focus or close");
    CHECK(why_refused("4\n").starts_with("moves.txt:1: \"\" is not an event"));
    CHECK(
        why_refused("4 key lefft\n") ==
        "moves.txt:1: \"lefft\" is not a key; did you mean left? (names are those of respawn::key)");
    CHECK(
        why_refused("4 button down rihgt\n") == "moves.txt:1: \"rihgt\" is not a button; did you mean right? "
                                                "(names are those of respawn::mouse_button)");
    CHECK(
        why_refused("4 key left right\n") ==
        "moves.txt:1: \"right\" is too much on this line; put one event on a line");
    CHECK(
        why_refused("4 text abc\n") == "moves.txt:1: text takes characters in quotes, e.g. 40 text \"abc\"");
    CHECK(why_refused("4 text \"\n").starts_with("moves.txt:1: text takes characters in quotes"));
    CHECK(why_refused("4 mouse 1 b\n").starts_with("moves.txt:1: \"b\" is not a number"));
    CHECK(why_refused("4 mouse 1\n").starts_with("moves.txt:1: \"\" is not a number"));
    CHECK(why_refused("4 wheel inf 0\n").starts_with("moves.txt:1: \"inf\" is not a number"));
    CHECK(why_refused("4 focus maybe\n") == "moves.txt:1: focus takes on or off, not \"maybe\"");
}

TEST_CASE("a script is read from a file, and a missing one is named")
{
    const auto path = "script_test_" + std::to_string(::getpid()) + ".txt";
    std::ofstream{path} << "1 key left\n";
    CHECK(input_script::load(path).has_value());
    ::unlink(path.c_str());

    const auto folder = input_script::load("/");
    REQUIRE_FALSE(folder.has_value());
    CHECK(folder.error().sentence == "cannot read the input script /: Is a directory");
    const auto missing = input_script::load(path);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().sentence == "cannot read the input script " + path + ": No such file or directory");
}
