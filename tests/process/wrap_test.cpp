#include "catch.hpp"

#include "supervisor/platform/process.hpp"
#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// A wrapper that runs the game in a process of its own, and has something to do afterwards.
constexpr const char* forking_wrapper = R"(sh -c '"$@"; code=$?; echo "$code" >>left; exit "$code"' sh)";

bool is_there(const char* program)
{
    if (fs::exists(program))
        return true;
    WARN("left out: there is no " << program);
    return false;
}

struct built_project : project {
    explicit built_project(const char* worker, const char* tag = "") { install(worker_program(worker), tag); }
};

/// Looks at all that was ever committed.
void require_that_nothing_was_lost(supervisor_run& run, const project& game)
{
    run.wait_for_frame(run.frame() + 10);
    const std::uint64_t frames = run.quit().at("frame");
    const dumped_state state{game / "end.state"};
    const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
    REQUIRE(numbers.size() == frames);
    REQUIRE(counts_up(numbers));
}

/// How long tools may take that make a program many times slower.
constexpr std::chrono::minutes patience{2};

/// What the newest worker of a session with this wrapper leaves, after a swap.
void swap_under(const std::string& wrap, supervisor_run& run, const project& game)
{
    INFO(wrap);
    const auto any = [](const event&) { return true; };
    run.wait_for("swapped", any, patience);
    run.wait_for_frame(20);
    game.install(worker_program("counter"), "second");
    const event second = run.wait_for("swapped", any, patience);
    CHECK(second.at("generation") == 2);
    CHECK(second.at("state") == "kept");
    run.wait_for_frame(run.frame() + 10);
}

bool holds_file(const project& game, const std::string& beginning)
{
    return eventually([&] {
        for (const auto& each : fs::directory_iterator{game.folder()})
            if (each.path().filename().string().starts_with(beginning) && fs::file_size(each) != 0)
                return true;
        return false;
    });
}

} // namespace

TEST_CASE("a wrapper that becomes the game changes nothing else")
{
    const built_project game{"counter"};
    supervisor_run run{game, {"--dump-state", "end.state", "--wrap", "env WRAPPED='a b'"}};
    swap_under("env", run, game);
    const std::string environment =
        read_file("/proc/" + std::to_string(run.worker_process_id()) + "/environ");
    CHECK(environment.find("WRAPPED=a b") != std::string::npos);
    require_that_nothing_was_lost(run, game);
}

TEST_CASE("a wrapper that runs the game in another process has its time when the game has left main")
{
    const built_project game{"counter"};
    supervisor_run run{game, {"--dump-state", "end.state", "--wrap", forking_wrapper}};
    const int first = run.wait_for("swapped").at("pid");
    CHECK(fs::path{respawn::platform::executable_path_of(first)}.filename() == "game");
    run.wait_for_frame(20);
    game.install(worker_program("counter"), "second");
    CHECK(run.wait_for("swapped").at("state") == "kept");
    CHECK(eventually([&] { return read_file(game / "left") == "0\n"; }));
    require_that_nothing_was_lost(run, game);
    CHECK(read_file(game / "left") == "0\n0\n");
    CHECK_FALSE(process_runs(first));
}

TEST_CASE("a game that dies of a signal in a wrapper is told, and started again")
{
    const built_project game{"crasher", "30 once"};
    supervisor_run run{game, {"--wrap", forking_wrapper}};
    const int first = run.wait_for("swapped").at("pid");
    const event ended = run.wait_for("worker_ended");
    CHECK(ended.at("cause") == "signal");
    CHECK(ended.at("pid") == first);
    CHECK(run.wait_for("swapped").at("state") == "kept");
    run.quit();
}

TEST_CASE("a game that crashes in a wrapper is looked at")
{
    const built_project game{"zoo_null_dereference"};
    supervisor_run run{game, {"--wrap", forking_wrapper, "--on-crash", "hold"}};
    const event ended = run.wait_for("worker_ended");
    CHECK(ended.at("cause") == "signal");
    const event stack = run.wait_for("stack");
    CHECK(stack.at("pid") == ended.at("pid"));
    CHECK(stack.dump().find("zoo") != std::string::npos);
    run.quit();
}

TEST_CASE("a game that is killed while its wrapper runs on is started again, and the wrapper ends")
{
    const built_project game{"counter"};
    supervisor_run run{
        game, {"--dump-state", "end.state", "--wrap", R"(sh -c 'echo $$ >wrapper; "$@"; sleep 1000' sh)"}};
    const int first = run.wait_for("swapped").at("pid");
    const int wrapper = std::stoi(read_file(game / "wrapper"));
    ::kill(first, SIGKILL);
    CHECK(run.wait_for("worker_ended").at("cause") == "in_wrapper");
    run.wait_for("swapped");
    CHECK(process_runs(wrapper));
    CHECK(eventually([&] { return !process_runs(wrapper); }));
    // The wrapper of this one is left alone for a while, too.
    run.order({"quit"});
    run.wait_until_stopped(patience);
}

TEST_CASE("a wrapper that can't be started is told")
{
    const built_project game{"counter"};
    supervisor_run run{game, {"--wrap", "no-such-program --fast"}};
    CHECK(run.process().wait().code == 1);
    CHECK(
        run.errors() ==
        "respawn: there is no program 'no-such-program', which --wrap names: install it, or name it "
        "by its whole path\n");
}

TEST_CASE("a wrapper that leaves no room for the state is told, and nothing is advised against the state")
{
    if (!can_run_valgrind()) {
        WARN("left out: there is no valgrind, or a sanitizer is in its way");
        return;
    }
    const built_project game{"counter"};
    {
        supervisor_run run{game, {"--state", "kept.state"}};
        run.wait_for_frame(3);
        run.quit();
    }
    supervisor_run run{game, {"--state", "kept.state", "--wrap", "valgrind --tool=none -q"}};
    CHECK(run.process().wait(patience).code == 1);
    CHECK(run.errors().find("smaller --state-capacity") != std::string::npos);
    CHECK(run.errors().find("kept.state") == std::string::npos);
}

TEST_CASE("workers play on from each other's state under valgrind")
{
    if (!can_run_valgrind()) {
        WARN("left out: there is no valgrind, or a sanitizer is in its way");
        return;
    }
    const built_project game{"counter"};
    const std::string wrap = "valgrind --tool=callgrind --callgrind-out-file=callgrind.out.%p";
    // valgrind has no room for more.
    supervisor_run run{game, {"--dump-state", "end.state", "--state-capacity", "16GiB", "--wrap", wrap}};
    swap_under(wrap, run, game);
    CHECK(holds_file(game, "callgrind.out."));
    require_that_nothing_was_lost(run, game);
}

TEST_CASE("perf record wraps a worker, and writes its file when the worker has left main")
{
    if (!is_there("/usr/bin/perf"))
        return;
    const built_project game{"counter"};
    const std::string wrap = "perf record --quiet -o perf.data --";
    supervisor_run run{game, {"--dump-state", "end.state", "--wrap", wrap}};
    swap_under(wrap, run, game);
    CHECK(holds_file(game, "perf.data"));
    require_that_nothing_was_lost(run, game);
}
