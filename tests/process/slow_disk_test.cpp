// Sessions whose files are on a slow disk.
#include "catch.hpp"

#include "shared/unique_handle.hpp"
#include "tests/support/saved_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// Programs that are started meanwhile find the disk slow as long as the file `slow_while` is there: when
/// they want to have written something for good, or with every write to a file.
class slow_disk {
public:
    explicit slow_disk(const fs::path& slow_while, const char* variable = "SLOW_WHILE") : variable_{variable}
    {
        ::setenv(variable_, slow_while.c_str(), 1);
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
        ::unsetenv(variable_);
    }
    slow_disk(const slow_disk&) = delete;
    slow_disk& operator=(const slow_disk&) = delete;

private:
    const char* variable_;
    std::string asan_options_;
};

/// A session whose disk takes no writes as long as the file "slow" is there; the programs that ask it have
/// another disk.
struct session_on_slow_disk {
    session_on_slow_disk()
    {
        game.install(worker_program("printer"), "one");
        const slow_disk disk{game / "slow", "SLOW_WRITES_WHILE"};
        run.emplace(game);
    }

    project game;
    std::optional<supervisor_run> run;
};

/// What the worker "printer" has printed by that frame.
std::string lines_until(std::uint64_t frame)
{
    std::string lines;
    for (std::uint64_t number = 1; number <= frame; ++number)
        lines += "out one " + std::to_string(number) + "\nerr one " + std::to_string(number) + "\n";
    return lines;
}

} // namespace

TEST_CASE("a game whose output goes to a disk that stands still plays on, and nothing is lost")
{
    session_on_slow_disk on;
    on.run->wait_for_frame(5);
    write_file(on.game / "slow", "");
    on.run->wait_for_frame(on.run->frame() + 60);
    for (int count = 0; count != 3; ++count) {
        on.run->order({"pause"});
        on.run->order({"resume"});
    }
    const std::uint64_t printed = on.run->frame();
    CHECK(on.run->events("paused").empty());
    CHECK(on.run->errors().find(" " + std::to_string(printed) + "\n") == std::string::npos);

    fs::remove(on.game / "slow");
    const program_result log = on.run->command({"log"});
    CHECK(log.output.starts_with(lines_until(printed)));
    const std::uint64_t last = on.run->quit().at("frame");
    CHECK(on.run->events("paused").size() == 3);
    CHECK(on.run->errors() == lines_until(last) + "left main one\n");
    CHECK(read_file(on.game / ".respawn/gen/000001/output.log") == lines_until(last) + "left main one\n");
}

TEST_CASE("the end waits for a disk that takes what was printed after some seconds, and nothing is lost")
{
    session_on_slow_disk on;
    on.run->wait_for_frame(5);
    write_file(on.game / "slow", "");
    ::kill(on.run->process_id(), SIGINT);
    REQUIRE(always([&] { return on.run->process().running(); }, 3s));
    fs::remove(on.game / "slow");
    const std::uint64_t last = on.run->wait_until_stopped().at("frame");
    CHECK(on.run->errors() == lines_until(last) + "left main one\n");
    CHECK(read_file(on.game / ".respawn/gen/000001/output.log") == on.run->errors());
}

TEST_CASE("an end that waits for a disk that stands still can be cut short, which is said")
{
    const project game;
    game.install(worker_program("counter"));
    // A pipe: no disk is waited for there.
    const fs::path errors = game / "errors";
    REQUIRE(::mkfifo(errors.c_str(), 0600) == 0);
    const respawn::unique_handle reader{::open(errors.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    program_start start = game.respawn({"run", "--json", "--headless", game.executable().string()});
    start.output = game / "output";
    start.errors = errors;
    std::optional<program_run> run;
    {
        const slow_disk disk{game / "slow", "SLOW_WRITES_WHILE"};
        run.emplace(start);
    }
    REQUIRE(eventually([&] { return read_file(start.output).find("swapped") != std::string::npos; }));
    write_file(game / "slow", "");
    REQUIRE(eventually([&] {
        ::kill(run->process_id(), SIGINT);
        return !run->running();
    }));
    CHECK(run->ending() == "exit code 1");
    std::string told(4096, '\0');
    told.resize(
        static_cast<std::size_t>(std::max<ssize_t>(::read(reader.get(), told.data(), told.size()), 0)));
    CHECK(told.starts_with(
        "respawn: the last of what was printed was given up before its disk, or its reader,"));
    CHECK(fs::is_empty(game.runtime_folder() / "respawn"));
}

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
