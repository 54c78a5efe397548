#include "catch.hpp"

#include "tests/support/screenshots.hpp"

#include <cstring>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// A game that is played by a script, by both libraries, to each of the frames in turn.
struct same_play {
    fs::path worker, rehearsal, script;
    std::vector<std::uint64_t> frames;
};

/// As a person sees it.
struct seen_state {
    std::string state;
    std::vector<std::uint32_t> pixels;
};

/// The byte that means nothing is left out.
std::vector<std::uint32_t> colors(std::vector<std::uint32_t> pixels)
{
    for (auto& pixel : pixels)
        pixel &= 0xffffff;
    return pixels;
}

std::vector<seen_state> play_alone(const same_play& play)
{
    const temporary_folder folder;
    std::string numbers;
    for (const auto frame : play.frames)
        numbers += std::to_string(frame) + " ";
    program_start start;
    start.program = play.rehearsal;
    start.folder = folder.path();
    start.environment = {
        {"REHEARSAL_SCRIPT", play.script.string()},
        {"REHEARSAL_FRAMES", numbers},
        {"REHEARSAL_PREFIX", (folder / "seen").string()}};
    const auto ended = run_program(start);
    INFO(ended.errors);
    REQUIRE(ended.exit_code == 0);
    std::vector<seen_state> seen;
    for (const auto frame : play.frames) {
        const auto name = folder / ("seen-" + std::to_string(frame));
        const std::string bytes = read_file(name.string() + ".pixels");
        std::vector<std::uint32_t> pixels(bytes.size() / sizeof(std::uint32_t));
        std::memcpy(pixels.data(), bytes.data(), pixels.size() * sizeof(std::uint32_t));
        seen.push_back({read_file(name.string() + ".state"), colors(std::move(pixels))});
    }
    return seen;
}

/// Paused before there is anything to play, so that it can be looked at after exactly so many frames.
std::vector<seen_state> play_supervised(const same_play& play)
{
    const project game;
    supervisor_run run{
        game, {"--fps", "0", "--build", "test -e build/game", "--script", play.script.string()}};
    REQUIRE(eventually([&] { return run.command({"pause"}).exit_code == 0; }));
    game.install(play.worker);
    std::vector<seen_state> seen;
    for (const auto frame : play.frames) {
        const auto steps = std::to_string(frame - (seen.empty() ? 0 : run.frame()));
        REQUIRE(eventually([&] { return run.command({"step", steps}).exit_code == 0; }));
        REQUIRE(run.frame() == frame);
        const auto picture = screenshot(run, game, false);
        REQUIRE(picture.width == 960);
        seen.push_back({run.command({"inspect", "--all"}).output, colors(picture.pixels)});
    }
    run.quit();
    return seen;
}

void require_same(const same_play& play)
{
    const auto alone = play_alone(play), supervised = play_supervised(play);
    for (std::size_t index = 0; index != play.frames.size(); ++index) {
        CAPTURE(play.frames[index]);
        REQUIRE(supervised[index].state.size() > 500);
        REQUIRE(alone[index].state == supervised[index].state);
        REQUIRE(alone[index].pixels.size() == 960 * 720);
        REQUIRE((alone[index].pixels == supervised[index].pixels));
    }
    REQUIRE(alone.front().state != alone.back().state);
    REQUIRE((alone.front().pixels != alone.back().pixels));
}

} // namespace

TEST_CASE("3600 frames of tetris by itself are those of tetris under a supervisor, in state and picture")
{
    require_same({tetris_program(), TETRIS_REHEARSAL, tetris_script(), {600, 1800, 3600}});
}

TEST_CASE("a game with one of everything plays by itself as it does under a supervisor")
{
    require_same({COLLECTION_PROGRAM, COLLECTION_REHEARSAL, COLLECTION_SCRIPT, {1, 75, 300}});
}
