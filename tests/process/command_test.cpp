#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <fstream>
#include <memory>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

program_start command_in(const project& game, const fs::path& folder, std::vector<std::string> arguments)
{
    program_start start = game.respawn(std::move(arguments));
    start.folder = folder;
    return start;
}

/// A command that is still waiting for its answer.
program_run begin_command(const project& game, std::vector<std::string> arguments)
{
    program_start start = game.respawn(std::move(arguments));
    start.output = game / "command.out";
    start.errors = game / "command.err";
    return program_run{start};
}

} // namespace

TEST_CASE("status tells frame, generation, worker, size of the state and whether it is paused")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    const event swapped = run.wait_for("swapped");
    const event now = run.status();
    REQUIRE(now.at("frame") >= 1);
    REQUIRE(now.at("generation") == 1);
    REQUIRE(now.at("worker").at("pid") == swapped.at("pid"));
    const fs::path staged = now.at("worker").at("exe").get<std::string>();
    REQUIRE(staged.filename() == "game");
    REQUIRE(staged.parent_path() == game / ".respawn/gen/000001");
    REQUIRE(now.at("state_bytes") > 0);
    REQUIRE(now.at("paused") == false);
    const program_result for_people = run.command({"status"});
    REQUIRE(for_people.output.find("generation 1") != std::string::npos);
    fs::create_directories(game / "deep/folder");
    REQUIRE(run_program(command_in(game, game / "deep/folder", {"status"})).exit_code == 0);
    REQUIRE(run_program(command_in(game, game.runtime_folder(), {"status"})).exit_code == 1);
    run.quit();
}

TEST_CASE("a paused game stands still, steps by so many frames, and goes on")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for_frame(10);
    run.order({"pause"});
    const std::uint64_t begun = run.wait_for("paused").at("frame");
    REQUIRE(always([&] { return run.frame() <= begun + 1; }, 200ms));
    REQUIRE(run.status().at("paused") == true);

    run.order({"step"}); // or the end of a frame that was under way when the pause came
    const std::uint64_t frame = run.frame();
    REQUIRE(frame > begun);
    REQUIRE(frame <= begun + 2);
    run.order({"step"});
    REQUIRE(run.frame() == frame + 1);
    run.order({"step", "25"});
    REQUIRE(run.frame() == frame + 26);
    REQUIRE(always([&] { return run.frame() == frame + 26; }, 100ms));
    run.order({"resume"});
    run.wait_for("resumed");
    run.wait_for_frame(frame + 50);
    REQUIRE(run.status().at("paused") == false);
    run.quit();
}

TEST_CASE("a build that comes while the game is paused takes over when it goes on")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for_frame(10);
    run.order({"pause"});
    run.order({"step"}); // no frame is under way any more
    game.install(worker_program("counter"), "second");
    run.wait_for("notice");
    const std::uint64_t frame = run.frame();
    REQUIRE(run.status().at("generation") == 1);
    run.order({"step"});
    const event swapped = run.wait_for("swapped");
    REQUIRE(swapped.at("generation") == 2);
    REQUIRE(swapped.at("frame") == frame + 1);
    REQUIRE(run.status().at("paused") == true);
    run.quit();
}

TEST_CASE("a worker that dies while the game is paused is there again when it goes on")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, {"--dump-state", "end.state"}};
    run.wait_for_frame(10);
    run.order({"pause"});
    run.order({"step"}); // no frame is under way any more
    REQUIRE(eventually([&] { return ::kill(run.worker_process_id(), SIGKILL) == 0; }));
    run.wait_for("worker_ended");
    const std::uint64_t frame = run.frame();
    run.order({"step"});
    REQUIRE(run.frame() == frame + 1);
    run.order({"resume"});
    run.wait_for_frame(frame + 10);
    run.quit();
    const dumped_state state{game / "end.state"};
    REQUIRE(counts_up(state.read_vector<std::uint64_t>(state.root("counter"))));
}

TEST_CASE("a step that is cut short by a resume is answered")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for_frame(5);
    auto step = begin_command(game, {"step", "100000"});
    run.wait_for("paused");
    run.wait_for_frame(20);
    run.order({"resume"});
    REQUIRE(step.wait(5s).code == 1);
    run.quit();
}

TEST_CASE("a step whose worker dies is answered")
{
    const project game;
    game.install(worker_program("crasher"), "30 always");
    supervisor_run run{game, {"--fps", "20"}};
    run.wait_for_frame(2);
    auto step = begin_command(game, {"step", "100000"});
    run.wait_for("worker_ended");
    run.wait_for("worker_ended");
    REQUIRE(step.wait(5s).code == 1);
    REQUIRE(read_file(game / "command.err").find("SIGSEGV") != std::string::npos);
    run.quit();
}

TEST_CASE("a step that the end of the session cuts short is answered")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for_frame(5);
    auto step = begin_command(game, {"step", "100000"});
    run.wait_for("paused");
    run.quit();
    REQUIRE(step.wait(5s).code == 1);
}

TEST_CASE("a command tells whoever gave it what was done, and what is about to be")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for_frame(5);
    const auto said = [&](std::vector<std::string> arguments) {
        return run.command(std::move(arguments)).output;
    };
    CHECK(said({"restart"}) == "restart: generation 1 plays on with the state\n");
    CHECK(said({"reset"}) == "reset: generation 1 plays on with a new state\n");
    CHECK(said({"swap", worker_program("counter").string()}).starts_with("swap: generation 2 plays on"));
    CHECK(said({"back"}) == "back: generation 1 plays on with the state\n");
    CHECK(said({"gate"}) == "gate off: new workers don't wait for a debugger\n");
    CHECK(said({"gate", "off"}) == said({"gate"}));
    CHECK(said({"resume"}) == "resume: the game was not paused\n");
    CHECK(said({"pause"}).starts_with("pause: the game stands still;"));
    CHECK(said({"pause"}).starts_with("pause: the game stands still already;"));
    run.order({"step"}); // no frame is under way any more
    const std::uint64_t frame = run.frame();
    CHECK(said({"step", "3"}) == "step: paused after frame " + std::to_string(frame + 3) + "\n");
    CHECK(
        said({"restart"}) == "restart: generation 1 is started, and plays on with the state when the game "
                             "goes on: it is paused\n");
    CHECK(said({"resume"}) == "resume: the game plays on\n");
    CHECK(said({"quit"}) == "quit: respawn (pid " + std::to_string(run.process_id()) + ") has ended\n");
}

TEST_CASE("a reader that goes away before all is printed is nothing to complain of")
{
    const project game;
    program_start start = game.respawn({});
    const std::string respawn = start.program.string();
    start.program = "/bin/sh";
    start.arguments = {
        "-c", "mkfifo reader && exec 3<>reader 4>reader 3<&- && exec '" + respawn + "' help >&4 4>&-"};
    const program_result printed = run_program(start);
    CHECK(printed.exit_code == 0);
    CHECK(printed.errors.empty());
}

TEST_CASE("a restart while a newer build warms up does not bring the old one back")
{
    const project game;
    game.install(worker_program("counter"), "old");
    supervisor_run run{game};
    run.wait_for("swapped");
    game.install(worker_program("slow_starter"), "new");
    run.wait_for("staged");
    auto restart = begin_command(game, {"restart"});
    REQUIRE(always([&] { return run.events("swapped").size() == 1; }, 300ms));
    write_file(game / "go", "");
    REQUIRE(restart.wait().code == 0);
    REQUIRE(run.status().at("generation") == 2);
    run.quit();
}

TEST_CASE("a restart is answered when the new worker plays")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    const int before = run.wait_for("swapped").at("pid");
    run.order({"restart"});
    const int after = run.worker_process_id();
    REQUIRE(after != before);
    REQUIRE(run.events("swapped").size() == 2);
    run.quit();
}

TEST_CASE("ten restarts at once are all answered")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, {"--dump-state", "end.state"}};
    run.wait_for_frame(5);
    std::vector<std::unique_ptr<program_run>> restarts;
    for (int number = 0; number != 10; ++number) {
        program_start start = game.respawn({"restart"});
        start.output = game / "command.out";
        start.errors = game / "command.err";
        restarts.push_back(std::make_unique<program_run>(start));
    }
    for (const auto& restart : restarts) {
        const auto ended = restart->wait();
        INFO(read_file(game / "command.err"));
        REQUIRE(ended.code == 0);
    }
    run.wait_for_frame(run.frame() + 5);
    run.quit();
    const dumped_state state{game / "end.state"};
    REQUIRE(counts_up(state.read_vector<std::uint64_t>(state.root("counter"))));
}

TEST_CASE("the worker gets the arguments that follow the dashes, after every swap")
{
    const project game;
    game.install(worker_program("arguments"));
    supervisor_run run{game, {}, {"--level", "7", "two words", ""}};
    run.wait_for("swapped");
    REQUIRE(read_file(game / "arguments") == "--level\n7\ntwo words\n\n");
    std::filesystem::remove(game / "arguments");
    run.order({"restart"});
    REQUIRE(read_file(game / "arguments") == "--level\n7\ntwo words\n\n");
    run.quit();
}

TEST_CASE("what a worker prints does not get between the lines of JSON")
{
    const project game;
    game.install(worker_program("chatterbox"));
    supervisor_run run{game, {"--frames", "500", "--fps", "0"}};
    REQUIRE(run.wait_until_stopped().at("frames_committed") == 500);
    REQUIRE(run.errors().size() >= 500 * 1024);
}

TEST_CASE("a person is told in lines of text")
{
    const project game;
    game.install(worker_program("counter"));
    const program_result result = run_program(
        game.respawn({"run", "--headless", "--fps", "0", "--frames", "50", game.executable().string()}));
    REQUIRE(result.exit_code == 0);
    REQUIRE(result.errors.empty());
    REQUIRE(result.output.find("swapped in") != std::string::npos);
    REQUIRE(result.output.find("state fresh, frame 1") != std::string::npos);
    REQUIRE(result.output.find("respawn stopped at frame 50") != std::string::npos);
    REQUIRE(result.output.find('\x1b') == std::string::npos);
}

TEST_CASE("a screenshot has what the game draws")
{
    const project game;
    game.install(worker_program("painter"), "red");
    supervisor_run run{game, {"--size", "64x48"}};
    run.wait_for_frame(3);
    run.order({"screenshot", "red.png"});
    game.install(worker_program("painter"), "blue");
    run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    run.order({"screenshot", "blue.png"});
    REQUIRE(read_file(game / "red.png").substr(0, 4) == "\x89PNG");
    REQUIRE(read_file(game / "red.png") != read_file(game / "blue.png"));
    const program_result nowhere = run.command({"screenshot", "no/such/folder/x.png"});
    REQUIRE(nowhere.exit_code == 1);
    REQUIRE(nowhere.errors.find("no/such/folder/x.png") != std::string::npos);
    run.quit();
}

TEST_CASE("quit ends the supervisor before it returns")
{
    const project game;
    game.install(worker_program("stubborn"));
    supervisor_run run{game};
    run.wait_for("swapped");
    run.order({"quit"});
    const program_result after = run.command({"status"});
    REQUIRE(after.exit_code == 1);
    REQUIRE(after.errors.find("no respawn runs") != std::string::npos);
    REQUIRE(run.wait_until_stopped().at("reason").get<std::string>().find("quit") != std::string::npos);
}

TEST_CASE("a script's close request ends the session after the frame that was told")
{
    const project game;
    game.install(worker_program("counter"));
    write_file(game / "input.script", "20 close\n");
    supervisor_run run{game, {"--script", "input.script", "--fps", "0"}};
    REQUIRE(run.wait_until_stopped().at("frame") == 20);
}

TEST_CASE(
    "a session whose .respawn is removed makes it anew, and stages the next build as if nothing had happened")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for("swapped");
    const auto was_made_anew = [](const event& each) {
        return each.at("sentence").get<std::string>().find(".respawn was removed") != std::string::npos;
    };
    fs::remove_all(game / ".respawn");

    SECTION("a build comes at once")
    {
        game.install(worker_program("counter"), "second");
        REQUIRE(run.wait_for("swapped").at("generation") == 2);
        REQUIRE(eventually([&] { return read_file(game / ".respawn/.gitignore") == "*\n"; }));
    }
    SECTION("the user comes first")
    {
        run.wait_for("notice", was_made_anew);
        REQUIRE(read_file(game / ".respawn/.gitignore") == "*\n");
        const program_result second =
            run_program(game.respawn({"run", "--headless", game.executable().string()}));
        REQUIRE(second.errors.find("(pid " + std::to_string(run.process_id()) + ")") != std::string::npos);
        REQUIRE(eventually([&] { return fs::exists(game / ".respawn/gen/000001/game"); }));
        run.order({"restart"});
        game.install(worker_program("counter"), "second");
        run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    }
    SECTION("the worker dies")
    {
        run.wait_for("notice", was_made_anew);
        REQUIRE(eventually([&] { return fs::exists(game / ".respawn/gen/000001/game"); }));
        ::kill(run.worker_process_id(), SIGKILL);
        const event swapped = run.wait_for("swapped");
        REQUIRE(swapped.at("generation") == 1);
        REQUIRE(swapped.at("state") == "kept");
    }
    run.quit();
    REQUIRE(run.events("notice").size() == 1);
    REQUIRE(run.events("refused").empty());
}

TEST_CASE("a build whose staged files are gone is not started, and the next one plays on with the state")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    const int worker = run.wait_for("swapped").at("pid");
    fs::remove_all(game / ".respawn/gen");

    SECTION("when the user wants it")
    {
        for (const char* what : {"restart", "reset"}) {
            const program_result refused = run.command({what});
            REQUIRE(refused.exit_code == 1);
            REQUIRE(
                refused.errors ==
                "respawn: the files of generation 1 in .respawn are gone; build the game again\n");
        }
        run.wait_for_frame(run.frame() + 5);
        REQUIRE(run.worker_process_id() == worker);
    }
    SECTION("when the worker dies")
    {
        ::kill(worker, SIGKILL);
        run.wait_for("refused");
    }
    game.install(worker_program("counter"), "second");
    const event swapped = run.wait_for("swapped");
    REQUIRE(swapped.at("generation") == 2);
    REQUIRE(swapped.at("state") == "kept");
    run.quit();
}
