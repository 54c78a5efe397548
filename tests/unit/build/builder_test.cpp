#include "catch.hpp"
#include "supervisor/build/builder.hpp"
#include "supervisor/build/diagnostics.hpp"
#include "supervisor/build/source_watcher.hpp"
#include "supervisor/platform/orphans.hpp"
#include "tests/unit/build/loop_support.hpp"

#include <csignal>

namespace fs = std::filesystem;
using namespace respawn;
using namespace respawn::test;
using std::chrono::milliseconds;
using std::chrono::seconds;
using supervisor::build_report;
using supervisor::builder;
using supervisor::kept_output;
using paths = std::vector<fs::path>;

namespace {

/// A folder with a build command, and what its builder reported.
struct project {
    explicit project(const std::string& command)
    {
        REQUIRE(platform::adopt_orphans("the test").has_value()); // as the supervisor does
        make.emplace(
            loop, builder::settings{.command = command, .directory = folder.path()},
            builder::listener{
                [this](const paths& reason) { started.push_back(reason); },
                [this](const build_report& report) { finished.push_back(report); },
                [this] { ++superseded; }});
    }

    build_report run_one()
    {
        make->build({"main.cpp"});
        REQUIRE(run_until(loop, [&] { return !finished.empty(); }));
        return finished.back();
    }
    bool exists(const std::string& name) const { return fs::exists(folder / name); }
    int number_in(const std::string& name) const { return std::stoi(read_file(folder / name)); }

    temporary_folder folder;
    asio::io_context loop;
    std::vector<paths> started;
    std::vector<build_report> finished;
    int superseded = 0;
    std::optional<builder> make;
};

} // namespace

TEST_CASE("A build's outcome, output in order and reason are reported")
{
    project game{"echo out; echo err >&2; pwd -P; exit $(cat code)"};
    write_file(game.folder / "code", "0");
    const build_report good = game.run_one();
    CHECK(good.succeeded);
    CHECK(good.output == "out\nerr\n" + fs::canonical(game.folder.path()).string() + "\n");
    CHECK(good.took > milliseconds{0});
    CHECK(game.started == std::vector<paths>{{"main.cpp"}});
    CHECK_FALSE(game.make->busy());

    write_file(game.folder / "code", "3");
    game.finished.clear();
    const build_report bad = game.run_one();
    CHECK_FALSE(bad.succeeded);
    CHECK_FALSE(bad.exit.signaled);
    CHECK(bad.exit.code == 3);
    CHECK(game.superseded == 0);
    CHECK_FALSE(has_children());
}

TEST_CASE("A build command that a signal ends has failed")
{
    project game{"kill -SEGV $$"};
    const build_report report = game.run_one();
    CHECK_FALSE(report.succeeded);
    CHECK(report.exit.signaled);
    CHECK(report.exit.code == SIGSEGV);
}

TEST_CASE("A build that cannot be started has failed with the sentence that says why")
{
    project game{"true"};
    fs::remove_all(game.folder.path());
    const build_report report = game.run_one();
    CHECK_FALSE(report.succeeded);
    CHECK(report.output.find(game.folder.path().string()) != std::string::npos);
    CHECK_FALSE(game.make->busy());
}

TEST_CASE("Of a build that prints without end the beginning and the end are kept and the rest counted")
{
    const int lines = GENERATE(700'000, 2'000'000);
    project game{
        "echo first; yes | head -n " + std::to_string(lines) + "; echo 'a.cpp:3:5: error: last'; exit 1"};
    const std::string output = game.run_one().output;
    CHECK(output.size() <= kept_output::max_bytes);
    CHECK(output.size() > kept_output::max_bytes - 1000);
    CHECK(output.starts_with("first\ny\n"));
    CHECK(output.ends_with("y\ny\na.cpp:3:5: error: last\n"));

    const auto gap = output.find("\n… ") + 1;
    const auto gap_end = output.find('\n', gap) + 1;
    const auto printed = std::string{"first\na.cpp:3:5: error: last\n"}.size() + 2 * std::size_t(lines);
    const auto left_out = printed - (output.size() - (gap_end - gap));
    CHECK(output.substr(gap, gap_end - gap) == "… " + std::to_string(left_out) + " bytes left out …\n");
    CHECK(gap > kept_output::max_bytes / 2 - 200);
    CHECK(gap <= kept_output::max_bytes / 2);
    CHECK(output.compare(gap_end, 2, "y\n") == 0);

    static_assert(kept_output::max_bytes <= supervisor::max_read_bytes);
    const auto read = supervisor::read_build_output(output);
    REQUIRE(read.errors == 1);
    CHECK(read.diagnostics.front().message == "last");
}

TEST_CASE("What a build prints is kept whole up to the limit")
{
    // With a last line that is not ended.
    project game{"yes 1234567 | head -c " + std::to_string(kept_output::max_bytes)};
    const std::string output = game.run_one().output;
    CHECK(output.size() == kept_output::max_bytes);
    CHECK(output.find("…") == output.npos);
}

TEST_CASE("A line without end is cut in its middle")
{
    project game{"printf '('; yes | tr -d '\\n' | head -c 3000000; printf ')'"};
    const std::string output = game.run_one().output;
    CHECK(output.size() <= kept_output::max_bytes);
    CHECK(output.size() > kept_output::max_bytes - 200);
    CHECK(output.starts_with("(yyy"));
    CHECK(output.ends_with("yyy)"));
    CHECK(output.find("y\n… ") != output.npos);
    CHECK(output.find(" bytes left out …\ny") != output.npos);
}

TEST_CASE("A server that a build leaves running does not hold up its end, and keeps running")
{
    project game{"sleep 1000 & echo $! > server; echo built"};
    const build_report report = game.run_one();
    CHECK(report.succeeded);
    CHECK(report.output == "built\n");
    CHECK(report.took < seconds{10});
    const int server = game.number_in("server");
    CHECK(is_running(server));
    ::kill(server, SIGKILL);
    CHECK(run_until(game.loop, [] {
        platform::tend_orphans([](std::string_view) { return false; });
        return !has_children();
    }));
}

TEST_CASE("A newer save ends the running build with its whole group before the next one starts")
{
    project game{"test -f old && { kill -0 $(cat old) 2>/dev/null && echo overlap || echo alone; exit 0; };"
                 "(trap '' TERM; sleep 1000 & echo $! > old.new; mv old.new old; wait; sleep 1000) & wait"};
    game.make->build({"a.cpp"});
    REQUIRE(run_until(game.loop, [&] { return game.exists("old"); }));
    const int grandchild = game.number_in("old");
    CHECK(is_running(grandchild));
    game.make->build({"b.cpp"});
    CHECK(game.superseded == 1);
    REQUIRE(run_until(game.loop, [&] { return !game.finished.empty(); }));
    CHECK(game.finished.back().output == "alone\n");
    CHECK_FALSE(is_running(grandchild));
    CHECK(game.started == std::vector<paths>{{"a.cpp"}, {"a.cpp", "b.cpp"}});
    CHECK(game.finished.size() == 1);
    CHECK_FALSE(has_children());
}

TEST_CASE("A superseded build gets the time to remove what it has half made")
{
    project game{"test -f half && exit 0;"
                 "sh -c 'trap \"sleep 0.02; echo > cleaned; exit 1\" TERM; echo > half; while :; do sleep "
                 "0.01; done' & wait"};
    game.make->build({"a.cpp"});
    REQUIRE(run_until(game.loop, [&] { return game.exists("half"); }));
    game.make->build({"b.cpp"});
    REQUIRE(run_until(game.loop, [&] { return game.started.size() == 2; }));
    CHECK(game.exists("cleaned"));
    CHECK(run_until(game.loop, [&] { return !game.make->busy(); }));
}

TEST_CASE("A build that is asked for by the report of the one before is started")
{
    asio::io_context loop;
    int builds = 0;
    std::optional<builder> make;
    make.emplace(
        loop, builder::settings{.command = "true"},
        builder::listener{
            [](const paths&) {},
            [&](const build_report&) {
                if (++builds < 3)
                    make->build({"main.cpp"});
            },
            [] {}});
    make->build({"main.cpp"});
    CHECK(run_until(loop, [&] { return builds == 3; }));
    CHECK_FALSE(make->busy());
}

TEST_CASE("Destroying a builder ends its build, and leaves no process and no descriptor")
{
    const std::size_t before = open_descriptors();
    const bool stubborn = GENERATE(false, true);
    const bool already_ending = GENERATE(false, true);
    CAPTURE(stubborn, already_ending);
    {
        project game{
            stubborn ? "trap '' TERM; sleep 1000 & echo $! > pid.new; mv pid.new pid; while :; do wait; done"
                     : "sleep 1000 & echo $! > pid.new; mv pid.new pid; wait"};
        game.make->build({"a.cpp"});
        REQUIRE(run_until(game.loop, [&] { return game.exists("pid"); }));
        const int grandchild = game.number_in("pid");
        if (already_ending)
            game.make->build({"b.cpp"});
        game.make.reset();
        game.loop.restart();
        game.loop.poll();
        CHECK(game.finished.empty());
        CHECK(run_until(
            game.loop, [&] { return !is_running(grandchild); }));
        CHECK(run_until(game.loop, [] {
            platform::tend_orphans([](std::string_view) { return false; });
            return !has_children();
        }));
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("50 saves in 5 seconds end with the last version built, and never two builds at once")
{
    // A superseded build may leave its lock, an ended one never does: only a live owner counts as an overlap.
    project game{"test -f lock && kill -0 $(cat lock) 2>/dev/null && echo overlap >> overlaps;"
                 "echo $$ > lock; cp source.cpp out.tmp && sleep 0.15 && mv out.tmp out; rm lock"};
    const std::size_t before = open_descriptors();
    write_file(game.folder / "source.cpp", "0");
    auto watcher = supervisor::source_watcher::create(
        game.loop, {.roots = {game.folder / "source.cpp"}, .ignored = {}},
        [&](const paths& changed) { game.make->build(changed); }, [](const failure&) {});
    REQUIRE(watcher.has_value());

    int saves = 0;
    supervisor::one_shot_timer save{game.loop, [&] {
                                        write_file(game.folder / "source.cpp", std::to_string(++saves));
                                        if (saves < 50)
                                            save.start(milliseconds{100});
                                    }};
    save.start(milliseconds{0});
    CHECK(run_until(
        game.loop, [&] { return saves == 50; }));
    CHECK(run_until(
        game.loop, [&] { return game.exists("out") && read_file(game.folder / "out") == "50"; }));
    CHECK(run_until(game.loop, [&] { return !game.make->busy(); }));
    CHECK_FALSE(game.exists("overlaps"));
    CHECK(game.superseded > 0);
    CHECK_FALSE(has_children());
    watcher->reset();
    CHECK(open_descriptors() == before);
}
