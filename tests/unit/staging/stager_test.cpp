#include "catch.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/staging/stager.hpp"
#include "tests/support/temporary_folder.hpp"

#include <atomic>
#include <csignal>
#include <thread>

#include <unistd.h>

namespace fs = std::filesystem;
using namespace respawn;
using namespace respawn::test;
using supervisor::stager;
using outcome = supervisor::staging_report::outcome;

namespace {

void put_executable(const fs::path& at)
{
    fs::copy_file(system_executable(), at, fs::copy_options::overwrite_existing);
}

/// A project folder with an executable in build/, and its stager.
struct project {
    project()
    {
        fs::create_directory(folder / "build");
        put_executable(executable);
    }

    fs::path generations() const { return folder / ".respawn/gen"; }

    temporary_folder folder;
    fs::path executable = folder / "build/game";
    stager staging = stager::create(folder.path()).value();
};

bool mentions(const std::string& sentence, const std::string& words)
{
    return sentence.find(words) != std::string::npos;
}

/// Takes root's right to write everywhere away for a scope.
class unprivileged {
public:
    unprivileged() : before_{::geteuid()}
    {
        if (before_ == 0)
            REQUIRE(::seteuid(65534) == 0);
    }
    ~unprivileged() { (void)!::seteuid(before_); }
    unprivileged(const unprivileged&) = delete;
    unprivileged& operator=(const unprivileged&) = delete;

private:
    uid_t before_;
};

} // namespace

TEST_CASE("The folder is made anew when somebody has removed it")
{
    project game;
    fs::remove_all(game.folder / ".respawn");
    const auto report = game.staging.stage(game.executable, 1);
    CAPTURE(report.sentence);
    REQUIRE(report.what == outcome::staged);
    CHECK(read_file(report.image.executable) == read_file(game.executable));
}

TEST_CASE("What was removed is put back from a copy, under its own name")
{
    project game;
    const auto staged = game.staging.stage(game.executable, 7).image.executable;
    fs::copy_file(staged, game.folder / "copy");
    fs::remove_all(game.folder / ".respawn");
    CHECK(
        mentions(game.staging.put_back(staged, 7, game.folder / "none").error().sentence, "does not exist"));
    CHECK(entries_in(game.generations()) == 0);
    REQUIRE(game.staging.put_back(staged, 7, game.folder / "copy").has_value());
    CHECK(read_file(staged) == read_file(game.executable));
    CHECK(fs::status(staged).permissions() == fs::status(game.executable).permissions());
    CHECK(entries_in(game.generations()) == 1);
}

TEST_CASE("A staged executable has its own folder, the same name, bytes and permissions")
{
    project game;
    fs::permissions(game.executable, fs::perms::owner_all | fs::perms::group_read);
    const auto report = game.staging.stage(game.executable, 42);
    CAPTURE(report.sentence);
    REQUIRE(report.what == outcome::staged);
    CHECK(report.image.generation == 42);
    CHECK(report.image.executable == game.generations() / "000042/game");
    CHECK(read_file(report.image.executable) == read_file(game.executable));
    CHECK(fs::status(report.image.executable).permissions() == fs::status(game.executable).permissions());
    CHECK(report.image.source_version == platform::version_of(game.executable.string()).value());
    CHECK(entries_in(game.generations()) == 1);
    CHECK(entries_in(report.image.folder) == 1);
}

TEST_CASE("Debug information beside the executable is staged with it")
{
    project game;
    write_file(game.folder / "build/game.debug", "symbols");
    write_file(game.folder / "build/game.dwp", "split symbols");
    const auto report = game.staging.stage(game.executable, 1);
    REQUIRE(report.what == outcome::staged);
    CHECK(read_file(report.image.folder / "game.debug") == "symbols");
    CHECK(read_file(report.image.folder / "game.dwp") == "split symbols");
}

TEST_CASE("A build's output can be overwritten, truncated and deleted while its staged copy runs")
{
    project game;
    const auto report = game.staging.stage(game.executable, 1);
    REQUIRE(report.what == outcome::staged);
    const auto running = platform::spawn({.program = report.image.executable, .arguments = {"game", "1000"}});
    REQUIRE(running.has_value());
    put_executable(game.executable);
    write_file(game.executable, "half of an exec");
    fs::resize_file(game.executable, 0);
    fs::remove(game.executable);
    CHECK_FALSE(platform::reap(*running));
    CHECK(read_file(report.image.executable) == read_file(system_executable()));
    platform::signal_group(running->process_id, SIGKILL);
    CHECK(platform::reap(*running, std::chrono::seconds{10}));
}

TEST_CASE("What is no complete executable is refused by its own name and leaves nothing behind")
{
    project game;
    const auto refused_with = [&](const std::string& words) {
        const auto report = game.staging.stage(game.executable, 1);
        CAPTURE(report.sentence);
        CHECK(report.what == outcome::refused);
        CHECK(mentions(report.sentence, words));
        CHECK(mentions(report.sentence, game.executable.string()));
        CHECK(entries_in(game.generations()) == 0);
    };
    SECTION("half of it")
    {
        fs::resize_file(game.executable, fs::file_size(game.executable) / 2);
        refused_with("is incomplete");
    }
    SECTION("a script")
    {
        write_file(game.executable, "#!/bin/sh\n");
        refused_with("is a script");
    }
    SECTION("not executable")
    {
        fs::permissions(game.executable, fs::perms::owner_read);
        refused_with("chmod +x");
    }
    SECTION("missing")
    {
        fs::remove(game.executable);
        refused_with("does not exist");
    }
    SECTION("a folder")
    {
        fs::remove(game.executable);
        fs::create_directory(game.executable);
        refused_with("is a folder; name the program that the build makes");
    }
}

TEST_CASE("A generation number can be used again after its staging was refused")
{
    project game;
    write_file(game.executable, "");
    CHECK(game.staging.stage(game.executable, 7).what == outcome::refused);
    put_executable(game.executable);
    CHECK(game.staging.stage(game.executable, 7).what == outcome::staged);
}

TEST_CASE("An executable that is written while it is copied is not staged")
{
    project game;
    constexpr std::uintmax_t size_bytes = std::uintmax_t{64} << 20;
    fs::resize_file(game.executable, size_bytes);
    std::atomic<bool> stop{false};
    std::thread linker{[&] {
        const fs::path copy = game.generations() / ".000001/game";
        while (!stop && !fs::exists(copy)) {
        }
        std::fstream file{game.executable, std::ios::binary | std::ios::in | std::ios::out};
        file.seekp(static_cast<std::streamoff>(size_bytes - 1));
        file.put('\xff');
    }};
    const auto report = game.staging.stage(game.executable, 1);
    stop = true;
    linker.join();
    if (report.what == outcome::staged) {
        // A file system that shares blocks may have been faster than the linker.
        CHECK(read_file(report.image.executable).back() == '\0');
    } else {
        CHECK(report.what == outcome::changed_meanwhile);
        CHECK(entries_in(game.generations()) == 0);
    }
}

TEST_CASE("An executable that the linker has not closed yet is not staged")
{
    project game;
    std::ofstream linker{game.executable, std::ios::binary | std::ios::app};
    CHECK(game.staging.stage(game.executable, 1).what == outcome::changed_meanwhile);
    CHECK(entries_in(game.generations()) == 0);
    linker.close();
    CHECK(game.staging.stage(game.executable, 1).what == outcome::staged);
}

TEST_CASE("Pruning keeps the newest generations and those that are wanted")
{
    project game;
    for (std::uint32_t generation = 1; generation <= 9; ++generation)
        REQUIRE(game.staging.stage(game.executable, generation).what == outcome::staged);
    game.staging.prune({2, 9});
    for (std::uint32_t generation = 1; generation <= 9; ++generation) {
        CAPTURE(generation);
        CHECK(fs::exists(game.staging.folder_of(generation)) == (generation == 2 || generation >= 8));
    }
}

TEST_CASE("What an earlier session left is removed at the start")
{
    project game;
    REQUIRE(game.staging.stage(game.executable, 3).what == outcome::staged);
    fs::create_directories(game.generations() / ".000004");
    write_file(game.generations() / ".000004/game", "half");
    REQUIRE(stager::create(game.folder.path()).has_value());
    CHECK(entries_in(game.generations()) == 0);
}

TEST_CASE("A folder that cannot be written to is named in one sentence")
{
    const temporary_folder folder;
    SECTION("at the start")
    {
        fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
        const unprivileged scope;
        const auto made = stager::create(folder.path());
        REQUIRE_FALSE(made.has_value());
        CHECK(mentions(made.error().sentence, "cannot write to the folder " + folder.path().string()));
    }
    SECTION("because there is a file of its name")
    {
        write_file(folder / ".respawn", "");
        const auto made = stager::create(folder.path());
        REQUIRE_FALSE(made.has_value());
        CHECK(mentions(made.error().sentence, "cannot write to the folder " + folder.path().string()));
    }
    SECTION("later")
    {
        put_executable(folder / "game");
        const auto made = stager::create(folder.path());
        REQUIRE(made.has_value());
        fs::remove_all(folder / ".respawn");
        write_file(folder / ".respawn", "");
        const auto report = made->stage(folder / "game", 1);
        CHECK(report.what == outcome::refused);
        CHECK(mentions(report.sentence, "cannot write to the folder"));
    }
}

TEST_CASE("Staging leaves no descriptor open")
{
    project game;
    const std::size_t before = open_descriptors();
    for (std::uint32_t generation = 1; generation <= 20; ++generation) {
        CHECK(game.staging.stage(game.executable, generation).what == outcome::staged);
        CHECK(game.staging.stage(game.folder / "missing", 99).what == outcome::refused);
        game.staging.prune({});
    }
    CHECK(open_descriptors() == before);
    CHECK(entries_in(game.generations()) == stager::kept_generations);
}
