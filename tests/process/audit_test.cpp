#include "catch.hpp"

#include "tests/support/supervisor_run.hpp"

#include <csignal>

using namespace respawn::test;

namespace {

/// A game whose state has a pointer to what `target` names.
struct dangling_game {
    project game;
    supervisor_run run;

    explicit dangling_game(const std::string& target, std::vector<std::string> options = {}) :
        run{(game.install(worker_program("dangler")), game), std::move(options), {target}}
    {
        run.wait_for_frame(3);
    }

    [[nodiscard]] event audit(int exit_code) const
    {
        const program_result result = run.command({"audit", "--json"});
        INFO(result.output + result.errors);
        REQUIRE(result.exit_code == exit_code);
        return event::parse(result.output);
    }

    /// What the only dangling pointer points at.
    [[nodiscard]] event points_at() const
    {
        const event found = audit(1).at("dangling");
        REQUIRE(found.size() == 1);
        REQUIRE(found[0].at("path") == "game.enemies[3].path");
        return found[0];
    }
};

} // namespace

TEST_CASE("a state whose pointers all lead into it has nothing to be told of")
{
    dangling_game now{"nothing"};
    const event found = now.audit(0);
    REQUIRE(found.at("pointers") == 15); // two in each of five enemies and in the owned one, and three more
    REQUIRE(found.at("whole") == true);
    REQUIRE(found.at("damaged") == false);
    const program_result text = now.run.command({"audit"});
    REQUIRE(text.exit_code == 0);
    REQUIRE(text.output.find("all 15 pointers are null or point into the state") == 0);
    now.run.order({"restart"});
    REQUIRE(now.run.events("audit").empty());
    now.run.quit();
}

TEST_CASE("a pointer that dangles is told by its path with what it points at")
{
    const auto [target, kind, words] = GENERATE(table<std::string, std::string, std::string>(
        {{"stack", "stack", "the stack of generation 1"},
         {"heap", "heap", "the heap of generation 1"},
         {"freed", "freed", "memory of the state that is free"},
         {"function", "executable", "the function pointer_to"}}));
    CAPTURE(target);
    dangling_game now{target};
    const event found = now.points_at();
    INFO(found.dump());
    REQUIRE(found.at("kind") == kind);
    REQUIRE(found.at("points_at").get<std::string>().find(words) == 0);
    const program_result text = now.run.command({"audit"});
    REQUIRE(text.exit_code == 1);
    REQUIRE(text.output.find("game.enemies[3].path points at " + words) == 0);
    REQUIRE(text.output.find("\n1 of 15 pointers dangles") != std::string::npos);
    now.run.quit();
}

TEST_CASE("a pointer to a variable of the program follows it and does not dangle")
{
    dangling_game now{"static"};
    REQUIRE(now.audit(0).at("rebound") == 1);
    const program_result text = now.run.command({"audit"});
    REQUIRE(text.exit_code == 0);
    REQUIRE(text.output.find("all 15 pointers are null, point into the state, or follow the program") == 0);
    REQUIRE(text.output.find("\n1 leads to functions, vtables, variables or constants") != std::string::npos);
    now.run.order({"restart"});
    REQUIRE(now.run.events("audit").empty());
    REQUIRE(now.audit(0).at("rebound") == 1);
    now.run.quit();
}

TEST_CASE(
    "a pointer that dangles is told when a newer worker takes the state over, which it does nevertheless")
{
    dangling_game now{"heap"};
    now.run.order({"restart"});
    const event told = now.run.wait_for("audit");
    REQUIRE(told.at("from_generation") == 1);
    REQUIRE(told.at("dangling_count") == 1);
    REQUIRE(told.at("dangling").at(0).at("path") == "game.enemies[3].path");
    REQUIRE(told.at("dangling").at(0).at("points_at") == "the heap of generation 1");
    now.run.wait_for("swapped");
    REQUIRE(now.points_at().at("kind") != "freed");
    now.run.quit();
}

TEST_CASE("nothing is set where a pointer dangles")
{
    const std::string path = "game.enemies[3].path.*";
    dangling_game freed{"freed"};
    const program_result refused = freed.run.command({"set", path, "1"});
    REQUIRE(refused.exit_code == 1);
    INFO(refused.errors);
    REQUIRE(refused.errors.find(path + " lies in memory of the state that is free") != std::string::npos);
    freed.run.quit();
}

TEST_CASE("a pointer that dangles because its worker was killed is told as well")
{
    dangling_game now{"heap"};
    REQUIRE(::kill(now.run.worker_process_id(), SIGKILL) == 0);
    const event told = now.run.wait_for("audit");
    REQUIRE(told.at("from_generation") == 1);
    REQUIRE(told.at("dangling").at(0).at("points_at") == "memory of generation 1, which is gone");
    now.run.wait_for("swapped");
    now.run.quit();
}

TEST_CASE("a session with --no-audit hands the state over without a look at its pointers")
{
    dangling_game now{"heap", {"--no-audit"}};
    now.run.order({"restart"});
    now.run.wait_for("swapped", [](const event& said) { return said.at("frame") > 1; });
    REQUIRE(now.run.events("audit").empty());
    REQUIRE(now.points_at().at("kind") != "freed");
    now.run.quit();
}
