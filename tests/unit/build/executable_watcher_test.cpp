#include "catch.hpp"
#include "supervisor/build/executable_watcher.hpp"
#include "tests/unit/build/loop_support.hpp"

#include <vector>

namespace fs = std::filesystem;
using namespace respawn;
using namespace respawn::test;
using std::chrono::milliseconds;
using std::chrono::seconds;
using supervisor::executable_watcher;

namespace {

/// Longer than the watcher takes to report a file that was closed, shorter than it waits for one that was
/// not.
constexpr milliseconds prompt{500};

/// A project whose executable is build/bin/game, and what its watcher reported.
struct watched_project {
    explicit watched_project(bool built)
    {
        if (built) {
            fs::create_directories(executable.parent_path());
            write_file(executable, "version 0");
        }
        watcher = executable_watcher::create(
                      loop, executable,
                      [this](const platform::file_version& version) { reported.push_back(version); },
                      [](const failure& complaint) { FAIL(complaint.sentence); })
                      .value();
    }

    bool reports(std::size_t count, milliseconds patience = seconds{20})
    {
        return run_until(
            loop, [&] { return reported.size() >= count; }, patience);
    }
    bool reports_current_file() const
    {
        return !reported.empty() && reported.back() == platform::version_of(executable.string()).value();
    }

    temporary_folder folder;
    fs::path executable = folder / "build/bin/game";
    asio::io_context loop;
    std::vector<platform::file_version> reported;
    std::unique_ptr<executable_watcher> watcher;
};

} // namespace

TEST_CASE("An executable that is rewritten in place is reported once, when it is closed")
{
    watched_project project{true};
    {
        std::ofstream linker{project.executable, std::ios::binary};
        linker << "half" << std::flush;
        CHECK_FALSE(project.reports(1, milliseconds{150}));
        linker << "and the other half" << std::flush;
        CHECK_FALSE(project.reports(1, milliseconds{150}));
    }
    CHECK(project.reports(1, prompt));
    CHECK(project.reports_current_file());
    CHECK_FALSE(project.reports(2, milliseconds{150}));
}

TEST_CASE("An executable that is renamed into place is reported")
{
    watched_project project{true};
    write_file(project.folder / "build/bin/game.new", "version 1");
    fs::rename(project.folder / "build/bin/game.new", project.executable);
    CHECK(project.reports(1, prompt));
    CHECK(project.reports_current_file());
}

TEST_CASE("An executable that is deleted and linked anew is reported")
{
    watched_project project{true};
    fs::remove(project.executable);
    CHECK_FALSE(project.reports(1, milliseconds{100}));
    write_file(project.executable, "version 1");
    CHECK(project.reports(1, prompt));
    CHECK(project.reports_current_file());
}

TEST_CASE("Writes that follow each other quickly are reported once, with the last content")
{
    watched_project project{true};
    for (int version = 1; version <= 20; ++version) {
        write_file(project.executable, "version " + std::to_string(version));
        project.loop.restart();
        project.loop.poll();
    }
    CHECK(project.reports(1, prompt));
    CHECK(project.reports_current_file());
    CHECK_FALSE(project.reports(2, milliseconds{150}));
}

TEST_CASE("A second writer that begins before the first one's result has settled is waited for")
{
    watched_project project{true};
    write_file(project.executable, "the first writer's result");
    std::ofstream second{project.executable, std::ios::binary};
    second << "half" << std::flush;
    CHECK_FALSE(project.reports(1, milliseconds{150}));
    second.close();
    CHECK(project.reports(1, prompt));
    CHECK(project.reports_current_file());
}

TEST_CASE("An executable that was not touched, or only opened for writing, is not reported")
{
    watched_project project{true};
    write_file(project.folder / "build/bin/other", "another file");
    {
        const std::ofstream opened{project.executable, std::ios::app};
    }
    CHECK_FALSE(project.reports(1, milliseconds{150}));
}

TEST_CASE("An executable in folders that do not exist yet is reported when it is built")
{
    watched_project project{false};
    fs::create_directory(project.folder / "build");
    CHECK_FALSE(project.reports(1, milliseconds{50}));
    fs::create_directory(project.folder / "build/bin");
    CHECK_FALSE(project.reports(1, milliseconds{50}));
    write_file(project.executable, "version 1");
    CHECK(project.reports(1, prompt));
    CHECK(project.reports_current_file());
}

TEST_CASE("A build folder can be removed and made again, any number of times")
{
    watched_project project{true};
    for (std::size_t round = 1; round <= 5; ++round) {
        fs::remove_all(project.folder / "build");
        CHECK_FALSE(project.reports(round, milliseconds{30}));
        fs::create_directories(project.executable.parent_path());
        CHECK_FALSE(project.reports(round, milliseconds{30}));
        write_file(project.executable, "version " + std::to_string(round));
        CAPTURE(round);
        REQUIRE(project.reports(round, prompt));
        CHECK(project.reports_current_file());
    }
}

TEST_CASE("A folder that appears with the executable in it is noticed")
{
    watched_project project{true};
    SECTION("made at once")
    {
        fs::remove_all(project.folder / "build");
        fs::create_directories(project.executable.parent_path());
        write_file(project.executable, "version 1");
    }
    SECTION("renamed into the place of a folder above")
    {
        fs::create_directories(project.folder / "build.new/bin");
        write_file(project.folder / "build.new/bin/game", "version 1");
        fs::rename(project.folder / "build", project.folder / "build.old");
        fs::rename(project.folder / "build.new", project.folder / "build");
    }
    CHECK(project.reports(1));
    CHECK(project.reports_current_file());
}

TEST_CASE("An executable that changes without being opened is noticed")
{
    watched_project project{true};
    fs::resize_file(project.executable, 4); // truncate(2): nothing is opened or closed
    CHECK(project.reports(1));
    CHECK(project.reports_current_file());
}

TEST_CASE("An executable that a linker has emptied and not closed is not reported, however long that takes")
{
    watched_project project{true};
    std::ofstream linker{project.executable, std::ios::binary | std::ios::trunc};
    CHECK_FALSE(project.reports(
        1, executable_watcher::fallback_settle_time + 2 * executable_watcher::fallback_interval));
}

TEST_CASE("An executable that is being written when watching begins is reported when it is closed unchanged")
{
    const temporary_folder folder;
    std::ofstream linker{folder / "game", std::ios::binary};
    linker << "everything" << std::flush;
    asio::io_context loop;
    int reports = 0;
    const auto watcher = executable_watcher::create(
        loop, folder / "game", [&](const platform::file_version&) { ++reports; }, [](const failure&) {});
    REQUIRE(watcher.has_value());
    CHECK_FALSE(run_until(
        loop, [&] { return reports > 0; }, milliseconds{150}));
    linker.close();
    CHECK(run_until(
        loop, [&] { return reports > 0; }, prompt));
}

TEST_CASE("A settled executable is reported again on demand")
{
    watched_project project{true};
    CHECK_FALSE(project.reports(1, milliseconds{100}));
    project.watcher->report_again();
    CHECK(project.reports(1, prompt));
    CHECK(project.reports_current_file());
    CHECK_FALSE(project.reports(2, milliseconds{100}));
}

TEST_CASE("Watching costs next to nothing while nothing happens")
{
    watched_project project{true};
    const std::size_t wake_ups = project.loop.run_for(seconds{2});
    CHECK(project.reported.empty());
    INFO(wake_ups << " wake-ups in 2 s");
    CHECK(wake_ups <= 20);
}

TEST_CASE("A watcher can be destroyed at any moment, also by its own report, and leaves no descriptor open")
{
    const std::size_t before = open_descriptors();
    {
        watched_project project{true};
        const std::size_t with_watcher = open_descriptors();
        for (int round = 0; round < 20; ++round) {
            bool reported = false;
            std::unique_ptr<executable_watcher> watcher;
            watcher = executable_watcher::create(
                          project.loop, project.executable,
                          [&](const platform::file_version&) {
                              reported = true;
                              watcher.reset();
                          },
                          [](const failure&) {})
                          .value();
            write_file(project.executable, "round " + std::to_string(round));
            if (round % 2 == 0) {
                REQUIRE(run_until(
                    project.loop, [&] { return reported; }));
            } else {
                run_until(
                    project.loop, [&] { return reported; }, milliseconds{round});
            }
        }
        project.loop.restart();
        project.loop.poll();
        CHECK(open_descriptors() == with_watcher);
    }
    CHECK(open_descriptors() == before);
}
