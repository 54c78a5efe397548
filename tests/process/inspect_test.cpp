#include "catch.hpp"

#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <csignal>
#include <sstream>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

std::string answer(const supervisor_run& run, std::vector<std::string> command)
{
    const program_result result = run.command(std::move(command));
    INFO(result.errors);
    REQUIRE(result.exit_code == 0);
    return result.output;
}

std::string complaint(const supervisor_run& run, std::vector<std::string> command, int exit_code = 1)
{
    const program_result result = run.command(std::move(command));
    INFO(result.output);
    REQUIRE(result.exit_code == exit_code);
    return result.errors;
}

event parts(const supervisor_run& run, const std::string& path)
{
    return event::parse(answer(run, {"inspect", path, "--json"})).at("parts");
}

event value(const supervisor_run& run, const std::string& path)
{
    return parts(run, path).at(0).at("value");
}

/// A game that is there to be looked at.
struct inspected {
    project game;
    supervisor_run run;

    explicit inspected(std::vector<std::string> options = {}) :
        run{(game.install(worker_program("inspectee")), game), std::move(options)}
    {
        run.wait_for_frame(3);
    }

    [[nodiscard]] bool stands_still() const
    {
        const auto frame = run.frame();
        return always([&] { return run.frame() == frame; }, 100ms);
    }
};

/// Several lines that a command prints while it runs.
class running_command {
public:
    running_command(const project& game, std::vector<std::string> arguments) :
        output_{game / "command.out"}, process_{start(game, std::move(arguments))}
    {}
    bool prints(const std::string& text)
    {
        return eventually([&] { return read().find(text) != std::string::npos; });
    }
    [[nodiscard]] std::string read() const { return fs::exists(output_) ? read_file(output_) : ""; }
    program_run& process() { return process_; }

private:
    program_start start(const project& game, std::vector<std::string> arguments) const
    {
        program_start made = game.respawn(std::move(arguments));
        made.output = output_;
        made.errors = game / "command.err";
        return made;
    }
    fs::path output_;
    program_run process_;
};

} // namespace

TEST_CASE("the state is shown while the game runs as fast as it can, and always that of one frame")
{
    inspected now{{"--fps", "0"}};
    for (int look = 0; look != 50; ++look) {
        const event state = event::parse(answer(now.run, {"inspect", "--json"}));
        const event& world = state.at("parts").at(0).at("value");
        REQUIRE(state.at("parts").at(0).at("path") == "game");
        REQUIRE(world.at("first") == world.at("second"));
        REQUIRE(world.at("first") == state.at("frame"));
        REQUIRE(world.at("ticks") == state.at("frame"));
        REQUIRE(world.at("held") == event{{"$pointer", "game.enemies[3]"}});
        REQUIRE(world.at("by_name") == event::parse(R"([{"key": "orc", "value": 3}])"));
        REQUIRE(world.at("enemies").back() == event{{"$cut", 24}});
    }
    now.run.quit();
}

TEST_CASE("a part of the state is shown by its path, and what is not there is told")
{
    inspected now;
    REQUIRE(answer(now.run, {"inspect", "game.lives"}) == "game.lives: 3\n");
    REQUIRE(answer(now.run, {"inspect", "game.held->hp"}) == "game.held->hp: 10\n");
    REQUIRE(answer(now.run, {"inspect", "game.by_name[\"orc\"]"}) == "game.by_name[\"orc\"]: 3\n");
    REQUIRE(parts(now.run, "game.enemies[2..5].hp").size() == 4);
    const std::string all = answer(now.run, {"inspect", "game.enemies", "--all"});
    REQUIRE(all.find("\n  [39]: {hp: 10, x: 0, target: null}\n") != std::string::npos);
    REQUIRE(all.find("…") == std::string::npos);
    REQUIRE(answer(now.run, {"inspect", "--depth", "0"}).find("game: world …\n") == 0);
    REQUIRE(
        complaint(now.run, {"inspect", "game.lifes"}).find("perhaps you meant lives") != std::string::npos);
    REQUIRE(complaint(now.run, {"inspect", "game["}).find("no ] for the [") != std::string::npos);
    REQUIRE(complaint(now.run, {"inspect", "--depth", "x"}, 2).find("--depth is 'x'") != std::string::npos);
    now.run.quit();
}

TEST_CASE("what is set is seen by the game's code of the next frame, and committed with it")
{
    inspected now{{"--fps", "0"}};
    const std::string lives = answer(now.run, {"set", "game.lives", "99"});
    REQUIRE(lives.find("game.lives: 3 -> 99 in frame ") == 0);
    REQUIRE(value(now.run, "game.lives_seen") == 99);
    answer(now.run, {"set", "game.lives", "-1"});
    REQUIRE(value(now.run, "game.lives_seen") == -1);
    answer(now.run, {"set", "game.feels", "2"});
    const event feels = value(now.run, "game.feels_seen");
    REQUIRE((feels == 2 || feels == "grim"));
    for (const std::string& title : {std::string{"h\xc3\xa4llo"}, std::string(4000, 'x'), std::string{}}) {
        const std::string told = answer(now.run, {"set", "game.title", title});
        REQUIRE(told.find("which the game made") == std::string::npos);
        REQUIRE(parts(now.run, "game.title_seen").at(0).at("value") == title.substr(0, 200));
    }
    answer(now.run, {"set", "game.flags[3]", "true"});
    REQUIRE(value(now.run, "game.flags") == event::parse("[false, false, false, true, false]"));
    answer(now.run, {"set", "game.held->hp", "77"});
    REQUIRE(value(now.run, "game.enemies[3].hp") == 77);
    REQUIRE(
        answer(now.run, {"set", "game.reset_by_game", "1"}).find("which the game made 7 in the same frame") !=
        std::string::npos);
    now.run.quit();
}

TEST_CASE("what can't be set is refused by a sentence, and nothing changes")
{
    inspected now;
    REQUIRE(complaint(now.run, {"set", "game.lives", "many"}).find("is no int32") != std::string::npos);
    REQUIRE(complaint(now.run, {"set", "game.enemies", "1"}).find("as a whole") != std::string::npos);
    REQUIRE(
        complaint(now.run, {"set", "game.enemies[1..2].hp", "1"}).find("name one part") != std::string::npos);
    REQUIRE(
        complaint(now.run, {"set", "game.title", std::string(5000, 'x')}).find("more than the 4096") !=
        std::string::npos);
    REQUIRE(complaint(now.run, {"set", "game.lives"}, 2).find("a path and a value") != std::string::npos);
    REQUIRE(value(now.run, "game.lives") == 3);
    now.run.quit();
}

TEST_CASE("in a paused game a change waits for the next step, and the answer does not")
{
    inspected now;
    now.run.order({"pause"});
    now.run.order({"step"}); // no frame is under way any more
    REQUIRE(
        answer(now.run, {"set", "game.lives", "5"}) ==
        "game.lives: 3 -> 5 with the next frame, once the game goes on\n");
    REQUIRE(value(now.run, "game.lives") == 3);
    now.run.order({"step"});
    REQUIRE(value(now.run, "game.lives") == 5);
    REQUIRE(value(now.run, "game.lives_seen") == 5);
    now.run.quit();
}

TEST_CASE("a change that is asked for in a frame survives the death of the worker in that frame")
{
    inspected now;
    ::kill(now.run.worker_process_id(), SIGSTOP);
    REQUIRE(eventually([&] { return now.stands_still(); }));
    running_command set{now.game, {"set", "game.lives", "8"}};
    REQUIRE(always([&] { return set.read().empty(); }, 100ms));
    ::kill(now.run.worker_process_id(), SIGKILL);
    REQUIRE(set.prints("game.lives: 3 -> 8 in frame "));
    REQUIRE(value(now.run, "game.lives_seen") == 8);
    now.run.quit();
}

TEST_CASE("a value that makes its frame crash is given up, and the game plays on without it")
{
    inspected now;
    const std::string told = complaint(now.run, {"set", "game.lives", "-77"});
    REQUIRE(
        told.find("game.lives: 3 -> -77 was given up, because the frame that it was made in failed") !=
        std::string::npos);
    now.run.wait_for_frame(now.run.frame() + 3);
    REQUIRE(value(now.run, "game.lives") == 3);
    now.run.quit();
}

TEST_CASE("a change in the last frame, in which the session is ended, is told as made")
{
    inspected now;
    const std::string told = answer(now.run, {"set", "game.lives", "-78"});
    REQUIRE(told.find("game.lives: 3 -> -78 in frame ") == 0);
    now.run.wait_until_stopped();
}

TEST_CASE("a change that was promised for the next step is told of when the session ends before it")
{
    inspected now;
    now.run.order({"pause"});
    now.run.order({"step"}); // no frame is under way any more
    answer(now.run, {"set", "game.lives", "5"});
    now.run.quit();
    const auto notices = now.run.events("notice");
    REQUIRE(std::any_of(notices.begin(), notices.end(), [](const event& each) {
        return each.at("sentence")
                   .get<std::string>()
                   .find("game.lives: 3 -> 5 with the next frame was not made, because the supervisor is "
                         "ending") == 0;
    }));
}

TEST_CASE("when nobody plays, the state is shown, and a change is refused")
{
    inspected now{{"--on-crash", "hold"}};
    ::kill(now.run.worker_process_id(), SIGKILL);
    now.run.wait_for("worker_ended");
    REQUIRE(value(now.run, "game.lives") == 3);
    REQUIRE(complaint(now.run, {"set", "game.lives", "5"}).find("nobody plays") != std::string::npos);
    now.run.quit();
}

TEST_CASE("every change of what is watched is a line")
{
    inspected now;
    running_command watch{now.game, {"inspect", "game.lives", "--watch"}};
    REQUIRE(watch.prints("game.lives: 3\n"));
    answer(now.run, {"set", "game.lives", "4"});
    REQUIRE(watch.prints("game.lives: 3 -> 4  (frame "));
    REQUIRE(eventually([&] {
        now.run.order({"reset"});
        return watch.prints("game.lives: 4 -> 3  (frame ");
    }));
    ::kill(watch.process().process_id(), SIGINT);
    const auto ended = watch.process().wait();
    REQUIRE(ended.signaled);
    REQUIRE(ended.code == SIGINT);
    now.run.quit();
}

TEST_CASE("who watches is told when the session ends")
{
    inspected now;
    running_command watch{now.game, {"inspect", "game.ticks", "--watch", "--json"}};
    REQUIRE(watch.prints("\"before\":"));
    REQUIRE(read_file(now.game / "command.out").find("\"before\":\"") == std::string::npos);
    now.run.quit();
    REQUIRE(watch.process().wait().code == 1);
    REQUIRE(read_file(now.game / "command.err").find("has ended") != std::string::npos);
}

TEST_CASE("the layout of the types is shown with its holes")
{
    inspected now;
    const std::string text = answer(now.run, {"schema", "enemy"});
    REQUIRE(text.find("enemy: 16 bytes, aligned to 8\n") == 0);
    REQUIRE(text.find("       8       8  target: pointer to enemy\n") != std::string::npos);
    const event types = event::parse(answer(now.run, {"schema", "game", "--json"}));
    REQUIRE(types.at("types").at(0).at("name") == "world");
    REQUIRE(types.at("padding_bytes") == types.at("types").at(0).at("padding_bytes"));
    REQUIRE(answer(now.run, {"schema"}).find("-- hole --") != std::string::npos);
    REQUIRE(complaint(now.run, {"schema", "enmy"}).find("perhaps you meant 'enemy'") != std::string::npos);
    now.run.quit();
}

TEST_CASE("the state is compared with a saved one, leaf by leaf")
{
    inspected now;
    now.run.order({"pause"});
    now.run.order({"step"}); // no frame is under way any more
    now.run.order({"save", "a.state"});
    REQUIRE(answer(now.run, {"diff", "a.state"}).empty());
    const std::uint64_t frame = now.run.frame();
    answer(now.run, {"set", "game.enemies[7].hp", "1"});
    now.run.order({"step"});
    const program_result found = now.run.command({"diff", "a.state"});
    REQUIRE(found.exit_code == 1);
    REQUIRE(found.output.find("\ngame.enemies[7].hp: 10 -> 1\n") != std::string::npos);
    REQUIRE(
        found.output.find(
            "\ngame.ticks: " + std::to_string(frame) + " -> " + std::to_string(frame + 1) + "\n") !=
        std::string::npos);
    REQUIRE(found.output.find("held") == std::string::npos);
    REQUIRE(now.run.command({"diff", "a.state", "game.enemies[5..8].hp"})
                .output.ends_with(" now:\ngame.enemies[7].hp: 10 -> 1\n"));
    REQUIRE(answer(now.run, {"diff", "a.state", "game.enemies[6]"}).empty());
    REQUIRE(
        complaint(now.run, {"diff", "a.state", "game.enmies"}, 2).find("perhaps you meant enemies") !=
        std::string::npos);
    const program_result json = now.run.command({"diff", "a.state", "--json"});
    REQUIRE(json.exit_code == 1);
    REQUIRE(event::parse(json.output).at("differences").size() == 4);
    REQUIRE(complaint(now.run, {"diff", "nowhere"}, 2).find("nowhere") != std::string::npos);
    now.run.quit();
}

TEST_CASE("a saved state of another layout is compared by name")
{
    const project game;
    game.install(worker_program("layout_a"));
    {
        supervisor_run run{game};
        run.wait_for_frame(3);
        run.order({"save", "a.state"});
        run.quit();
    }
    game.install(worker_program("layout_b"));
    supervisor_run run{game};
    run.wait_for_frame(3);
    const program_result found = run.command({"diff", "a.state"});
    INFO(found.output + found.errors);
    REQUIRE(found.exit_code == 1);
    REQUIRE(found.output.find("world.player.armor: only now") != std::string::npos);
    run.quit();
}
