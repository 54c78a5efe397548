#include "catch.hpp"

#include "tests/support/executable_tag.hpp"
#include "tests/support/supervisor_run.hpp"

#include <fstream>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

bool is_tag(const event& swapped, const supervisor_run& run, std::string_view tag)
{
    return !swapped.is_null() && tag_of(run.status().at("worker").at("exe").get<std::string>()) == tag;
}

/// Writes the first `bytes` of a worker's image into the build output that is there.
void write_part(const project& game, const fs::path& worker, std::size_t bytes)
{
    write_file(game.executable(), read_file(worker).substr(0, bytes));
}

/// The old worker plays on although the build output is of no use.
void require_to_play_on(supervisor_run& run, int process_id)
{
    run.wait_for_frame(run.frame() + 20);
    REQUIRE(run.worker_process_id() == process_id);
    REQUIRE(run.events("staged").size() == 1);
}

} // namespace

TEST_CASE("a build output that is written over while its worker runs takes over when it is closed")
{
    const project game;
    game.install(worker_program("counter"), "first");
    supervisor_run run{game};
    run.wait_for("swapped");
    game.overwrite(worker_program("counter"), "second");
    const event swapped = run.wait_for("swapped");
    REQUIRE(is_tag(swapped, run, "second"));
    REQUIRE(swapped.at("state") == "kept");
    run.quit();
}

TEST_CASE("a build output that is deleted leaves its worker playing, and the next one takes over")
{
    const project game;
    game.install(worker_program("counter"), "first");
    supervisor_run run{game};
    const event first = run.wait_for("swapped");
    SECTION("the file alone")
    {
        fs::remove(game.executable());
    }
    SECTION("its whole folder")
    {
        fs::remove_all(game / "build");
    }
    require_to_play_on(run, first.at("pid"));
    fs::create_directory(game / "build");
    game.install(worker_program("counter"), "second");
    REQUIRE(is_tag(run.wait_for("swapped"), run, "second"));
    run.quit();
}

TEST_CASE("a file that can't be run is never staged, and a line says why")
{
    const project game;
    game.install(worker_program("counter"), "first");
    supervisor_run run{game};
    const event first = run.wait_for("swapped");
    const auto size = fs::file_size(game.executable());
    std::string why;

    SECTION("cut off in the middle")
    {
        fs::resize_file(game.executable(), size / 2);
        // Cutting alone is no end of writing: a linker closes the file.
        std::ofstream{game.executable(), std::ios::app}.flush();
        why = "incomplete";
    }
    SECTION("half of it written")
    {
        write_part(game, worker_program("painter"), size / 3);
        why = "incomplete";
    }
    SECTION("emptied")
    {
        write_part(game, worker_program("painter"), 0);
        why = "empty";
    }
    SECTION("not executable")
    {
        const fs::path copy = game / "build/copy";
        game.prepare(worker_program("counter"), "second", copy);
        fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write);
        fs::rename(copy, game.executable());
        why = "execut";
    }
    SECTION("a script")
    {
        write_file(game.executable(), "#!/bin/sh\nexec true\n");
        why = "is a script";
    }
    const event refused = run.wait_for("refused");
    INFO(refused.dump());
    REQUIRE(refused.at("sentence").get<std::string>().find(why) != std::string::npos);
    require_to_play_on(run, first.at("pid"));

    game.install(worker_program("counter"), "good");
    REQUIRE(is_tag(run.wait_for("swapped"), run, "good"));
    run.quit();
}

TEST_CASE("a file that is still being written is not looked at")
{
    const project game;
    game.install(worker_program("counter"), "first");
    supervisor_run run{game};
    const event first = run.wait_for("swapped");
    const std::string image = read_file(worker_program("counter"));
    {
        std::ofstream slow_linker{game.executable(), std::ios::binary | std::ios::trunc};
        slow_linker << image.substr(0, image.size() / 2) << std::flush;
        require_to_play_on(run, first.at("pid"));
        slow_linker << image.substr(image.size() / 2) << std::flush;
        require_to_play_on(run, first.at("pid"));
    }
    const event second = run.wait_for("swapped");
    REQUIRE(run.events("refused").empty());
    REQUIRE(second.at("generation") == 2);
    run.quit();
}

TEST_CASE("a build output that is a link is followed to what it names now")
{
    const project game;
    game.prepare(worker_program("counter"), "first", game / "game-1");
    game.prepare(worker_program("counter"), "second", game / "game-2");
    fs::create_symlink(game / "game-1", game.executable());
    supervisor_run run{game};
    REQUIRE(is_tag(run.wait_for("swapped"), run, "first"));
    fs::create_symlink(game / "game-2", game / "build/link");
    fs::rename(game / "build/link", game.executable());
    REQUIRE(is_tag(run.wait_for("swapped"), run, "second"));
    game.prepare(worker_program("counter"), "third", game / "game-2");
    REQUIRE(is_tag(run.wait_for("swapped"), run, "third"));
    run.quit();
}

TEST_CASE("a file that becomes executable later is staged then")
{
    const project game;
    game.install(worker_program("counter"), "first");
    supervisor_run run{game};
    run.wait_for("swapped");
    const fs::path copy = game / "build/copy";
    game.prepare(worker_program("counter"), "second", copy);
    fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write);
    fs::rename(copy, game.executable());
    run.wait_for("refused");
    fs::permissions(game.executable(), fs::perms::owner_all);
    REQUIRE(is_tag(run.wait_for("swapped"), run, "second"));
    run.quit();
}
