#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>

using namespace respawn::test;

TEST_CASE("a build with another layout takes the state over, and the line says what became of it")
{
    const project game;
    game.install(worker_program("layout_a"));
    supervisor_run run{game};
    run.wait_for_frame(30);
    game.install(worker_program("layout_b"));
    const event swapped =
        run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(swapped.at("state") == "migrated");
    const event change = swapped.at("migration").at("changes").at(0);
    REQUIRE(change.at("change") == "added");
    REQUIRE(change.at("path") == "world.player");
    REQUIRE(change.at("field") == "armor");
    REQUIRE(change.at("default") == "5");
    REQUIRE(run.command({"inspect", "world.player.armor"}).output.find('5') != std::string::npos);
    const auto frames = [&] {
        return event::parse(run.command({"status", "--json"}).output).at("frame").get<std::uint64_t>();
    };
    run.wait_for_frame(frames() + 10);

    SECTION("the old layout comes back")
    {
        game.install(worker_program("layout_a"));
        const event back =
            run.wait_for("swapped", [](const event& each) { return each.at("generation") == 3; });
        REQUIRE(back.at("state") == "migrated");
        REQUIRE(back.at("migration").at("changes").at(0).at("change") == "removed");
    }
    SECTION("going back migrates backwards")
    {
        run.order({"back"});
        const event back = run.wait_for(
            "swapped", [](const event& each) { return each.at("generation") == 1 && each.at("frame") > 30; });
        REQUIRE(back.at("state") == "migrated");
    }
    SECTION("the same layout is kept after that")
    {
        run.order({"restart"});
        const event again = run.wait_for("swapped", [&](const event& each) {
            return each.at("generation") == 2 && each.at("pid") != swapped.at("pid");
        });
        REQUIRE(again.at("state") == "kept");
    }
    run.quit();
}

TEST_CASE("a build with a layout that nobody can get to is refused by the path while the old one plays on")
{
    const project game;
    game.install(worker_program("layout_a"));
    supervisor_run run{game};
    const event first = run.wait_for("swapped");
    game.install(worker_program("layout_c"));
    const event refused = run.wait_for("refused");
    const std::string sentence = refused.at("sentence");
    INFO(sentence);
    REQUIRE(sentence.find("world.player") != std::string::npos);
    REQUIRE(sentence.find("was hero, is map of int32 to int32") != std::string::npos);
    REQUIRE(sentence.find("generation 1 plays on") != std::string::npos);
    run.wait_for_frame(run.frame() + 20);
    REQUIRE(run.worker_process_id() == first.at("pid"));

    SECTION("the old layout comes back")
    {
        game.install(worker_program("layout_a"));
        REQUIRE(run.wait_for("swapped").at("state") == "kept");
    }
    SECTION("a reset starts the new one afresh")
    {
        run.order({"reset"});
        const event fresh = run.wait_for("swapped");
        REQUIRE(fresh.at("generation") == 2);
        REQUIRE(fresh.at("state") == "fresh");
        REQUIRE(fresh.at("frame") == 1);
    }
    run.quit();
}

TEST_CASE(
    "a build that asks for one root as two types is refused, with its name, and nothing of the state is lost")
{
    const std::string sentence =
        "the root \"counter\" is a counter, and was asked for as a other, too; give each its own name";
    const project game;
    SECTION("while another one plays")
    {
        game.install(worker_program("counter"));
        supervisor_run run{game, {"--dump-state", "end.state"}};
        run.wait_for_frame(30);
        game.install(worker_program("namesakes"));
        const event refused = run.wait_for("refused");
        REQUIRE(refused.at("generation") == 2);
        REQUIRE(refused.at("sentence").get<std::string>().starts_with(sentence));
        run.wait_for_frame(run.frame() + 10);
        run.quit();
        const dumped_state state{game / "end.state"};
        REQUIRE(counts_up(state.read_vector<std::uint64_t>(state.root("counter"))));
    }
    SECTION("in a session that begins")
    {
        game.install(worker_program("namesakes"));
        supervisor_run run{game};
        REQUIRE(run.wait_for("refused").at("sentence").get<std::string>().starts_with(sentence));
        game.install(worker_program("counter"));
        REQUIRE(run.wait_for("swapped").at("frame") == 1);
        run.quit();
    }
}

TEST_CASE("a reset starts with an empty state, a restart keeps it")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, {"--dump-state", "end.state"}};
    run.wait_for_frame(50);
    run.order({"restart"});
    REQUIRE(run.frame() > 50);
    run.order({"reset"});
    const event fresh = run.wait_for(
        "swapped", [](const event& each) { return each.at("state") == "fresh" && each.at("gap_ms") > 0; });
    REQUIRE(fresh.at("frame") == 1);
    run.quit();
    const dumped_state state{game / "end.state"};
    REQUIRE(counts_up(state.read_vector<std::uint64_t>(state.root("counter"))));
}

TEST_CASE("a reset while the game is paused is kept by the restarts and builds that come before it plays on")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, {"--dump-state", "end.state"}};
    run.wait_for("swapped");
    run.wait_for_frame(50);
    run.order({"pause"});
    run.order({"reset"});
    SECTION("a restart")
    {
        run.order({"restart"});
    }
    SECTION("a build")
    {
        game.install(worker_program("counter"), "again");
        run.wait_for("staged", [](const event& each) { return each.at("generation") == 2; });
    }
    run.order({"resume"});
    const event fresh =
        run.wait_for("swapped", [](const event& each) { return each.at("state") == "fresh"; });
    REQUIRE(fresh.at("frame") == 1);
    run.wait_for_frame(10);
    run.quit();
    const dumped_state state{game / "end.state"};
    REQUIRE(counts_up(state.read_vector<std::uint64_t>(state.root("counter"))));
}

TEST_CASE("commits larger than the journal's ring keep every byte")
{
    const project game;
    game.install(worker_program("large_commit"));
    supervisor_run run{game, {"--frames", "40", "--journal", "1M", "--dump-state", "end.state"}};
    run.wait_for_frame(15);
    game.install(worker_program("large_commit"), "again");
    run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(run.wait_until_stopped().at("frames_committed") == 40);
    const dumped_state state{game / "end.state"};
    const auto words = state.read_vector<std::uint64_t>(state.root("large"));
    REQUIRE(words.size() == (8 << 20) / 8);
    std::size_t wrong = 0;
    for (std::size_t index = 0; index != words.size(); ++index)
        wrong += words[index] != 40 * index;
    REQUIRE(wrong == 0);
}

TEST_CASE("a record of the ring's size, and of all sizes around it, arrives")
{
    const project game;
    game.install(worker_program("growing_commit"));
    supervisor_run run{
        game, {"--frames", "300", "--fps", "0", "--journal", "1M", "--dump-state", "end.state"}};
    REQUIRE(run.wait_until_stopped().at("frames_committed") == 300);
    const dumped_state state{game / "end.state"};
    const auto root = state.root("growing");
    for (std::uint64_t page = 0; page != 300; ++page)
        REQUIRE(state.read<std::uint64_t>(root + page * 4096) == 300);
}

TEST_CASE("four threads allocate from the state in one frame")
{
    constexpr std::size_t frames = 100, a_frame = 50, shelf_count = 4;
    const project game;
    game.install(worker_program("threads"));
    supervisor_run run{game, {"--frames", "100", "--fps", "200", "--dump-state", "end.state"}};
    run.wait_for_frame(40);
    run.order({"restart"});
    REQUIRE(run.wait_until_stopped().at("frames_committed") == frames);
    const dumped_state state{game / "end.state"};
    constexpr std::uint64_t shelf_bytes = 24 + 24;
    for (std::uint64_t shelf = 0; shelf != shelf_count; ++shelf) {
        const auto numbers = state.read_vector<std::uint64_t>(state.root("shelves") + shelf * shelf_bytes);
        REQUIRE(numbers.size() == frames * a_frame);
        for (std::size_t index = 0; index != numbers.size(); ++index)
            if (numbers[index] != index / a_frame + 1)
                FAIL("shelf " << shelf << " has " << numbers[index] << " at " << index);
    }
}

TEST_CASE("a texture is made once and found by later workers")
{
    const project game;
    game.install(worker_program("textures"));
    supervisor_run run{game, {"--dump-state", "end.state", "--size", "64x48"}};
    run.wait_for_frame(3);
    run.order({"screenshot", "before.png"});
    run.order({"restart"});
    run.order({"restart"});
    run.wait_for_frame(run.frame() + 3);
    run.order({"screenshot", "after.png"});
    run.quit();
    const dumped_state state{game / "end.state"};
    const auto root = state.root("textures");
    REQUIRE(state.read<std::uint64_t>(root) == 1);
    REQUIRE(state.read<std::uint64_t>(root + 8) == 2);
    REQUIRE((read_file(game / "before.png") == read_file(game / "after.png")));
}

TEST_CASE("a state that is full throws in the worker and keeps what was committed")
{
    const project game;
    game.install(worker_program("filler"));
    supervisor_run run{game, {"--state-capacity", "4M", "--frames", "30", "--dump-state", "end.state"}};
    REQUIRE(run.wait_until_stopped().at("frames_committed") == 30);
    REQUIRE(run.events("worker_ended").empty());
    const dumped_state state{game / "end.state"};
    REQUIRE(state.bytes().size() <= 4 << 20);
    REQUIRE(state.read<std::uint64_t>(state.root("filler")) > 0);
}
