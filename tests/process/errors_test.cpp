#include "catch.hpp"

#include "tests/support/project.hpp"

#include <algorithm>

#include <unistd.h>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// Runs respawn and requires one clear sentence with `part` in it on stderr, and the exit code.
void require_sentence(const program_start& start, std::string_view part, int exit_code)
{
    const program_result result = run_program(start);
    INFO("it said: " << result.errors);
    INFO("expected: " << part);
    REQUIRE(result.exit_code == exit_code);
    REQUIRE(result.errors.find(part) != std::string::npos);
    REQUIRE(std::count(result.errors.begin(), result.errors.end(), '\n') == 1);
    REQUIRE(result.errors.back() == '\n');
    REQUIRE(result.errors.substr(0, 7) == "respawn");
    REQUIRE(result.errors.size() < 400);
}

void require_sentence(
    const project& where, std::vector<std::string> arguments, std::string_view part, int exit_code)
{
    CAPTURE(arguments);
    require_sentence(where.respawn(std::move(arguments)), part, exit_code);
}

/// A folder in which nobody can make a file; empty if this user can everywhere.
fs::path unwritable_folder(const project& where)
{
    if (::geteuid() == 0)
        return fs::is_directory("/proc/self/task") ? "/proc/self/task" : "";
    fs::create_directory(where / "locked");
    fs::permissions(where / "locked", fs::perms::owner_read | fs::perms::owner_exec);
    return where / "locked";
}

} // namespace

TEST_CASE("a command line that can't be understood is told in one sentence, with exit code 2")
{
    const project game;
    require_sentence(game, {}, "say what to do", 2);
    require_sentence(game, {"rnu"}, "perhaps you meant 'run'", 2);
    require_sentence(game, {"frobnicate"}, "there is no command 'frobnicate'", 2);
    require_sentence(game, {"run"}, "name the game's executable", 2);
    require_sentence(game, {"run", "--watch", "src", "build/game"}, "--watch needs --build", 2);
    require_sentence(game, {"run", "--fps", "lots", "build/game"}, "--fps is 'lots'", 2);
    require_sentence(game, {"run", "--fps", "-1", "build/game"}, "--fps", 2);
    require_sentence(game, {"run", "--size", "big", "build/game"}, "--size is 'big'", 2);
    require_sentence(game, {"run", "--size", "0x0", "build/game"}, "--size is '0x0'", 2);
    require_sentence(game, {"run", "--frames", "0", "build/game"}, "--frames is '0'", 2);
    require_sentence(game, {"run", "--journal", "1", "build/game"}, "--journal is '1'", 2);
    require_sentence(
        game, {"run", "--state-address", "0x123", "build/game"}, "--state-address is '0x123'", 2);
    require_sentence(game, {"run", "--haedless", "build/game"}, "--headless", 2);
    require_sentence(game, {"run", "--headless", "one", "two"}, "two", 2);
    require_sentence(game, {"step", "0"}, "N is '0'", 2);
    require_sentence(game, {"screenshot"}, "name the file", 2);
    require_sentence(game, {"status", "--jsno"}, "--json", 2);
}

TEST_CASE("commands without a supervisor say that there is none")
{
    const project game;
    for (const char* command : {"status", "restart", "reset", "pause", "resume", "step", "quit"})
        require_sentence(game, {command}, "no respawn runs in", 1);
    require_sentence(game, {"screenshot", "x.png"}, "no respawn runs in", 1);
}

TEST_CASE("an executable that can't be used is told in one sentence")
{
    const project game;
    const std::string exe = game.executable().string();
    const std::vector<std::string> run{"run", "--headless", exe};

    SECTION("missing")
    {
        require_sentence(game, run, "does not exist", 1);
    }
    SECTION("missing, in a folder that is missing")
    {
        require_sentence(game, {"run", "--headless", "no/such/folder/game"}, "does not exist", 1);
    }
    SECTION("a folder")
    {
        fs::create_directory(game.executable());
        require_sentence(game, run, "is a folder; name the program that the build makes", 1);
    }
    SECTION("a script")
    {
        write_file(game.executable(), "#!/bin/sh\n");
        fs::permissions(game.executable(), fs::perms::owner_all);
        require_sentence(game, run, "is a script", 1);
    }
    SECTION("empty")
    {
        write_file(game.executable(), "");
        fs::permissions(game.executable(), fs::perms::owner_all);
        require_sentence(game, run, "is empty", 1);
    }
    SECTION("not allowed to be executed")
    {
        game.install(worker_program("counter"));
        fs::permissions(game.executable(), fs::perms::owner_read);
        require_sentence(game, run, "chmod +x", 1);
    }
    SECTION("not a worker")
    {
        game.install(worker_program("not_a_worker"));
        require_sentence(game, run, "before it connected", 1);
    }
    SECTION("built against another version of the library")
    {
        game.install(worker_program("liar"), "another version");
        require_sentence(
            game, run,
            "the game was built with respawn 0.9.3, and the supervisor that runs is respawn 0.1.0: build the "
            "game with respawn 0.1, or run it with respawn 0.9",
            1);
    }
    SECTION("built against a library of this version that speaks another protocol")
    {
        game.install(worker_program("liar"), "another protocol");
        require_sentence(game, run, "that speaks protocol 99", 1);
    }
    SECTION("with a place for the state that is taken")
    {
        game.install(worker_program("counter"));
        // The top of what a program has: its stack and the kernel's own pages.
        require_sentence(
            game, {"run", "--headless", "--state-address", "0x7ffffffde000", exe}, "7ffffffde000", 1);
    }
}

TEST_CASE("a bad script is told by its line")
{
    const project game;
    game.install(worker_program("counter"));
    const std::string exe = game.executable().string();
    write_file(game / "bad.script", "10 key left\n20 jump up\n");
    require_sentence(game, {"run", "--headless", "--script", "bad.script", exe}, "bad.script:2", 1);
    require_sentence(game, {"run", "--headless", "--script", "none.script", exe}, "none.script", 1);
}

TEST_CASE("without a display, a window is refused and --headless suggested")
{
    const project game;
    game.install(worker_program("counter"));
    program_start start = game.respawn({});
    start.program = "/usr/bin/env";
    start.arguments = {
        "-u",
        "DISPLAY",
        "-u",
        "WAYLAND_DISPLAY",
        "-u",
        "SDL_VIDEODRIVER",
        respawn_program().string(),
        "run",
        game.executable().string()};
    require_sentence(start, "--headless", 1);
}

TEST_CASE("a folder that can't be written to is told in one sentence")
{
    const project game;
    game.install(worker_program("counter"));
    const fs::path folder = unwritable_folder(game);
    if (folder.empty()) {
        WARN("SKIP: this user can write everywhere");
        return;
    }
    program_start start = game.respawn({"run", "--headless", game.executable().string()});
    start.folder = folder;
    require_sentence(start, "run respawn where you may write", 1);
}

TEST_CASE("a file for the state that could never be written is told at the start, and nothing is left there")
{
    const project game;
    game.install(worker_program("counter"));
    const auto refuse = [&](const char* file, const std::string& why) {
        require_sentence(
            game, {"run", "--headless", "--state", file, game.executable().string()},
            "cannot keep the state in " + (game.folder() / file).string() + ": " + why, 1);
    };
    write_file(game / "file", "");
    fs::create_symlink("no/such/folder/file", game / "astray");
    fs::create_symlink("circle", game / "circle");
    refuse(
        "no/such/folder/kept.state", "its folder is not there; make it, or name another file with --state");
    refuse("astray", "its folder is not there; make it");
    refuse("circle", "Too many levels of symbolic links; name another file with --state");
    refuse("file/kept.state", "Not a directory; name another file with --state");
    refuse("/proc/self/task/kept.state", "");
    fs::create_directory(game / ".kept.state.lock");
    refuse(
        "kept.state",
        "the lock file " + (game / ".kept.state.lock").string() + " is not a regular file; name");
    REQUIRE(entries_in(game.folder()) == 6); // those made here, .respawn and build
}

TEST_CASE("a folder for core files is made at the start, or it is told why that can't be")
{
    const project game;
    game.install(worker_program("counter"));
    write_file(game / "file", "");
    const auto run = [&](const char* folder, const char* state = "kept.state") {
        return game.respawn(
            {"run", "--headless", "--fps", "0", "--frames", "5", "--core", folder, "--state", state,
             game.executable().string()});
    };
    for (const char* folder : {"file", "file/below", "/proc/self/task", "/proc/no"}) {
        CAPTURE(folder);
        require_sentence(run(folder), std::string{"cannot keep core files in "} + folder + ": ", 1);
        require_sentence(run(folder), "; name another folder with --core", 1);
    }
    // Who is refused for something else finds no new folder.
    require_sentence(run("new/cores", "no/such/folder/kept.state"), "cannot keep the state in ", 1);
    REQUIRE_FALSE(fs::exists(game / "new"));
    REQUIRE(run_program(run("new/cores")).exit_code == 0);
    REQUIRE(fs::is_directory(game / "new/cores"));
    REQUIRE(entries_in(game / "new/cores") == 0);
}

TEST_CASE("a state that can't be written at the end is a failure")
{
    const project game;
    game.install(worker_program("counter"));
    require_sentence(
        game,
        {"run", "--headless", "--fps", "0", "--frames", "5", "--dump-state", "no/such/folder/state",
         game.executable().string()},
        "no/such/folder/state", 1);
}

TEST_CASE("a watched source that is not there is told in one sentence")
{
    const project game;
    game.install(worker_program("counter"));
    require_sentence(
        game,
        {"run", "--headless", "--build", "true", "--watch", "no/such/source", game.executable().string()},
        "no/such/source", 1);
}

TEST_CASE("a folder for sockets that others could use is refused")
{
    const project game;
    game.install(worker_program("counter"));
    program_start start = game.respawn({"run", "--headless", game.executable().string()});
    start.environment = {{"XDG_RUNTIME_DIR", (game / std::string(120, 'x')).string()}};
    fs::create_directory(game / std::string(120, 'x'));
    require_sentence(start, "XDG_RUNTIME_DIR", 1);
}

TEST_CASE("help and version are printed, with exit code 0")
{
    const project game;
    for (const char* argument : {"help", "--help", "-h"}) {
        const program_result help = run_program(game.respawn({argument}));
        REQUIRE(help.exit_code == 0);
        REQUIRE(help.errors.empty());
        REQUIRE(help.output.find("respawn run") != std::string::npos);
    }
    REQUIRE(run_program(game.respawn({"--version"})).output.substr(0, 8) == "respawn ");
}

TEST_CASE("a game that is started by hand says how to start it")
{
    const project game;
    program_start start;
    start.program = "/usr/bin/env";
    start.arguments = {"-u", "RESPAWN_SESSION", tetris_program().string()};
    start.folder = game.folder();
    const program_result result = run_program(start);
    REQUIRE(result.exit_code != 0);
    REQUIRE(result.errors.find("respawn run") != std::string::npos);
}
