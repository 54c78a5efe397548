#include "catch.hpp"

#include "tests/process/sweep/plan.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include "shared/kill_points.hpp"

#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace respawn::test;

namespace {

/// A game whose state points to code and constants, and that uses all of it in every frame.
struct followed_game {
    project game;
    supervisor_run run;
    std::uint64_t builds = 1;

    explicit followed_game(
        const std::string& variant, std::vector<std::string> options = {},
        std::vector<std::string> arguments = {}) :
        run{(game.install(worker_program("follower_" + variant)), game), std::move(options),
            std::move(arguments)}
    {
        run.wait_for("swapped");
        run.wait_for_frame(3);
    }

    void build(const std::string& variant)
    {
        game.install(worker_program("follower_" + variant), "build " + std::to_string(++builds));
    }

    /// Until the new one has used everything in a few frames.
    event swap_to(const std::string& variant)
    {
        build(variant);
        return play_on();
    }

    event play_on()
    {
        const event swapped = run.wait_for("swapped");
        run.wait_for_frame(swapped.at("frame").get<std::uint64_t>() + 3);
        REQUIRE(run.events("worker_ended").empty());
        return swapped;
    }

    std::string refusal_of(const std::string& variant)
    {
        build(variant);
        return run.wait_for("refused", [&](const event& each) { return each.at("generation") == builds; })
            .at("sentence");
    }

    void require_plays_on(int player)
    {
        REQUIRE(run.worker_process_id() == player);
        run.wait_for_frame(run.frame() + 3);
        REQUIRE(run.events("worker_ended").empty());
    }
};

} // namespace

TEST_CASE("pointers to functions, variables, vtables and literals follow the program through 20 swaps")
{
    followed_game now{"0", {"--dump-state", "end.state"}};
    const std::vector<std::string> variants{"1", "2", "optimised", "3", "0"};
    for (int swap = 0; swap != 20; ++swap)
        now.swap_to(variants[static_cast<std::size_t>(swap) % variants.size()]);
    REQUIRE(now.run.events("audit").empty());
    now.run.quit();
    // The titles, the label, the name, and the news of the last variant but one: what nothing points to is
    // gone.
    respawn::state::header_data directory{};
    const std::string dumped = read_file(now.game / "end.state");
    REQUIRE(dumped.size() > sizeof directory);
    std::memcpy(&directory, dumped.data(), sizeof directory);
    REQUIRE(directory.text_count <= 5);
    REQUIRE(directory.text_count >= 2);
}

TEST_CASE("objects behind a base class are shown, audited and changed as what they are")
{
    followed_game now{"0"};
    const program_result shown = now.run.command({"inspect", "world.things[0].heat", "--json"});
    INFO(shown.output + shown.errors);
    REQUIRE(shown.exit_code == 0);
    REQUIRE(event::parse(shown.output).at("parts").at(0).at("value") == 5);
    now.run.order({"set", "world.things[0].id", "0"});
    const program_result audit = now.run.command({"audit", "--json"});
    INFO(audit.output + audit.errors);
    REQUIRE(audit.exit_code == 0);
    REQUIRE(event::parse(audit.output).at("rebound") > 250);
    now.run.quit();
}

TEST_CASE("pointers into the program are shown and compared by what they lead to, before and after a swap")
{
    followed_game now{"0"};
    const auto shown = [&](const std::string& path) {
        const program_result found = now.run.command({"inspect", path});
        INFO(found.errors);
        REQUIRE(found.exit_code == 0);
        return found.output;
    };
    const std::string file = (now.game / "before.state").string();
    now.run.order({"save", file});
    for (const char* variant : {"0", "1"}) {
        CAPTURE(variant);
        REQUIRE(shown("world.title") == "world.title: \"the title of the first\"\n");
        REQUIRE(shown("world.jump") == "world.jump: jump(int)\n");
        REQUIRE(shown("world.score") == "world.score: score+0xc\n");
        now.swap_to("1");
    }
    const program_result differing = now.run.command({"diff", file, "--json", "--all"});
    INFO(differing.output + differing.errors);
    REQUIRE(differing.exit_code == 1);
    const event told = event::parse(differing.output);
    for (const event& each : told.at("differences"))
        for (const char* path : {"world.title", "world.jump", "world.score", "world.wide"})
            REQUIRE(each.at("path") != path);
    now.run.quit();
}

TEST_CASE("a state that points to a function that the new build does not have is refused by name")
{
    followed_game now{"0"};
    const int player = now.run.worker_process_id();
    const std::string sentence = now.refusal_of("without_jump");
    INFO(sentence);
    REQUIRE(
        sentence.find("world.jump points to the function jump(int), which generation 2 does not have") == 0);
    REQUIRE(sentence.find("generation 1 plays on; R starts generation 2 afresh") != std::string::npos);
    now.require_plays_on(player);
    now.swap_to("1");
    now.run.quit();
}

TEST_CASE("a state with an object of a class that the new build does not have is refused by name")
{
    followed_game now{"0"};
    const int player = now.run.worker_process_id();
    const std::string sentence = now.refusal_of("without_chest");
    INFO(sentence);
    REQUIRE(
        sentence.find("world.things[1].* points to the vtable of chest, which generation 2 does not have") ==
        0);
    REQUIRE(sentence.find("generation 1 plays on") != std::string::npos);
    now.require_plays_on(player);
    now.run.quit();
}

TEST_CASE("a state that points to a lambda is refused by another build, and not by the same one")
{
    followed_game now{"0", {}, {"lambda"}};
    now.run.order({"restart"});
    now.play_on();
    const int player = now.run.worker_process_id();
    const std::string sentence = now.refusal_of("1");
    INFO(sentence);
    REQUIRE(sentence.find("world.unnamed points to the lambda in ") == 0);
    REQUIRE(sentence.find("which has no name to find it by in generation 2") != std::string::npos);
    now.require_plays_on(player);
    now.run.quit();
}

TEST_CASE("a stripped program can't be followed, and says so")
{
    followed_game now{"stripped"};
    const int player = now.run.worker_process_id();
    const std::string sentence = now.refusal_of("1");
    INFO(sentence);
    REQUIRE(sentence.find("program of generation 1") != std::string::npos);
    REQUIRE(sentence.find("stripped") != std::string::npos);
    REQUIRE(sentence.find("link it with them") != std::string::npos);
    now.require_plays_on(player);
    now.run.quit();
}

TEST_CASE("after a crash the same generation, elsewhere in memory, finds its functions and variables again")
{
    followed_game now{"1", {}, {"lambda"}};
    for (int crash = 0; crash != 2; ++crash) {
        const int player = now.run.worker_process_id();
        REQUIRE(::kill(player, SIGKILL) == 0);
        now.run.wait_for("worker_ended");
        const event swapped = now.run.wait_for("swapped");
        now.run.wait_for_frame(swapped.at("frame").get<std::uint64_t>() + 3);
        REQUIRE(now.run.events("worker_ended").size() == static_cast<std::size_t>(crash) + 1);
    }
    now.run.quit();
}

TEST_CASE("pointers follow back to an earlier generation, also when the newer one has crashed")
{
    followed_game now{"0"};
    now.swap_to("1");
    now.run.order({"back"});
    REQUIRE(now.play_on().at("generation") == 1);
    now.swap_to("2");
    // In its first frames: back to the state from before.
    REQUIRE(::kill(now.run.worker_process_id(), SIGKILL) == 0);
    now.run.wait_for("worker_ended");
    const event swapped = now.run.wait_for("swapped");
    REQUIRE(swapped.at("generation") == 1);
    now.run.wait_for_frame(swapped.at("frame").get<std::uint64_t>() + 3);
    REQUIRE(now.run.events("worker_ended").size() == 1);
    now.run.quit();
}

TEST_CASE("a program is followed also when its copy was removed before anything of it was read")
{
    followed_game now{"0"};
    std::filesystem::remove_all(now.game / ".respawn");
    now.run.wait_for("notice");
    now.swap_to("1");
    now.run.quit();
}

TEST_CASE("a saved state finds the functions and constants of another build, whose session has seen no other")
{
    const project elsewhere;
    const auto file = elsewhere / "kept.state";
    {
        followed_game now{"0"};
        now.swap_to("1");
        now.run.order({"save", file.string()});
        now.run.quit();
    }
    followed_game next{"2", {"--state", file.string()}};
    REQUIRE(next.run.events("swapped").at(0).at("state") == "loaded");
    REQUIRE(next.run.events("worker_ended").empty());
    next.swap_to("3");
    // And back to what the file holds, in a session that has played on.
    next.run.order({"save", file.string()});
    next.swap_to("0");
    next.run.order({"load", file.string()});
    next.run.wait_for("loaded");
    next.run.wait_for("swapped");
    next.require_plays_on(next.run.worker_process_id());
    next.run.quit();
}

TEST_CASE("a saved state whose function the build does not have is refused, and the file left as it is")
{
    const project elsewhere;
    const auto file = elsewhere / "kept.state";
    {
        followed_game now{"0"};
        now.run.order({"save", file.string()});
        now.run.quit();
    }
    const std::string saved = read_file(file);
    const project game;
    game.install(worker_program("follower_without_jump"));
    supervisor_run run{game, {"--state", file.string()}};
    REQUIRE(run.process().wait(usual_patience).code == 1);
    REQUIRE(
        run.errors().find("world.jump points to the function jump(int), which generation 1") !=
        std::string::npos);
    REQUIRE(run.errors().find("move ") != std::string::npos);
    REQUIRE((read_file(file) == saved));
}

TEST_CASE("with --no-audit functions and literals are followed all the same")
{
    followed_game now{"0", {"--no-audit"}};
    now.swap_to("1");
    now.swap_to("2");
    now.run.quit();
}

TEST_CASE("a worker killed while it follows pointers leaves the state as it was, and the old one plays on")
{
    using respawn::kill_point;
    if (!respawn::has_kill_points) {
        WARN("this build has no kill points: nothing was killed");
        return;
    }
    const project scratch;
    const auto file = scratch / "plan";
    std::ofstream{file, std::ios::binary}.close();
    std::filesystem::resize_file(file, sizeof(kill_plan));
    kill_plan* plan = map_plan(file.c_str());
    REQUIRE(plan != nullptr);
    plan->where = kill_plan::nowhere;
    followed_game now{"0", {}, {"nothing", file.string()}};
    const int player = now.run.worker_process_id();
    for (const kill_point where :
         {kill_point::rebinding_heard, kill_point::state_rebound, kill_point::taken_over,
          kill_point::record_half_copied}) {
        CAPTURE(static_cast<int>(where));
        plan->passes = 0;
        plan->where = static_cast<std::uint32_t>(where);
        now.build("1");
        const event told = now.run.wait_for(
            "worker_ended", [&](const event& each) { return each.at("generation") == now.builds; });
        REQUIRE(told.at("next").get<std::string>().find("generation 1 plays on") != std::string::npos);
        REQUIRE(now.run.worker_process_id() == player);
        now.run.wait_for_frame(now.run.frame() + 3);
    }
    now.build("1");
    now.run.wait_for("swapped", [&](const event& each) { return each.at("generation") == now.builds; });
    now.run.quit();
}

TEST_CASE("a key that would be another value is refused by the path of its container, and null ones are none")
{
    const project game;
    game.install(worker_program("keyed"));
    {
        supervisor_run run{game};
        run.wait_for_frame(3);
        game.install(worker_program("keyed"), "2");
        REQUIRE(
            run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; })
                .at("state") == "kept");
        run.quit();
    }
    supervisor_run run{game, {}, {"with keys"}};
    run.wait_for_frame(3);
    const int player = run.worker_process_id();
    game.install(worker_program("keyed"), "3");
    const std::string sentence = run.wait_for("refused").at("sentence");
    REQUIRE(
        sentence.find("world.seen[1] has a key that points into the program, where generation 2 has it in "
                      "another place: use a string or an enumeration as the key") != std::string::npos);
    REQUIRE(run.worker_process_id() == player);
    run.wait_for_frame(run.frame() + 3);
    run.quit();
}
