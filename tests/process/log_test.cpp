#include "catch.hpp"

#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

struct built_project : project {
    explicit built_project(const char* worker, const char* tag = "") { install(worker_program(worker), tag); }
};

std::string log_of(const supervisor_run& run, const std::string& generation = {})
{
    const program_result printed = run.command(
        generation.empty() ? std::vector<std::string>{"log"} : std::vector<std::string>{"log", generation});
    INFO(printed.errors);
    REQUIRE(printed.exit_code == 0);
    return printed.output;
}

/// Makes the build output from a game's source, with a sanitizer.
void compile(const project& game, const std::string& source)
{
    write_file(game / "game.cpp", source);
    const std::string command = std::string{SANITIZED_COMPILER} + " -o '" + (game / "build/new").string() +
                                "' '" + (game / "game.cpp").string() + "' " SANITIZED_LIBRARIES " > '" +
                                (game / "compiler.log").string() + "' 2>&1";
    const int result = std::system(command.c_str());
    INFO(read_file(game / "compiler.log"));
    REQUIRE(result == 0);
    fs::rename(game / "build/new", game.executable());
}

/// A game whose frame 20 does something that a sanitizer finds. `functions`: that it has, too.
std::string game_that(const std::string& does, const std::string& functions = {})
{
    return R"(#include <respawn/worker.hpp>
#include <cstdio>
#include <cstdlib>

struct game {
    std::uint64_t frames = 0;
};

void misbehave()
{
    )" + does +
           R"(
}

)" + functions +
           R"(
int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<game>("game");
    while (auto frame = worker.next_frame())
        if (++state.frames == 20)
            misbehave();
}
)";
}

} // namespace

TEST_CASE("each generation keeps what it has printed, and shows it as it goes")
{
    const built_project game{"printer", "one"};
    supervisor_run run{game};
    run.wait_for("swapped");
    run.wait_for_frame(20);
    game.install(worker_program("printer"), "two");
    run.wait_for("swapped");
    const std::uint64_t now = run.frame();
    run.wait_for_frame(now + 10);
    // Both outputs go to the same place, so they are in order.
    CHECK(log_of(run, "1").starts_with("out one 1\nerr one 1\nout one 2\nerr one 2\n"));
    CHECK(log_of(run).find("out two " + std::to_string(now + 5) + "\nerr two") != std::string::npos);
    CHECK(log_of(run, "2").find("one") == std::string::npos);
    CHECK(read_file(game / ".respawn/gen/000001/output.log") == log_of(run, "1"));
    const program_result unknown = run.command({"log", "7"});
    CHECK(unknown.exit_code == 1);
    CHECK(unknown.errors.find("there is no generation 7") != std::string::npos);
    run.quit();
    CHECK(run.errors().find("out one 20\nerr one 20\n") != std::string::npos);
    CHECK(run.errors().find("left main two") != std::string::npos);
}

TEST_CASE(
    "nothing is lost that was printed before a crash, and a generation that plays again goes on with its log")
{
    const built_project game{"crasher", "30 once"};
    supervisor_run run{
        game, {"--wrap", R"(sh -c 'echo begins; "$@"; code=$?; echo "ends with $code"; exit $code' sh)"}};
    run.wait_for("worker_ended");
    run.wait_for("swapped");
    CHECK(eventually([&] { return log_of(run).ends_with("\nends with 139\nbegins\n"); }));
    CHECK(log_of(run).starts_with("begins\n"));
    run.quit();
    CHECK(run.errors().ends_with("\nends with 139\nbegins\nends with 0\n"));
}

TEST_CASE("what a game prints without end holds up neither its frames nor the commands")
{
    const built_project game{"torrent"};
    supervisor_run run{game};
    run.wait_for("swapped");
    run.wait_for_frame(run.frame() + 60);
    CHECK(eventually(
        [&] { return log_of(run).find("bytes left out") != std::string::npos; }, std::chrono::minutes{2}));
    // It is cut after what was read last was added.
    constexpr std::uint64_t limit_bytes = std::uint64_t{16} << 20, read_bytes = std::uint64_t{64} << 10;
    CHECK(fs::file_size(game / ".respawn/gen/000001/output.log") <= limit_bytes + read_bytes);
    run.quit();
}

TEST_CASE("an error that the address sanitizer finds is in the log, with its place in the source")
{
    // Of a large program the sanitizer looks its symbols up for longer than a frame may take.
    const std::string slow_report = R"(
#include <cstring>
#include <unistd.h>
extern "C" void __sanitizer_on_print(const char* text)
{
    if (std::strstr(text, "ERROR: AddressSanitizer"))
        sleep(3);
})";
    const project game;
    compile(
        game, game_that("int* gone = new int{7}; delete gone; std::printf(\"%d\\n\", *gone);", slow_report));
    supervisor_run run{game, {"--on-crash", "hold", "--hang-timeout", "1"}};
    CHECK(run.wait_for("worker_ended").at("cause") == "sanitizer");
    CHECK(eventually([&] { return log_of(run).find("SUMMARY: AddressSanitizer") != std::string::npos; }));
    const std::string log = log_of(run);
    INFO(log);
    CHECK(log.find("heap-use-after-free") != std::string::npos);
    CHECK(log.find("in misbehave() ") != std::string::npos);
    CHECK(log.find("game.cpp:11") != std::string::npos);
    run.quit();
}

TEST_CASE("a leak that is found when a worker leaves main is in its generation's log")
{
    const project game;
    compile(game, game_that("static int volatile* leaked; leaked = new int{7}; leaked = nullptr;"));
    supervisor_run run{game};
    run.wait_for("swapped");
    run.wait_for_frame(30);
    compile(game, game_that("std::puts(\"next\");"));
    run.wait_for("swapped");
    CHECK(
        eventually([&] { return log_of(run, "1").find("SUMMARY: AddressSanitizer") != std::string::npos; }));
    const std::string log = log_of(run, "1");
    INFO(log);
    CHECK(log.find("LeakSanitizer: detected memory leaks") != std::string::npos);
    CHECK(log.find("in misbehave() ") != std::string::npos);
    CHECK(log.find("game.cpp:11") != std::string::npos);
    run.quit();
}

TEST_CASE("an error that the address sanitizer finds after the worker's end is in the log")
{
    const std::string late = R"(
struct late {
    ~late()
    {
        int* gone = new int{7};
        delete gone;
        std::printf("%d\n", *gone);
    }
} destroyed_last;)";
    const project game;
    compile(game, game_that("", late));
    supervisor_run run{game};
    run.wait_for("swapped");
    compile(game, game_that("std::puts(\"next\");"));
    run.wait_for("swapped");
    CHECK(
        eventually([&] { return log_of(run, "1").find("SUMMARY: AddressSanitizer") != std::string::npos; }));
    CHECK(log_of(run, "1").find("heap-use-after-free") != std::string::npos);
    run.quit();
}
