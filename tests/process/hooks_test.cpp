#include "catch.hpp"

#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <csignal>
#include <iterator>
#include <sstream>
#include <vector>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// What the hook below has written: a line for each time that it ran.
class hook_log {
public:
    /// A line by one write, so that those of several hooks don't mix.
    static constexpr const char* command =
        "echo {event} {generation} {pid} {dir} {exe} {project} >>hooks.log";

    explicit hook_log(const project& game) : game_{game} {}

    [[nodiscard]] std::string line(const std::string& event, std::uint64_t generation, int process_id) const
    {
        std::ostringstream text;
        const fs::path folder = game_ / ".respawn/gen" / ("00000" + std::to_string(generation));
        text << event << ' ' << generation << ' ' << process_id << ' ' << folder.string() << ' '
             << (folder / "game").string() << ' ' << game_.folder().string() << '\n';
        return text.str();
    }

    [[nodiscard]] bool has(const std::string& event, std::uint64_t generation, int process_id) const
    {
        return eventually(
            [&] { return all().find(line(event, generation, process_id)) != std::string::npos; });
    }

    [[nodiscard]] std::string all() const { return read_file(game_ / "hooks.log"); }

private:
    const project& game_;
};

struct built_project : project {
    explicit built_project(const char* worker, const char* tag = "")
    {
        install(worker_program(worker), tag);
        write_file(*this / "hooks.log", "");
    }
};

/// Waits for a notice with these words.
std::string notice_with(supervisor_run& run, const std::string& words)
{
    return run
        .wait_for(
            "notice",
            [&](const event& each) {
                return each.at("sentence").get<std::string>().find(words) != std::string::npos;
            })
        .at("sentence");
}

} // namespace

TEST_CASE("a hook runs for a worker that is started, live and retired, and for the next one")
{
    const built_project game{"counter"};
    const hook_log log{game};
    supervisor_run run{game, {"--on-worker", hook_log::command}};
    const int first = run.wait_for("swapped").at("pid");
    CHECK(log.has("started", 1, first));
    CHECK(log.has("live", 1, first));
    game.install(worker_program("counter"), "second");
    const int second = run.wait_for("swapped").at("pid");
    CHECK(log.has("retired", 1, first));
    CHECK(log.has("started", 2, second));
    CHECK(log.has("live", 2, second));
    run.quit();
    CHECK(log.has("retired", 2, second));
    CHECK(log.all().find("crashed") == std::string::npos);
    CHECK(run.events("notice").empty());
}

TEST_CASE("a hook runs for a worker that crashed, which is not retired besides")
{
    const built_project game{"crasher", "30 once"};
    const hook_log log{game};
    supervisor_run run{game, {"--on-worker", hook_log::command}};
    const int first = run.wait_for("swapped").at("pid");
    CHECK(log.has("crashed", 1, first));
    const int next = run.wait_for("swapped").at("pid");
    CHECK(log.has("live", 1, next));
    run.quit();
    CHECK(log.has("retired", 1, next));
    CHECK(log.all().find(log.line("retired", 1, first)) == std::string::npos);
}

TEST_CASE("several hooks run side by side, with their values in the environment too")
{
    const built_project game{"counter"};
    supervisor_run run{
        game,
        {"--on-worker", R"(test {event} != live || echo "$RESPAWN_PID $RESPAWN_GENERATION" >one)",
         "--on-worker", R"(test "$RESPAWN_EVENT" != live || echo "{dir}" >two)"}};
    const int worker = run.wait_for("swapped").at("pid");
    CHECK(eventually([&] { return read_file(game / "one") == std::to_string(worker) + " 1\n"; }));
    CHECK(eventually(
        [&] { return read_file(game / "two") == (game / ".respawn/gen/000001").string() + "\n"; }));
    run.quit();
}

TEST_CASE("a hook that fails is told with its exit code and the last line of its output")
{
    const built_project game{"counter"};
    supervisor_run run{
        game, {"--on-worker", "test {event} != live || { echo one; echo two >&2; echo; exit 3; }"}};
    const std::string sentence = notice_with(run, "the hook");
    INFO(sentence);
    CHECK(sentence.ends_with("for generation 1 (live) failed: exit code 3: two"));
    run.quit();
}

TEST_CASE("a hook that fails time and again is told once, until it works again or fails in another way")
{
    const built_project game{"counter"};
    const auto exit_with = [&](const char* code) {
        write_file(game / "new_code", code);
        fs::rename(game / "new_code", game / "code");
    };
    exit_with("0");
    supervisor_run run{game, {"--on-worker", "code=$(cat code); echo $$ >>hooks.log; exit $code"}};
    const hook_log log{game};
    std::size_t ran = 2; // for the first worker
    // Later ones are started, live, and the end of the one before.
    const auto restart_with = [&](const char* code) {
        REQUIRE(eventually([&] {
            std::istringstream lines{log.all()};
            const std::vector<int> all{std::istream_iterator<int>{lines}, {}};
            return all.size() == ran && std::none_of(all.begin(), all.end(), process_runs);
        }));
        exit_with(code);
        run.order({"restart"});
        ran += 3;
    };
    const auto ends = [&](const char* words) { return notice_with(run, "the hook").ends_with(words); };
    restart_with("3");
    CHECK(ends("failed: exit code 3"));
    restart_with("3");
    restart_with("4");
    CHECK(ends("failed: exit code 4"));
    restart_with("0");
    restart_with("4");
    CHECK(ends("failed: exit code 4"));
    run.quit();
    CHECK(run.events("notice").size() == 3);
}

TEST_CASE("a hook that takes its time holds up neither the game nor its end")
{
    const built_project game{"counter"};
    supervisor_run run{
        game, {"--on-worker", "test {event} != started || { echo $$ >hook; exec sleep 1000; }"}};
    run.wait_for("swapped");
    REQUIRE(eventually([&] { return read_file(game / "hook").ends_with('\n'); }));
    const int hook = std::stoi(read_file(game / "hook"));
    CHECK(process_runs(hook));
    run.wait_for_frame(run.frame() + 10);
    run.quit();
    CHECK_FALSE(process_runs(hook));
    CHECK(run.events("notice").empty());
}

TEST_CASE("what a hook leaves in the background is left alone, and nobody waits for it")
{
    const built_project game{"counter"};
    supervisor_run run{
        game, {"--on-worker", "test {event} != live || { sleep 1000 & echo $! >background; }"}};
    run.wait_for("swapped");
    REQUIRE(eventually([&] { return read_file(game / "background").ends_with('\n'); }));
    const int background = std::stoi(read_file(game / "background"));
    run.wait_for_frame(run.frame() + 10);
    CHECK(process_runs(background));
    run.quit();
    CHECK(process_runs(background));
    ::kill(background, SIGKILL);
}

TEST_CASE("hooks that never end are told once they are too many")
{
    const built_project game{"counter"};
    std::vector<std::string> options;
    for (int count = 0; count != 40; ++count)
        options.insert(options.end(), {"--on-worker", "test {event} != started || exec sleep 1000"});
    supervisor_run run{game, options};
    CHECK(notice_with(run, "was left out").ends_with("32 run already"));
    run.wait_for_frame(10);
    run.quit();
}

TEST_CASE("perf records a worker from a hook, and its file is complete when the worker is gone")
{
    const built_project game{"counter"};
    const fs::path perf = "/usr/bin/perf";
    if (!fs::exists(perf)) {
        WARN("left out: there is no perf");
        return;
    }
    supervisor_run run{game, {"--on-worker", RESPAWN_HOOKS "/perf.sh"}};
    run.wait_for("swapped");
    run.wait_for_frame(60);
    game.install(worker_program("counter"), "second");
    run.wait_for("swapped");
    const fs::path data = game / ".respawn/gen/000001/perf.data";
    const auto report = [&] {
        program_start start;
        start.program = perf;
        start.arguments = {"report", "--stdio", "-i", data.string()};
        start.folder = game.folder();
        return run_program(start);
    };
    CHECK(eventually([&] { return fs::exists(data) && report().output.find("game") != std::string::npos; }));
    run.quit();
    INFO(event(run.events("notice")).dump());
    CHECK(run.events("notice").empty());
}
