#include "supervisor/report/text_form.hpp"

#include "catch.hpp"

using namespace respawn::report;
using namespace std::chrono_literals;

namespace {

template <class Event>
std::string plain(const Event& event)
{
    return to_text(event, colours::no);
}

swapped example_swap()
{
    swapped event;
    event.generation = 12;
    event.pid = 4242;
    event.frame = 8123;
    event.gap = 9ms;
    event.total = 38ms;
    event.stages = {6ms, 9ms, 14ms, 1ms, 8ms};
    return event;
}

} // namespace

TEST_CASE("of many changes in one structure the first are told, and how many more there are")
{
    using respawn::migration::change_kind;
    swapped event = example_swap();
    event.migration.emplace();
    for (int number = 0; number != 20; ++number) {
        auto& made = event.migration->changes.emplace_back();
        made.kind = number % 2 == 0 ? change_kind::added : change_kind::removed;
        made.path = "game";
        made.field = "f" + std::to_string(number);
    }
    CHECK(
        plain(event).find("game: +f0, -f1 dropped, +f2, -f3 dropped, +f4, -f5 dropped, +f6, -f7 dropped, … "
                          "and 12 more, 6 of "
                          "them dropped\n") != std::string::npos);
    event.migration->changes.resize(8);
    CHECK(plain(event).ends_with("+f6, -f7 dropped\n"));
}

TEST_CASE("an audit tells of damage that hides pointers, and of a state that nobody knows")
{
    audit event;
    event.generation = 42;
    event.is_damaged = true;
    CHECK(
        to_text(event, colours::no) ==
        "gen 42  something in the state is damaged, and the pointers behind it were not followed: 'respawn "
        "inspect' shows it\n");
    event.is_damaged = false;
    event.dangling_count = 1;
    CHECK(to_text(event, colours::no)
              .starts_with("gen 42  1 pointer in the state dangles: set it to null, or keep in the state "
                           "what it points at\n"));
}

TEST_CASE("an audit says which pointers dangle, how many more, and what to do")
{
    audit event;
    event.generation = 42;
    event.from_generation = 41;
    event.dangling = {{"game.path", "pointer to char", "heap", "the heap of generation 41"}};
    event.dangling_count = 3;
    CHECK(
        to_text(event, colours::no) == "gen 42  3 pointers in the state dangle when generation 41's worker "
                                       "is gone: set them to null, or keep "
                                       "in the state what they point at\n"
                                       "        game.path points at the heap of generation 41\n"
                                       "        and 2 more: 'respawn audit' shows them\n");
    event.dangling.clear();
    event.dangling_count = 0;
    event.is_cut = true;
    CHECK(to_text(event, colours::no).starts_with("gen 42  the state is too large"));
}

TEST_CASE("the start is told with what is played, how, and by whom")
{
    started event;
    event.pid = 77;
    event.folder = "/home/ann/pong";
    event.exe = "build/pong";
    event.width = 960;
    event.height = 720;
    event.fps = 60;
    CHECK(plain(event) == "respawn 0.1.0 plays build/pong, 960x720 at 60 fps  (pid 77, in /home/ann/pong)\n");

    event.fps = 0;
    event.headless = true;
    event.watched = {"src", "include"};
    event.keys = true;
    CHECK(
        plain(event) ==
        "respawn 0.1.0 plays build/pong, 960x720 as fast as it goes, headless  (pid 77, in /home/ann/pong)\n"
        "watch   src, include\n"
        "keys    press h to see them\n");
}

TEST_CASE("a build names up to three of the files that caused it")
{
    CHECK(plain(build_started{}) == "build   started\n");
    CHECK(plain(build_started{{"a.cpp"}}) == "build   started: a.cpp changed\n");
    CHECK(plain(build_started{{"a", "b"}}) == "build   started: 2 files changed (a, b)\n");
    CHECK(plain(build_started{{"a", "b", "c", "d"}}) == "build   started: 4 files changed (a, b, c, ...)\n");
}

TEST_CASE("a build's end is told in one line, a failed one's with the compiler's output as it is")
{
    CHECK(plain(build_succeeded{1400ms}) == "build   done in 1.4 s\n");
    CHECK(plain(build_superseded{400ms}) == "build   ended after 400 ms: there are newer changes\n");
    CHECK(
        plain(build_failed{"exit code 2", 1400ms, "\x1b[1ma.cpp:3:1: error: oops\n  3 | x\ty\n"}) ==
        "build   failed after 1.4 s: exit code 2\n\x1b[1ma.cpp:3:1: error: oops\n  3 | x\ty\n");
    CHECK(
        plain(build_failed{"SIGSEGV", 1ms, "no newline"}) ==
        "build   failed after 1 ms: SIGSEGV\nno newline\n");
    CHECK(plain(build_failed{"exit code 1", 1ms, ""}) == "build   failed after 1 ms: exit code 1\n");
}

TEST_CASE("what happens to a generation begins with its number")
{
    CHECK(plain(staged{7, 1536 * 1024, 6ms}) == "gen 7   staged 1.5 MiB in 6 ms\n");
    CHECK(
        plain(refused{123, "build/pong", "field game.ball moved"}) ==
        "gen 123  refused build/pong: field game.ball moved\n");
    CHECK(
        plain(refused{std::nullopt, "build/pong", "it is no program"}) ==
        "refused build/pong: it is no program\n");
    CHECK(
        plain(worker_ended{12, 99, 8123, "signal", "died of SIGSEGV", "starting it again from frame 8122"}) ==
        "gen 12  frame 8123: died of SIGSEGV; starting it again from frame 8122  (pid 99)\n");
}

TEST_CASE("a swap is one line with its stages")
{
    auto event = example_swap();
    CHECK(
        plain(event) ==
        "gen 12  swapped in 38 ms  (stage 6, spawn 9, warm-up 14, hand-over 1, first frame 8)  "
        "state kept, frame 8123, no late frame\n");

    event.state = state_origin::fresh;
    event.late_frames = 2;
    event.stages.hand_over = 130us;
    CHECK(
        plain(event) ==
        "gen 12  swapped in 38 ms  (stage 6, spawn 9, warm-up 14, hand-over 0.1, first frame 8)  "
        "state fresh, frame 8123, 2 late frames\n");
    event.state = state_origin::loaded;
    CHECK(plain(event).find("  state loaded, frame 8123, ") != std::string::npos);
}

TEST_CASE("a swap tells of the debugger that came, that did not come, or that was there")
{
    auto event = example_swap();
    event.debugger = followed{"gdb", 391ms};
    CHECK(plain(event).ends_with(", no late frame, gdb followed within 391 ms\n"));
    event.debugger = followed{"", 10s};
    CHECK(plain(event).ends_with(", no late frame, no debugger came within 10.0 s\n"));
    event.debugger = followed{"gdb"};
    CHECK(plain(event).ends_with(", no late frame, gdb is at it\n"));
}

TEST_CASE("a save and a load are one line each")
{
    CHECK(
        plain(saved{"/pong.state", 8123, 1536 * 1024, 12ms}) ==
        "state   saved frame 8123 to /pong.state: 1.5 MiB in 12 ms\n");
    CHECK(
        plain(loaded{"/pong.state", 8123, 1536 * 1024, 12ms}) ==
        "state   loaded frame 8123 from /pong.state: 1.5 MiB in 12 ms\n");
}

TEST_CASE("pause, resume, end and notices are one line each")
{
    CHECK(plain(paused{5}) == "game    paused at frame 5\n");
    CHECK(plain(resumed{5}) == "game    resumed at frame 5\n");
    CHECK(
        plain(stopped{8123, 8120, 1, "the window was closed"}) ==
        "respawn stopped at frame 8123: the window was closed  (8120 frames committed, 1 late frame)\n");
    CHECK(
        plain(wish_granted{2, std::pair{240, 120}, 25}) ==
        "gen 2   wishes for a window of 240x120 and 25 fps, and has it\n");
    CHECK(plain(wish_granted{2, std::nullopt, 25}) == "gen 2   wishes for 25 fps, and has it\n");
    CHECK(plain(notice{"the script is over"}) == "note    the script is over\n");
}

TEST_CASE("names from other programs can neither break a line nor send escape sequences")
{
    CHECK(plain(refused{std::nullopt, "a\nb", "\x1b[2Jgone\x7f"}) == "refused a b:  [2Jgone \n");
}

TEST_CASE("the help for the keys names every key")
{
    const auto help = plain(keys_help{});
    for (const std::string key : {"r", "R", "p", "s", "h", "q"}) {
        CAPTURE(key);
        CHECK(help.find("  " + key + "  ") != std::string::npos);
    }
}

TEST_CASE("colours change nothing but the colour")
{
    auto coloured = to_text(example_swap(), colours::yes);
    CHECK(coloured.find("\x1b[32m") != std::string::npos);
    for (auto begin = coloured.find('\x1b'); begin != std::string::npos; begin = coloured.find('\x1b'))
        coloured.erase(begin, coloured.find('m', begin) - begin + 1);
    CHECK(coloured == plain(example_swap()));
}
