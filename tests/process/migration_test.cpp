#include "catch.hpp"

#include "tests/process/sweep/plan.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/supervisor_run.hpp"

#include "shared/kill_points.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace respawn::test;

namespace {

/// The plan's file, in which nobody is to die yet.
kill_plan& make_plan(const std::filesystem::path& file)
{
    std::ofstream{file, std::ios::binary}.close();
    std::filesystem::resize_file(file, sizeof(kill_plan));
    kill_plan* plan = map_plan(file.c_str());
    REQUIRE(plan != nullptr);
    plan->where = kill_plan::nowhere;
    return *plan;
}

std::string inspected(const supervisor_run& run, const std::string& path)
{
    const program_result found = run.command({"inspect", path, "--json", "--all"});
    INFO(found.output + found.errors);
    REQUIRE(found.exit_code == 0);
    return event::parse(found.output).at("parts").dump();
}

} // namespace

TEST_CASE("a worker killed at any point of a migration leaves the old state, and the old generation plays on")
{
    using respawn::kill_point;
    struct way {
        const char* soldiers;
        std::vector<kill_point> points;
    };
    const auto [soldiers, points] = GENERATE(
        way{"1000",
            {kill_point::first_tick, kill_point::taken_over, kill_point::root_carried,
             kill_point::state_carried, kill_point::migration_told, kill_point::frame_begun,
             kill_point::changes_found, kill_point::record_begun, kill_point::record_half_copied,
             kill_point::record_copied}},
        // What does not fit the ring goes another way.
        way{"300000",
            {kill_point::root_carried, kill_point::migration_told, kill_point::object_begun,
             kill_point::object_copied}});
    const project game;
    kill_plan& plan = make_plan(game / "plan");
    game.install(worker_program("migrant_a"));
    supervisor_run run{game, {}, {(game / "plan").string(), soldiers}};
    run.wait_for_frame(10);
    const int player = run.worker_process_id();
    const std::string before = inspected(run, "army.soldiers[..20]");
    std::uint64_t generation = 1;
    for (const kill_point where : points) {
        CAPTURE(static_cast<int>(where));
        plan.passes = 0;
        plan.where = static_cast<std::uint32_t>(where);
        game.install(worker_program("migrant_b"), std::to_string(++generation));
        const event told = run.wait_for(
            "worker_ended", [&](const event& each) { return each.at("generation") == generation; });
        REQUIRE(told.at("next").get<std::string>().find("generation 1 plays on") != std::string::npos);
        REQUIRE(run.worker_process_id() == player);
        run.wait_for_frame(run.frame() + 3);
        REQUIRE(inspected(run, "army.soldiers[..20]") == before);
        REQUIRE(inspected(run, "army.first").find("army.soldiers[1]") != std::string::npos);
    }
    game.install(worker_program("migrant_b"), "survives");
    const event swapped =
        run.wait_for("swapped", [&](const event& each) { return each.at("generation") > 1; });
    REQUIRE(swapped.at("state") == "migrated");
    REQUIRE(inspected(run, "army.first").find("army.soldiers[1]") != std::string::npos);
    REQUIRE(inspected(run, "army.reserve[999].number").find("999") != std::string::npos);
    run.quit();
}

TEST_CASE("a state that has no room for both layouts plays on, and what would lose it is not advised")
{
    const project game;
    game.install(worker_program("migrant_a"));
    supervisor_run run{game, {"--state-capacity", "2MiB"}, {"nothing", "10000"}};
    run.wait_for_frame(3);
    const int player = run.worker_process_id();
    game.install(worker_program("migrant_b"), "2");
    const std::string sentence = run.wait_for("refused").at("sentence");
    INFO(sentence);
    REQUIRE(sentence.find("start respawn with a larger --state-capacity") != std::string::npos);
    REQUIRE(sentence.ends_with("; generation 1 plays on"));
    REQUIRE(run.worker_process_id() == player);
    run.quit();
}

TEST_CASE("the text behind a pointer to a literal becomes a string, and a function of the game can read it")
{
    const project game;
    game.install(worker_program("migrant_a"));
    supervisor_run run{game};
    run.wait_for_frame(3);
    game.install(worker_program("migrant_b"), "2");
    run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(inspected(run, "army.motto").find("\"to the last one\"") != std::string::npos);
    REQUIRE(inspected(run, "army.song").find("\"to the last one\"") != std::string::npos);
    run.quit();
}

TEST_CASE("carrying the state over may take longer than a frame, and a newer build waits for it")
{
    const project game;
    game.install(worker_program("slow_migrant_a"));
    supervisor_run run{game, {"--hang-timeout", "0.5"}};
    run.wait_for_frame(3);
    game.install(worker_program("slow_migrant_b"), "2");
    const event told = run.wait_for("notice", [](const event& each) {
        return each.at("sentence").get<std::string>().find("carrying the state over") != std::string::npos;
    });
    REQUIRE(told.at("sentence").get<std::string>().find("generation 2") == 0);
    game.install(worker_program("slow_migrant_b"), "3");
    const event second =
        run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(second.at("state") == "migrated");
    const event third = run.wait_for("swapped", [](const event& each) { return each.at("generation") == 3; });
    REQUIRE(third.at("state") == "kept");
    REQUIRE(run.events("worker_ended").empty());
    run.quit();
}
