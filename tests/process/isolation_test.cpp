#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include <unistd.h>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

constexpr unsigned nobody = 65534;

std::vector<int> numbers_in(const fs::path& file)
{
    std::ifstream words{file};
    return {std::istream_iterator<int>{words}, {}};
}

std::size_t count_running(const std::vector<int>& processes)
{
    return static_cast<std::size_t>(std::count_if(processes.begin(), processes.end(), process_runs));
}

std::vector<std::string> lines_in(const fs::path& file)
{
    std::ifstream stream{file};
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::vector<std::string> those_that_begin_with(const std::string& what, const fs::path& file)
{
    auto lines = lines_in(file);
    std::erase_if(lines, [&](const std::string& line) { return !line.starts_with(what); });
    return lines;
}

bool is_done(const fs::path& loot)
{
    const auto lines = lines_in(loot);
    return !lines.empty() && lines.back() == "done";
}

/// Four processes whose parents are gone, when they are there.
std::vector<int> wait_for_the_left_behind(const project& game)
{
    REQUIRE(eventually([&] { return numbers_in(game / "children").size() == 4; }));
    const auto all = numbers_in(game / "children");
    REQUIRE(eventually([&] { return count_running(all) == 4; }));
    return all;
}

/// The same run as somebody without rights. The programs must be where everybody can read them.
program_start as_nobody(program_start what)
{
    what.arguments.insert(
        what.arguments.begin(), {"--reuid=65534", "--regid=65534", "--clear-groups", what.program.string()});
    what.program = "/usr/bin/setpriv";
    return what;
}

void give_to_nobody(const fs::path& folder)
{
    REQUIRE(::chown(folder.c_str(), nobody, nobody) == 0);
    for (const auto& each : fs::recursive_directory_iterator{folder})
        REQUIRE(::chown(each.path().c_str(), nobody, nobody) == 0);
}

} // namespace

TEST_CASE("what a worker leaves behind ends with it, in sessions of its own and under other names too")
{
    const project game;
    game.install(worker_program("founder"));
    supervisor_run run{game, {"--dump-state", "end.state"}};
    run.wait_for("swapped");
    const auto left = wait_for_the_left_behind(game);
    SECTION("at a swap")
    {
        game.install(worker_program("counter"));
        run.wait_for("swapped");
        REQUIRE(eventually([&] { return count_running(left) == 0; }));
        run.wait_for_frame(run.frame() + 10);
        run.quit();
    }
    SECTION("at its crash")
    {
        ::kill(run.worker_process_id(), SIGKILL);
        run.wait_for("swapped");
        REQUIRE(eventually([&] { return count_running(left) == 0; }));
        run.quit();
    }
    SECTION("at the end, before the supervisor's")
    {
        run.quit();
        REQUIRE(count_running(left) == 0);
    }
    REQUIRE(eventually([&] { return count_running(numbers_in(game / "children")) == 0; }));
    const dumped_state state{game / "end.state"};
    REQUIRE(counts_up(state.read_vector<std::uint64_t>(state.root("counter"))));
}

TEST_CASE("a hundred children end with the worker that forked them")
{
    const project game;
    game.install(worker_program("zoo_forks_a_hundred"));
    supervisor_run run{game, {"--hang-timeout", "60"}};
    run.wait_for("worker_ended");
    run.wait_for("worker_ended");
    const auto children = numbers_in(game / "children");
    REQUIRE(children.size() == 200);
    REQUIRE(eventually([&] { return count_running(children) == 0; }));
    game.install(worker_program("counter"));
    run.wait_for("swapped");
    run.wait_for_frame(40);
    run.quit();
}

TEST_CASE("a server that the build started outlives the builds and the session")
{
    const project game;
    fs::create_directory(game / "src");
    game.prepare(worker_program("counter"), "", game / "made");
    const std::string build =
        "test -e server || setsid sh -c 'sleep 1000 & echo $! > server'; mkdir -p build; "
        "cp made build/new && mv build/new build/game";
    supervisor_run run{game, {"--build", build, "--watch", "src"}};
    run.wait_for("swapped");
    const int server = numbers_in(game / "server").at(0);
    ::kill(run.worker_process_id(), SIGKILL);
    run.wait_for("swapped");
    run.quit();
    REQUIRE(process_runs(server));
    ::kill(server, SIGKILL);
}

TEST_CASE("a process that was there before the session is left alone")
{
    const project game;
    game.install(worker_program("counter"));
    program_start start = game.respawn({});
    start.arguments = {
        "-c", "sleep 1000 & echo $! > neighbour; exec \"$0\" run --headless --json build/game",
        start.program.string()};
    start.program = "/bin/sh";
    start.output = game / "output";
    start.errors = game / "errors";
    program_run run{start};
    REQUIRE(eventually([&] { return run_program(game.respawn({"status"})).exit_code == 0; }));
    REQUIRE(eventually([&] { return run_program(game.respawn({"restart"})).exit_code == 0; }));
    REQUIRE(run_program(game.respawn({"quit"})).exit_code == 0);
    [[maybe_unused]] const auto ended = run.wait();
    const int neighbour = numbers_in(game / "neighbour").at(0);
    REQUIRE(process_runs(neighbour));
    ::kill(neighbour, SIGKILL);
}

TEST_CASE("a worker is given nothing but its outputs, and holds nothing but its connection")
{
    const project game;
    game.install(worker_program("burglar"));
    supervisor_run run{game};
    REQUIRE(eventually([&] { return is_done(game / "loot"); }));
    REQUIRE(
        those_that_begin_with("given: ", game / "loot") ==
        std::vector<std::string>{"given: 0", "given: 1", "given: 2"});
    const auto held = those_that_begin_with("holds: ", game / "loot");
    CAPTURE(held);
    const auto sockets = std::count_if(
        held.begin(), held.end(), [](const std::string& each) { return each.starts_with("holds: socket:"); });
    REQUIRE(sockets == 2);
    REQUIRE(held.size() == 3 + 2 + 1); // the outputs, the connection, the loot
    run.quit();
}

TEST_CASE("nothing that a worker is handed can be resized, resealed, or used to write the committed state")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for("swapped");
    game.install(worker_program("liar"), "a burglary");
    REQUIRE(eventually([&] { return is_done(game / "loot"); }));
    REQUIRE(lines_in(game / "loot") == std::vector<std::string>{"done"});
    run.wait_for_frame(run.frame() + 10);
    run.quit();
}

TEST_CASE("a worker of an ordinary user cannot get at its supervisor's memory or descriptors")
{
    if (::getuid() != 0 || !fs::exists("/usr/bin/setpriv")) {
        WARN("left out: only root can become an ordinary user for this, with setpriv");
        return;
    }
    const project game;
    game.install(worker_program("burglar"));
    fs::copy_file(respawn_program(), game / "respawn");
    program_start start =
        game.respawn({"run", "--headless", "--json", "--frames", "20", game.executable().string()});
    start.program = game / "respawn";
    start.output = game / "output";
    start.errors = game / "errors";
    give_to_nobody(game.folder().parent_path());
    const program_result result = run_program(as_nobody(start));
    INFO(result.output << result.errors);
    REQUIRE(result.exit_code == 0);
    REQUIRE(is_done(game / "loot"));
    REQUIRE(those_that_begin_with("open: ", game / "loot").empty());
}

TEST_CASE("another user can neither connect to a session nor order it about")
{
    if (::getuid() != 0 || !fs::exists("/usr/bin/setpriv")) {
        WARN("left out: only root can become an ordinary user for this, with setpriv");
        return;
    }
    const project game;
    game.install(worker_program("counter"));
    fs::copy_file(respawn_program(), game / "respawn");
    supervisor_run run{game};
    run.wait_for("swapped");
    // Also when the folders themselves would let them in.
    for (const auto& each : fs::recursive_directory_iterator{game.runtime_folder()})
        if (each.is_directory() || each.is_socket())
            fs::permissions(each.path(), fs::perms::all);
    for (fs::path folder = game.runtime_folder(); folder != fs::temp_directory_path();
         folder = folder.parent_path())
        fs::permissions(folder, fs::perms::all);
    fs::permissions(game.folder(), fs::perms::all);
    program_start start = game.respawn({"quit"});
    start.program = game / "respawn";
    const program_result quit = run_program(as_nobody(start));
    INFO(quit.output << quit.errors);
    REQUIRE(quit.exit_code == 1);
    run.wait_for_frame(run.frame() + 10);
    run.quit();
}

TEST_CASE("a worker that scribbles over all that it shares costs no frame that was committed before")
{
    for (int times = 0; times != 10; ++times) {
        const project game;
        game.install(worker_program("scribbler"));
        supervisor_run run{game, {"--dump-state", "end.state", "--fps", "0", "--hang-timeout", "0.3"}};
        run.wait_for_frame(29);
        REQUIRE(eventually([&] { return run.status().at("worker").is_null(); }));
        game.install(worker_program("counter"));
        run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
        const std::uint64_t frame = run.frame();
        run.wait_for_frame(frame + 10);
        run.quit();
        const dumped_state state{game / "end.state"};
        const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
        REQUIRE(numbers.size() >= frame + 10);
        REQUIRE(counts_up(numbers));
    }
}
