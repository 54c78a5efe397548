#include "supervisor/session/shown_stack.hpp"

#include "catch.hpp"

using respawn::supervisor::shown_stack;
namespace postmortem = respawn::postmortem;
namespace report = respawn::report;

namespace {

postmortem::frame frame_in(const char* function, const char* file, unsigned line, bool is_own)
{
    postmortem::frame made;
    made.function = function;
    made.file = file;
    made.line = line;
    made.is_own = is_own;
    return made;
}

report::stack crash_in_two_threads()
{
    postmortem::thread main;
    main.id = 7;
    main.is_main = main.is_the_cause = true;
    main.frames = {
        frame_in("raise", "", 0, false), frame_in("update(game&)", "/home/me/pong/src/rules.cpp", 41, true)};
    postmortem::thread audio;
    audio.id = 8;
    audio.name = "audio";
    report::stack event;
    event.folder = "/home/me/pong";
    event.image = "pong";
    event.found.threads = {main, audio};
    event.found.source = {{40, "a", false}, {41, "b", true}};
    return event;
}

} // namespace

TEST_CASE("a stack is shown with its threads, its places from the project's folder, and the quoted line")
{
    const auto shown = shown_stack(crash_in_two_threads());
    REQUIRE(shown.threads.size() == 2);
    CHECK(shown.threads[0].name == "the main thread, which crashed");
    CHECK(shown.threads[1].name == "thread 8 (audio)");
    REQUIRE(shown.threads[0].lines.size() == 2);
    CHECK_FALSE(shown.threads[0].lines[0].is_own);
    CHECK(shown.threads[0].lines[1].file == "src/rules.cpp");
    CHECK(shown.threads[0].lines[1].line == 41);
    CHECK(shown.quoted_file == "src/rules.cpp");
    REQUIRE(shown.quote.size() == 2);
    CHECK(shown.quote[1].marked);
    CHECK(shown.remarks.empty());
}

TEST_CASE("an inlined function, a hang, and a function without a name are shown as such")
{
    auto event = crash_in_two_threads();
    event.why = report::stack::reason::hang;
    event.found.threads[0].frames[1].is_inlined = true;
    event.found.threads[0].frames[0].function.clear();
    const auto shown = shown_stack(event);
    CHECK(shown.threads[0].name == "the main thread, which hangs");
    CHECK(shown.threads[0].lines[0].function == "a function without a name");
    CHECK(shown.threads[0].lines[1].function == "update(game&) (inlined)");
}

TEST_CASE("what could not be found out is said")
{
    report::stack event;
    event.image = "pong";
    event.found.problem = "a debugger holds it";
    event.found.has_no_debug_information = true;
    const auto shown = shown_stack(event);
    CHECK(shown.threads.empty());
    CHECK(shown.quoted_file.empty());
    REQUIRE(shown.remarks.size() == 2);
    CHECK(shown.remarks[0] == "There is no stack: a debugger holds it");
    CHECK(shown.remarks[1].find("build it with -g") != std::string::npos);
}
