#include "catch.hpp"

#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <fstream>
#include <iostream>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// Whether any process has a socket bound or connected below `folder`.
bool has_sockets_below(const fs::path& folder)
{
    return read_file("/proc/net/unix").find(folder.string()) != std::string::npos;
}

std::size_t shared_memory_objects()
{
    return fs::is_directory("/dev/shm") ? entries_in("/dev/shm") : 0;
}

void require_nothing_left(const project& game)
{
    REQUIRE(!has_sockets_below(game.runtime_folder()));
    for (const auto& each : fs::recursive_directory_iterator{game.runtime_folder()})
        REQUIRE(!fs::is_socket(each.status()));
}

} // namespace

TEST_CASE("a supervisor that is killed leaves no worker, no segment and no socket in use, and the next start "
          "is clean")
{
    const auto segments = shared_memory_objects();
    const project game;
    const std::string worker = GENERATE("counter", "slow_starter", "stubborn", "mute");
    CAPTURE(worker);
    game.install(worker_program("counter"));
    supervisor_run run{game};
    const int first_worker = run.wait_for("swapped").at("pid");
    game.install(worker_program(worker));
    run.wait_for("staged");
    if (worker == "counter" || worker == "stubborn")
        run.wait_for("swapped");
    REQUIRE(has_sockets_below(game.runtime_folder()));
    const int last_worker = run.worker_process_id();

    ::kill(run.process_id(), SIGKILL);
    const auto killed = std::chrono::steady_clock::now();
    REQUIRE(eventually(
        [&] {
            return !run.process().running() && !process_runs(first_worker) && !process_runs(last_worker) &&
                   !has_sockets_below(game.runtime_folder());
        },
        1000ms));
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - killed;
    REQUIRE(shared_memory_objects() == segments);
    std::cout << "killed with " << worker << ": nothing left after " << took.count() << " ms\n";

    game.install(worker_program("counter"));
    supervisor_run next{game, {"--frames", "20", "--fps", "0"}};
    const event stopped = next.wait_until_stopped();
    REQUIRE(stopped.at("frames_committed") == 20);
    REQUIRE(next.errors().empty());
    require_nothing_left(game);
}

TEST_CASE("a second supervisor in one folder is refused by the first's process id")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for("swapped");
    const program_result second =
        run_program(game.respawn({"run", "--headless", game.executable().string()}));
    REQUIRE(second.exit_code == 1);
    REQUIRE(second.errors.find("another respawn runs in") != std::string::npos);
    REQUIRE(second.errors.find("pid " + std::to_string(run.process_id())) != std::string::npos);
    run.wait_for_frame(run.frame() + 10);
    run.quit();
}

TEST_CASE("signals end everything cleanly, whatever the worker is doing")
{
    const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
    const std::string worker = GENERATE("counter", "hanger", "stubborn", "slow_starter", "mute");
    CAPTURE(signal, worker);
    const project game;
    game.install(worker_program(worker));
    supervisor_run run{game, {"--dump-state", "end.state"}};
    if (worker == "slow_starter" || worker == "mute")
        run.wait_for("staged");
    else
        run.wait_for("swapped");
    if (worker == "hanger")
        run.wait_for_frame(29);
    const int worker_process = run.worker_process_id();
    ::kill(run.process_id(), signal);
    run.wait_until_stopped(5s);
    REQUIRE((worker_process == 0 || !process_runs(worker_process)));
    REQUIRE(run.events("worker_ended").empty());
    require_nothing_left(game);
    REQUIRE(fs::exists(game / "end.state"));
}

TEST_CASE("a second Ctrl-C does not wait for a stubborn worker")
{
    const project game;
    game.install(worker_program("stubborn"));
    supervisor_run run{game};
    const int worker_process = run.wait_for("swapped").at("pid");
    REQUIRE(eventually([&] {
        ::kill(run.process_id(), SIGINT);
        return !process_runs(worker_process);
    }));
    run.wait_until_stopped();
    REQUIRE(!fs::exists(game / "terminated"));
    require_nothing_left(game);
}

TEST_CASE("a worker's children end with it")
{
    const project game;
    game.install(worker_program("parent"));
    supervisor_run run{game};
    run.wait_for("swapped");
    run.wait_for_frame(5);
    const int child = std::stoi(read_file(game / "child"));
    REQUIRE(process_runs(child));
    SECTION("at a swap")
    {
        game.install(worker_program("counter"));
        run.wait_for("swapped");
        REQUIRE(eventually([&] { return !process_runs(child); }));
        run.quit();
    }
    SECTION("at the end")
    {
        run.quit();
        REQUIRE(eventually([&] { return !process_runs(child); }));
    }
}

TEST_CASE("a worker that has connected while its supervisor stood still is not given up")
{
    const project game;
    game.install(worker_program("stopper"));
    write_file(game / "stop", "");
    supervisor_run run{game};
    int worker = 0;
    const auto is_stopped = [&] {
        return read_file("/proc/" + std::to_string(worker) + "/stat").find(") T ") != std::string::npos;
    };
    run.wait_for("staged");
    REQUIRE(eventually([&] {
        const event next = run.status().at("next");
        worker = next.is_null() ? 0 : next.at("pid").get<int>();
        return worker != 0 && is_stopped();
    }));
    ::kill(run.process_id(), SIGSTOP);
    ::kill(worker, SIGCONT);
    const auto patience_is_over = std::chrono::steady_clock::now() + 10s;
    REQUIRE(eventually([&] { return std::chrono::steady_clock::now() > patience_is_over; }));
    ::kill(run.process_id(), SIGCONT);
    CHECK(run.wait_for("swapped").at("pid") == worker);
    run.quit();
    CHECK(run.events("worker_ended").empty());
}
