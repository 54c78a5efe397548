#include "catch.hpp"

#include "tests/support/project.hpp"
#include "tests/unit/display/virtual_screen.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <sstream>

#include <fcntl.h>
#include <signal.h>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// A copy of the game in a folder where there is nothing else, and which is all that it knows as its own.
struct lone_game {
    temporary_folder scratch;
    fs::path program = scratch / "tetris-standalone", folder = scratch / "empty";
    program_start start;

    explicit lone_game(std::vector<std::pair<std::string, std::string>> environment = {})
    {
        fs::create_directory(folder);
        fs::copy_file(STANDALONE_TETRIS, program);
        start = {program, {}, folder, scratch / "output", scratch / "errors", std::move(environment)};
        for (const char* name : {"HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            start.environment.emplace_back(name, folder.string());
        // What the graphics driver keeps for its next start is no doing of the game.
        start.environment.emplace_back("MESA_SHADER_CACHE_DISABLE", "true");
    }
};

std::size_t count(const respawn::presentation::image& picture, std::uint32_t color)
{
    return static_cast<std::size_t>(std::count_if(
        picture.pixels.begin(), picture.pixels.end(),
        [&](auto pixel) { return (pixel & 0xffffff) == color; }));
}

std::size_t different_colors(const respawn::presentation::image& picture)
{
    return std::set<std::uint32_t>{picture.pixels.begin(), picture.pixels.end()}.size();
}

/// Whether a process may write to what it has open.
bool is_for_writing(const fs::path& descriptor_information)
{
    std::istringstream words{read_file(descriptor_information)};
    for (std::string word; words >> word;)
        if (unsigned flags = 0; word == "flags:" && words >> std::oct >> flags)
            return (flags & O_ACCMODE) != O_RDONLY;
    return false;
}

/// Files of a process that it could write to, but for what it prints.
std::vector<std::string> written_files(int process_id)
{
    std::vector<std::string> files;
    const fs::path process = "/proc/" + std::to_string(process_id);
    for (const auto& each : fs::directory_iterator{process / "fd"}) {
        const fs::path name = each.path().filename();
        std::error_code gone;
        if (name != "1" && name != "2" && fs::is_regular_file(each.path(), gone) &&
            is_for_writing(process / "fdinfo" / name))
            files.push_back(fs::read_symlink(each.path(), gone).string());
    }
    return files;
}

std::vector<std::string> contents_of(const fs::path& folder)
{
    std::vector<std::string> names;
    for (const auto& each : fs::recursive_directory_iterator{folder})
        names.push_back(fs::relative(each.path(), folder).string());
    return names;
}

std::string children_of(int process_id)
{
    const auto id = std::to_string(process_id);
    return read_file("/proc/" + id + "/task/" + id + "/children");
}

} // namespace

TEST_CASE("a game by itself plays in its window until that is closed, and leaves nothing behind")
{
    const virtual_screen server;
    const lone_game game{{{"DISPLAY", std::getenv("DISPLAY")}, {"SDL_VIDEODRIVER", "x11"}}};
    program_run run{game.start};
    std::optional<window_from_outside> window;
    REQUIRE(eventually([&] { return window.emplace("tetris-standalone").found(); }));
    REQUIRE(eventually([&] { return different_colors(window->pixels()) > 20; }));
    const auto title = window->pixels();
    window->focus();
    REQUIRE(eventually([&] {
        window->press("Return");
        return window->pixels().pixels != title.pixels;
    }));
    window->resize(700, 600);
    REQUIRE(eventually([&] {
        const auto resized = window->pixels();
        return resized.width == 700 && count(resized, 0) < resized.pixels.size() / 2;
    }));
    CHECK(written_files(run.process_id()).empty());
    CHECK(children_of(run.process_id()).empty());

    window->click_close();
    run.wait();
    CHECK(run.ending() == "exit code 0");
    CAPTURE(contents_of(game.folder));
    CHECK(fs::is_empty(game.folder));
    CHECK(read_file(game.start.output).empty());
    CHECK(read_file(game.start.errors).empty());
}

TEST_CASE("a game by itself has the title and size that it wishes for, and ends when it is told to")
{
    const virtual_screen server;
    const temporary_folder scratch;
    program_start start;
    start.program = STANDALONE_WISHER;
    start.folder = scratch.path();
    start.output = scratch / "output";
    start.errors = scratch / "errors";
    start.environment = {{"DISPLAY", std::getenv("DISPLAY")}, {"SDL_VIDEODRIVER", "x11"}};
    program_run run{start};
    std::optional<window_from_outside> window;
    REQUIRE(eventually([&] { return window.emplace("A wish").found(); }));
    CHECK(eventually([&] {
        const auto picture = window->pixels();
        return picture.width == 200 && picture.height == 100;
    }));
    ::kill(run.process_id(), SIGTERM);
    run.wait();
    CHECK(run.ending() == "exit code 0");
}

TEST_CASE("without a display, a game by itself says so and what to do")
{
    const lone_game game{{{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"SDL_VIDEODRIVER", "x11"}}};
    const auto ended = run_program(game.start);
    CHECK(ended.exit_code == 1);
    CHECK(ended.output.empty());
    CHECK(
        ended.errors.find("tetris-standalone: there is no display to open a window on") != std::string::npos);
    CHECK(ended.errors.find("; start it on a desktop\n") != std::string::npos);
    CHECK(fs::is_empty(game.folder));
}
