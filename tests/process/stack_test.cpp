#include "catch.hpp"

#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include <sys/ptrace.h>

using namespace respawn::test;

namespace {

const std::vector<std::string> options{"--hang-timeout", "0.5", "--fps", "240", "--on-crash", "hold"};

/// What is said of the stack of an inhabitant of the zoo.
event stack_of(const char* inhabitant)
{
    const project game;
    game.install(worker_program(std::string{"zoo_"} + inhabitant));
    supervisor_run run{game, options};
    run.wait_for("worker_ended");
    event found = run.wait_for("stack");
    run.quit();
    UNSCOPED_INFO(found.dump(2));
    return found;
}

/// The frames of the game's own in the thread that it happened in.
std::vector<event> own_frames(const event& said)
{
    std::vector<event> own;
    for (const event& frame : said.at("threads").at(0).at("frames"))
        if (frame.at("own") == true)
            own.push_back(frame);
    REQUIRE_FALSE(own.empty());
    return own;
}

bool ends_with(const event& text, std::string_view end)
{
    return text.get<std::string>().ends_with(end);
}

/// The text of the source line that is marked.
std::string marked_line(const event& said)
{
    for (const event& line : said.at("source"))
        if (line.at("marked") == true)
            return line.at("text").get<std::string>();
    return "no line";
}

bool mentions(const event& frames, std::string_view function)
{
    return std::any_of(
        frames.begin(), frames.end(),
        [&](const event& frame) {
            return frame.at("function").get<std::string>().find(function) != std::string::npos;
        });
}

void require_the_game_first(const event& said, const char* file, const char* line)
{
    const event first = own_frames(said).front();
    REQUIRE(ends_with(first.at("file"), std::string{"zoo/"} + file));
    REQUIRE(marked_line(said).find(line) != std::string::npos);
    REQUIRE(own_frames(said).back().at("function") == "main");
}

} // namespace

TEST_CASE("a crash is shown where it happened: function, file, line, and the line itself")
{
    const event said = stack_of("null_dereference");
    REQUIRE(said.at("hang") == false);
    REQUIRE(said.at("threads").at(0).at("main") == true);
    REQUIRE(own_frames(said).front().at("function") == "lambda in main");
    // The signal's handler, in which the worker waits, is no part of what happened.
    REQUIRE(own_frames(said).front() == said.at("threads").at(0).at("frames").at(0));
    require_the_game_first(said, "null_dereference.cpp", "*nowhere = 1;");
}

TEST_CASE("functions that the compiler has put into their callers have frames of their own")
{
    const event said = stack_of("inlined_crash");
    const auto own = own_frames(said);
    REQUIRE(own.at(0).at("function").get<std::string>().starts_with("wound"));
    REQUIRE(own.at(0).at("inlined") == true);
    REQUIRE(own.at(1).at("function") == "fight(enemy*)");
    REQUIRE(own.at(1).at("inlined") == false);
    REQUIRE(own.at(1).at("line") > own.at(0).at("line"));
    require_the_game_first(said, "inlined_crash.cpp", "*health = 2;");
}

TEST_CASE("a hang is shown where it hangs")
{
    const event said = stack_of("endless_loop");
    REQUIRE(said.at("hang") == true);
    require_the_game_first(said, "endless_loop.cpp", "while (for_ever)");
}

TEST_CASE("a stack is shown also of a worker whose executable was removed")
{
    const project game;
    game.install(worker_program("zoo_endless_loop"));
    supervisor_run run{game, {"--hang-timeout", "2", "--on-crash", "hold"}};
    run.wait_for("swapped");
    std::filesystem::remove_all(game / ".respawn");
    REQUIRE(run.events("worker_ended").empty());
    require_the_game_first(run.wait_for("stack"), "endless_loop.cpp", "while (for_ever)");
    run.quit();
}

TEST_CASE("a deadlock is shown with both who wait")
{
    const event said = stack_of("deadlock");
    require_the_game_first(said, "deadlock.cpp", "join()");
    REQUIRE(said.at("threads").size() >= 2);
    REQUIRE(mentions(said.at("threads").at(1).at("frames"), "lambda in"));
}

TEST_CASE("exceptions, failed assertions and calls through null pointers are shown where the game made them")
{
    require_the_game_first(
        stack_of("uncaught_exception"), "uncaught_exception.cpp", "throw std::runtime_error");
    require_the_game_first(
        stack_of("failed_assertion"), "failed_assertion.cpp", "assert(the_moon_is_a_cheese)");
    require_the_game_first(stack_of("null_call"), "null_call.cpp", "react(points);");
}

TEST_CASE("a crash in another thread shows that thread first, and the main one too")
{
    const event said = stack_of("crash_in_thread");
    const event& first = said.at("threads").at(0);
    REQUIRE(first.at("main") == false);
    REQUIRE(first.at("cause") == true);
    REQUIRE(ends_with(own_frames(said).front().at("file"), "zoo/crash_in_thread.cpp"));
    REQUIRE(marked_line(said).find("*nowhere = 1;") != std::string::npos);
    const event& second = said.at("threads").at(1);
    REQUIRE(second.at("main") == true);
    REQUIRE(second.at("cause") == false);
    REQUIRE(mentions(second.at("frames"), "main"));
}

TEST_CASE("a stack that overflowed shows the recursion")
{
    const event said = stack_of("stack_overflow");
    REQUIRE(own_frames(said).front().at("function") == "zoo::fall(int)");
    REQUIRE(said.at("threads").at(0).at("more_frames") == true);
}

TEST_CASE("the next worker is started at once, and each that crashes is looked at")
{
    const project game;
    game.install(worker_program("zoo_null_dereference"));
    supervisor_run run{game, {"--fps", "240"}};
    std::vector<int> processes;
    for (int times = 0; times != 2; ++times)
        processes.push_back(run.wait_for("worker_ended").at("pid"));
    REQUIRE(eventually([&] { return run.events("stack").size() == 2; }));
    for (const event& said : run.events("stack"))
        REQUIRE(std::count(processes.begin(), processes.end(), said.at("pid").get<int>()) == 1);
    REQUIRE(run.events("stack").front().at("as_before") == false);
    REQUIRE(run.events("stack").back().at("as_before") == true);
    run.quit();
}

TEST_CASE("a worker that is kept for a debugger is looked at and stays")
{
    const project game;
    game.install(worker_program("zoo_null_dereference"));
    supervisor_run run{game, {"--on-crash", "wait", "--fps", "240"}};
    const int process = run.wait_for("worker_ended").at("pid");
    const event said = run.wait_for("stack");
    REQUIRE(said.at("pid") == process);
    // A debugger can attach, as soon as who looked has let go.
    REQUIRE(eventually([&] { return ::ptrace(PTRACE_SEIZE, process, nullptr, nullptr) == 0; }));
    run.quit();
}

TEST_CASE("a worker that somebody else holds can't be looked at, and it is told who holds it")
{
    const project game;
    game.install(worker_program("zoo_endless_loop"));
    supervisor_run run{game, options};
    const int process = run.wait_for("swapped").at("pid");
    REQUIRE(::ptrace(PTRACE_SEIZE, process, nullptr, nullptr) == 0);
    run.wait_for("worker_ended");
    const event said = run.wait_for("stack");
    const std::string problem = said.at("problem");
    CAPTURE(problem);
    REQUIRE(problem.find("(process " + std::to_string(::getpid()) + ") holds it") != std::string::npos);
    REQUIRE(said.at("threads").empty());
    run.order({"quit"});
}

TEST_CASE("nobody has to know the command that looks, and it complains about what is no process")
{
    const project game;
    const program_result help = run_program(game.respawn({"help"}));
    REQUIRE(help.output.find("examine") == std::string::npos);
    const program_result wrong = run_program(game.respawn({"examine", "many"}));
    REQUIRE(wrong.exit_code == 2);
    REQUIRE(wrong.errors.find("PID must be the id of a process") != std::string::npos);
    const program_result none = run_program(game.respawn({"examine", "2147483647"}));
    REQUIRE(none.exit_code == 0);
    REQUIRE(event::parse(none.output).at("gone") == true);
}
