// The end of a session whose state goes to a slow disk.
#include "catch.hpp"

#include "tests/support/saved_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <cstdlib>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// Programs that are started meanwhile find the disk slow as long as the file `slow_while` is there.
class slow_disk {
public:
    explicit slow_disk(const fs::path& slow_while)
    {
        ::setenv("SLOW_WHILE", slow_while.c_str(), 1);
        ::setenv("LD_PRELOAD", SLOW_DISK, 1);
        const char* options = std::getenv("ASAN_OPTIONS");
        asan_options_ = options ? options : "";
        // Its runtime wants to be the first library.
        ::setenv("ASAN_OPTIONS", (asan_options_ + ":verify_asan_link_order=0").c_str(), 1);
    }
    ~slow_disk()
    {
        ::setenv("ASAN_OPTIONS", asan_options_.c_str(), 1);
        ::unsetenv("LD_PRELOAD");
        ::unsetenv("SLOW_WHILE");
    }
    slow_disk(const slow_disk&) = delete;
    slow_disk& operator=(const slow_disk&) = delete;

private:
    std::string asan_options_;
};

} // namespace

TEST_CASE("an end that waits for a slow disk says so, and can be cut short without harm to the old file")
{
    const project game;
    game.install(worker_program("counter"));
    const slow_disk disk{game / "slow"};
    supervisor_run run{game, {"--state", "kept.state", "--autosave", "0"}};
    run.wait_for_frame(5);
    run.order({"save"});
    run.wait_for("saved");
    const std::string file = read_file(game / "kept.state");
    run.wait_for_frame(read_state_file(game / "kept.state").frame + 5);
    write_file(game / "slow", "");
    const int worker = run.worker_process_id();
    ::kill(run.process_id(), SIGINT);
    const std::string told = run.wait_for("notice").at("sentence");
    REQUIRE(
        told ==
        "the state is still being saved to " + (game / "kept.state").string() + "; Ctrl-C ends without that");
    REQUIRE_FALSE(process_runs(worker));

    SECTION("the disk gets on with it")
    {
        fs::remove(game / "slow");
        const event stopped = run.wait_until_stopped();
        REQUIRE(read_state_file(game / "kept.state").frame == stopped.at("frame").get<std::uint64_t>());
        REQUIRE(entries_in(game.folder()) == 3); // .respawn, build and the file
    }
    SECTION("the user does not wait")
    {
        ::kill(run.process_id(), SIGINT);
        run.process().wait();
        REQUIRE(run.process().ending() == "exit code 1");
        REQUIRE(run.events("stopped").size() == 1);
        REQUIRE(
            run.errors() == "respawn: the save of the state to " + (game / "kept.state").string() +
                                " was given up before the disk had all of it; the file is the old one or "
                                "the new one\n");
        REQUIRE((read_file(game / "kept.state") == file));
        REQUIRE(fs::is_empty(game.runtime_folder() / "respawn"));
        fs::remove(game / "slow");
        supervisor_run next{game, {"--state", "kept.state"}};
        next.wait_for("swapped");
        next.quit();
        REQUIRE(entries_in(game.folder()) == 3);
    }
}
