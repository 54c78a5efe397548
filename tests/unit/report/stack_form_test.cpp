#include "supervisor/report/json_form.hpp"
#include "supervisor/report/text_form.hpp"

#include "catch.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace respawn::report;
using namespace std::chrono_literals;
namespace postmortem = respawn::postmortem;

namespace {

std::string plain(const stack& event)
{
    return to_text(event, colours::no);
}

stack example()
{
    stack event{3, 99, stack::reason::crash, "/home/ann/pong", "pong", {}, 84ms};
    postmortem::thread main{99, "pong", true, true, {}, false};
    main.frames = {
        {"wound(enemy&)", "/home/ann/pong/src/enemy.hpp", 12, "pong", true, true},
        {"update(game&)", "/home/ann/pong/src/main.cpp", 41, "pong", false, true},
        {"respawn::detail::play()", "/opt/respawn/play.cpp", 7, "pong", false, false},
        {"main", "/home/ann/pong/src/main.cpp", 60, "pong", false, true},
        {"__libc_start_main", "", 0, "libc.so.6", false, false}};
    event.found.threads = {main};
    event.found.source = {{11, "{", false}, {12, "    who.health -= 1;", true}, {13, "}", false}};
    return event;
}

} // namespace

TEST_CASE("a stack shows the game's own frames, and the line where it happened")
{
    CHECK(
        plain(example()) == "gen 3   stack of the main thread, which crashed  (looked at in 84 ms)\n"
                            "        wound(enemy&)  src/enemy.hpp:12  (inlined)\n"
                            "        update(game&)  src/main.cpp:41\n"
                            "        main           src/main.cpp:60\n"
                            "          11 | {\n"
                            "        > 12 |     who.health -= 1;\n"
                            "          13 | }\n");
}

TEST_CASE("what the game called is told with the frame that called it")
{
    auto event = example();
    auto& frames = event.found.threads[0].frames;
    frames.insert(frames.begin(), {"std::thread::join()", "", 0, "libstdc++.so.6", false, false});
    CHECK(
        plain(event).find("wound(enemy&)  src/enemy.hpp:12  calling std::thread::join()\n") !=
        std::string::npos);
    frames[0].function = "__cxa_throw";
    CHECK(plain(event).find("src/enemy.hpp:12  calling throw\n") != std::string::npos);
    frames[0].function = "__poll";
    CHECK(plain(event).find("calling") == std::string::npos);
}

TEST_CASE("other threads have a line each, and many of them are counted")
{
    auto event = example();
    event.why = stack::reason::hang;
    event.found.threads.push_back(
        {101, "audio", false, false, {{"poll", "", 0, "libc.so.6", false, false}}, false});
    event.found.threads[0].frames.resize(1);
    event.found.source.clear();
    CHECK(
        plain(event) == "gen 3   stack of the main thread, which hangs  (looked at in 84 ms)\n"
                        "        wound(enemy&)  src/enemy.hpp:12  (inlined)\n"
                        "        thread 101 (audio) is in poll (libc.so.6)\n");
    event.found.threads[1].frames = {event.found.threads[0].frames[0]};
    CHECK(
        plain(event).find("thread 101 (audio) is in wound(enemy&) at src/enemy.hpp:12\n") !=
        std::string::npos);
    event.found.threads.resize(20);
    CHECK(plain(event).find("        and 11 more threads\n") != std::string::npos);
    event.found.threads_left_out = 1;
    CHECK(plain(event).find("threads\n        1 more thread was not looked at\n") != std::string::npos);
    event.found.threads_left_out = 36;
    CHECK(plain(event).find("threads\n        36 more threads were not looked at\n") != std::string::npos);
}

TEST_CASE("a recursion is one line, and a deep stack is cut")
{
    auto event = example();
    event.found.source.clear();
    auto& thread = event.found.threads[0];
    thread.frames.assign(150, {"fall(int)", "/home/ann/pong/a.cpp", 5, "pong", false, true});
    thread.has_more = true;
    CHECK(plain(event).find("        fall(int)  a.cpp:5  (150 times)\n        ...\n") != std::string::npos);
    for (unsigned index = 0; index != 150; ++index)
        thread.frames[index].line = index;
    const auto text = plain(event);
    CHECK(std::count(text.begin(), text.end(), '\n') == 14);
}

TEST_CASE("a stack that has been seen is not shown once more")
{
    auto event = example();
    event.is_as_before = true;
    CHECK(
        plain(event) == "gen 3   stack of the main thread, which crashed: the same as before, wound(enemy&) "
                        "at src/enemy.hpp:12  (looked at in 84 ms)\n");
}

TEST_CASE("a stack without a frame of the game's shows whose frames there are")
{
    auto event = example();
    event.found.source.clear();
    event.found.threads[0].frames = {
        {"", "", 0, "libfast.so", false, false}, {"poll", "", 0, "libc.so.6", false, false}};
    CHECK(
        plain(event).find("        a function without a name  (libfast.so)\n"
                          "        poll                       (libc.so.6)\n") != std::string::npos);
}

TEST_CASE("what keeps a stack from being seen is told, and what to do about it")
{
    auto event = example();
    event.found.has_no_debug_information = true;
    CHECK(
        plain(event).find(
            "        pong has no debug information: build it with -g to see files and lines\n") !=
        std::string::npos);
    event = example();
    event.found.source_is_newer = true;
    CHECK(plain(event).find("changed since this build") != std::string::npos);
    event.found = {};
    event.found.problem = "gdb (process 7) holds it: look at it there";
    CHECK(
        plain(event) ==
        "gen 3   no stack of process 99: gdb (process 7) holds it: look at it there  (looked at in 84 ms)\n");
}

TEST_CASE("names out of an image can neither break a line nor send escape sequences")
{
    auto event = example();
    event.found.threads[0].name = "\x1b[2J";
    event.found.threads[0].is_main = false;
    event.found.threads[0].frames[0] = {"f\n\x1b[31m", "a\nb", 1, "m", false, true};
    event.found.source[1].text = "\x07\n";
    const auto text = plain(event);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\x07') == std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 7);
}

TEST_CASE("a core file is told by the command that opens it, or by why there is none")
{
    CHECK(
        to_text(core_file{3, 99, "cores/core.3.99", 286'720, ""}, colours::no) ==
        "gen 3   core file: gdb cores/core.3.99.exe cores/core.3.99  280 KiB\n");
    CHECK(
        to_text(core_file{3, 99, "", 0, "cannot write it: No space left on device"}, colours::no) ==
        "gen 3   no core file of process 99: cannot write it: No space left on device\n");
    CHECK(
        to_text(
            core_file{3, 99, "c", 286'720, "its executable can't be kept beside it: full"}, colours::no) ==
        "gen 3   core file: c  280 KiB\n"
        "        its executable can't be kept beside it: full\n");
    CHECK(
        to_json(core_file{3, 99, "c", 5, "no exe"}, 0ms) ==
        R"({"event":"core_file","time_ms":0.0,"generation":3,"pid":99,"file":"c","bytes":5,"problem":"no exe"})"
        "\n");
    CHECK(
        to_json(core_file{3, 99, "c", 5, ""}, 0ms) ==
        R"({"event":"core_file","time_ms":0.0,"generation":3,"pid":99,"file":"c","bytes":5})"
        "\n");
    CHECK(
        to_json(core_file{3, 99, "", 0, "full"}, 0ms) ==
        R"({"event":"core_file","time_ms":0.0,"generation":3,"pid":99,"problem":"full"})"
        "\n");
}

TEST_CASE("a stack in JSON has every frame of every thread, in the order of the calls")
{
    auto event = example();
    const auto said = nlohmann::json::parse(to_json(event, 0ms));
    CHECK(said.at("event") == "stack");
    CHECK(said.at("generation") == 3);
    CHECK(said.at("pid") == 99);
    CHECK(said.at("hang") == false);
    CHECK(said.at("duration_ms") == 84.0);
    CHECK(said.at("debug_information") == true);
    CHECK_FALSE(said.contains("problem"));
    CHECK(said.at("threads_left_out") == 0);
    REQUIRE(said.at("threads").size() == 1);
    const auto& thread = said.at("threads").at(0);
    CHECK(thread.at("main") == true);
    CHECK(thread.at("cause") == true);
    REQUIRE(thread.at("frames").size() == 5);
    const auto& first = thread.at("frames").at(0);
    CHECK(first.at("function") == "wound(enemy&)");
    CHECK(first.at("file") == "/home/ann/pong/src/enemy.hpp");
    CHECK(first.at("line") == 12);
    CHECK(first.at("module") == "pong");
    CHECK(first.at("inlined") == true);
    CHECK(first.at("own") == true);
    CHECK_FALSE(thread.at("frames").at(4).contains("file"));
    CHECK(said.at("source").at(1).at("number") == 12);
    CHECK(said.at("source").at(1).at("text") == "    who.health -= 1;");
    CHECK(said.at("source").at(1).at("marked") == true);
}
