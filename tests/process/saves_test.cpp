#include "catch.hpp"

#include "tests/support/executable_tag.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <iostream>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// A project whose "compiler" takes the version of the worker that src/version names from a shelf.
class built_project : public project {
public:
    explicit built_project(std::string_view before_copying = "true")
    {
        fs::create_directory(folder() / "src");
        fs::create_directory(folder() / "shelf");
        write_file(
            folder() / "compile.sh", std::string{before_copying} +
                                         "\nversion=$(cat src/version) && cp \"shelf/$version\" build/new "
                                         "&& mv build/new build/game\n");
    }
    void put_on_shelf(const std::string& version, std::string_view worker = "counter") const
    {
        prepare(worker_program(worker), version, folder() / "shelf" / version);
    }
    void save(const std::string& version) const { write_file(folder() / "src/version", version); }
    static std::vector<std::string> options() { return {"--build", "sh compile.sh", "--watch", "src"}; }
};

std::string running_version(const supervisor_run& run)
{
    const event now = run.status();
    return now.at("worker").is_null() ? "" : tag_of(now.at("worker").at("exe").get<std::string>());
}

std::string sentence_of_notice(supervisor_run& run)
{
    return run.wait_for("notice").at("sentence");
}

} // namespace

TEST_CASE("50 saves in 5 seconds end with the last version running")
{
    constexpr int save_count = 50;
    // From 0 to 190 ms: some builds are done before the next save, some are not.
    const built_project game{"sleep 0.$(printf %02d $(($(cat src/version) * 7 % 20)))"};
    for (int version = 1; version <= save_count; ++version)
        game.put_on_shelf(std::to_string(version));
    game.save("1");
    supervisor_run run{game, built_project::options()};
    run.wait_for("swapped");
    for (int version = 2; version <= save_count; ++version) {
        game.save(std::to_string(version));
        REQUIRE(always([&] { return run.process().running(); }, 100ms));
    }
    REQUIRE(eventually([&] { return running_version(run) == std::to_string(save_count); }));
    // And nothing that was on its way replaces it.
    REQUIRE(always([&] { return running_version(run) == std::to_string(save_count); }, 500ms));
    REQUIRE(run.events("refused").empty());
    REQUIRE(run.events("worker_ended").empty());
    std::cout << save_count << " saves: " << run.events("build_started").size() << " builds, "
              << run.events("build_superseded").size() << " superseded, " << run.events("swapped").size()
              << " swaps\n";
    run.quit();
}

TEST_CASE("a failed build tells the compiler's words and leaves the game playing")
{
    const built_project game{
        R"(grep -q wrong src/version && { echo "version:1: error: wrong" >&2; exit 3; })"};
    game.put_on_shelf("1");
    game.put_on_shelf("2");
    game.save("1");
    supervisor_run run{game, built_project::options()};
    const event first = run.wait_for("swapped");
    game.save("wrong");
    const event failed = run.wait_for("build_failed");
    REQUIRE(failed.at("output").get<std::string>().find("version:1: error: wrong") != std::string::npos);
    REQUIRE(failed.at("exit").get<std::string>().find('3') != std::string::npos);
    run.wait_for_frame(run.frame() + 20);
    REQUIRE(run.worker_process_id() == first.at("pid"));
    game.save("2");
    run.wait_for("swapped");
    REQUIRE(running_version(run) == "2");
    run.quit();
}

TEST_CASE("a first build that fails is waited for")
{
    const built_project game;
    game.save("1"); // which is not on the shelf
    supervisor_run run{game, built_project::options()};
    run.wait_for("build_failed");
    REQUIRE(sentence_of_notice(run).starts_with("nothing plays yet, "));
    game.put_on_shelf("2");
    game.save("2");
    run.wait_for("swapped");
    run.quit();
}

TEST_CASE("a build that succeeds and makes no program where one is expected is told")
{
    const built_project game{"exit 0"};
    supervisor_run run{game, built_project::options()};
    run.wait_for("build_succeeded");
    REQUIRE(sentence_of_notice(run).ends_with(": correct its path, or the build command"));
    run.quit();
}

TEST_CASE("an old build output that is no worker does not end a session that can build another one")
{
    const built_project game;
    game.install(worker_program("not_a_worker"));
    game.save("1"); // which is not on the shelf: the build leaves the old output as it is
    supervisor_run run{game, built_project::options()};
    run.wait_for("build_failed");
    REQUIRE(sentence_of_notice(run).ends_with(" of an earlier build meanwhile"));
    run.wait_for("refused");
    game.put_on_shelf("2");
    game.save("2");
    run.wait_for("swapped");
    REQUIRE(running_version(run) == "2");
    run.quit();
}

TEST_CASE("an old build output is not played when the first build makes a newer one")
{
    const built_project game{"until test -e go; do sleep 0.01; done"};
    game.install(worker_program("not_a_worker"));
    game.put_on_shelf("1");
    game.save("1");
    supervisor_run run{game, built_project::options()};
    run.wait_for("build_started");
    write_file(game / "go", "");
    const event first = run.wait_for("swapped");
    REQUIRE(first.at("generation") == 1);
    REQUIRE(running_version(run) == "1");
    run.quit();
}

TEST_CASE("sources in folders that are new are watched, and what editors leave beside them is not")
{
    const built_project game;
    game.put_on_shelf("1");
    game.save("1");
    supervisor_run run{game, built_project::options()};
    run.wait_for("swapped");

    fs::create_directories(game / "src/new/deep");
    write_file(game / "src/new/deep/thing.cpp", "int thing;\n");
    const event for_new = run.wait_for("build_started", [](const event& each) {
        return each.at("files").dump().find("thing.cpp") != std::string::npos;
    });
    REQUIRE(for_new.at("files").dump().find("src/new/deep/thing.cpp") != std::string::npos);
    run.wait_for("build_succeeded");

    fs::create_directory(game / "src/.git");
    for (const char* name :
         {".git/index", ".thing.cpp.swp", "thing.cpp~", "4913", "#thing.cpp#", ".#thing.cpp"})
        write_file(game / "src" / name, "not a source");
    REQUIRE(always([&] { return run.events("build_started").size() == 2; }, 300ms));
    write_file(game / "src/new/deep/thing.cpp", "int thing = 1;\n");
    const event for_edit = run.wait_for("build_started");
    REQUIRE(for_edit.at("files") == event::array({"src/new/deep/thing.cpp"}));
    run.quit();
}

TEST_CASE("a newer save ends the build that is running, with all of its processes")
{
    const built_project game{
        R"sh(if test "$(cat src/version)" = slow; then sleep 1000 & echo $! > child; wait; fi)sh"};
    game.put_on_shelf("1");
    game.put_on_shelf("2");
    game.save("1");
    supervisor_run run{game, built_project::options()};
    run.wait_for("swapped");
    game.save("slow");
    int child = 0;
    REQUIRE(eventually([&] {
        const std::string text = fs::exists(game / "child") ? read_file(game / "child") : "";
        child = text.empty() || text.back() != '\n' ? 0 : std::stoi(text);
        return child != 0;
    }));
    REQUIRE(process_runs(child));

    SECTION("a newer save")
    {
        game.save("2");
        run.wait_for("build_superseded");
        run.wait_for("swapped");
        REQUIRE(running_version(run) == "2");
        REQUIRE(eventually([&] { return !process_runs(child); }));
        run.quit();
    }
    SECTION("the end of the session")
    {
        run.quit();
        REQUIRE(eventually([&] { return !process_runs(child); }));
    }
}
