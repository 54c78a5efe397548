#include "catch.hpp"

#include "shared/pictures/layout.hpp"
#include "worker/standalone/stage.hpp"

#include <respawn/worker.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace respawn;

namespace {

/// What the stage of the test has seen, and what it tells the game.
struct stage_record {
    std::vector<std::uint64_t> frames;
    std::vector<std::uint32_t> first_pixels; ///< of each picture that was shown
    std::vector<std::string> played;         ///< the sounds' names
    std::uint64_t frames_left = 1000;
    player::region_data told{};
};
stage_record record;

class test_stage final : public standalone::stage {
public:
    bool begin_frame(std::uint64_t frame, player::region_data& told) override
    {
        if (record.frames_left == 0)
            return false;
        --record.frames_left;
        record.frames.push_back(frame);
        told = record.told;
        told.frame = frame;
        told.width = 64;
        told.height = 80;
        return true;
    }
    result<void> show(
        const presentation::composition& picture, const presentation::texture_store& textures) override
    {
        const auto& look = picture.look(textures);
        REQUIRE(look.width == 64);
        REQUIRE(look.height == 80);
        record.first_pixels.push_back(look.pixels.front() & 0xffffff);
        return {};
    }
    result<void> play(
        std::span<const sounds::command_data> commands, const sounds::sound_store& recordings) override
    {
        for (const auto& each : commands)
            record.played.push_back(
                recordings.find(each.sound) ? recordings.find(each.sound)->name : "nothing");
        return {};
    }
    [[nodiscard]] std::pair<int, int> picture_size() const override { return {64, 80}; }
};

struct counter {
    std::uint64_t ticks = 0;
    respawn::vector<std::uint64_t> numbers;
};

struct game {
    respawn::worker worker = [] {
        record = {};
        char name[] = "folder/game";
        char* arguments[] = {name, nullptr};
        return respawn::worker{1, arguments};
    }();
    counter& state = worker.state<counter>("counter");

    game() { state = {}; }
};

} // namespace

/// In place of the one with a window.
result<std::unique_ptr<standalone::stage>> standalone::make_stage(
    const std::string& title, const window_wishes&)
{
    REQUIRE(title == "game");
    return std::unique_ptr<stage>{std::make_unique<test_stage>()};
}

TEST_CASE("frames count from 1, tell what the stage tells, and end with it")
{
    game playing;
    record.frames_left = 3;
    record.told.dt_ns = 20'000'000;
    record.told.mouse_x = 12;
    while (auto frame = playing.worker.next_frame()) {
        playing.state.numbers.push_back(frame.number());
        CHECK(frame.dt() == 0.02f);
        CHECK(frame.duration() == std::chrono::milliseconds{20});
        CHECK(frame.input().mouse().x == 12);
        CHECK(frame.input().window_size() == extent{64, 80});
        CHECK(frame.canvas().size() == extent{64, 80});
    }
    CHECK(playing.state.numbers == respawn::vector<std::uint64_t>{1, 2, 3});
    CHECK_FALSE(playing.worker.next_frame());
    CHECK(playing.worker.generation() == 1);
}

TEST_CASE("the window is black until the first picture, and a frame that draws nothing leaves the last one")
{
    game playing;
    CHECK(record.first_pixels == std::vector<std::uint32_t>{0});
    playing.worker.next_frame().canvas().clear({1, 2, 3});
    static_cast<void>(playing.worker.next_frame());
    playing.worker.next_frame().pixels().at(0, 0) = 0x445566;
    CHECK(record.first_pixels == std::vector<std::uint32_t>{0, 0x010203, 0x445566});
}

TEST_CASE("a frame that is left by an exception shows nothing and keeps its number, but not its state")
{
    game playing;
    const auto throwing_frame = [&] {
        const auto frame = playing.worker.next_frame();
        ++playing.state.ticks;
        frame.canvas().clear({255, 0, 0});
        throw std::runtime_error{"in the frame"};
    };
    CHECK_THROWS_WITH(throwing_frame(), "in the frame");
    CHECK(playing.state.ticks == 1);
    CHECK(record.first_pixels.size() == 1);
    playing.worker.next_frame().canvas().clear({0, 0, 255});
    CHECK(record.frames == std::vector<std::uint64_t>{1, 1});
    CHECK(record.first_pixels == std::vector<std::uint32_t>{0, 0x0000ff});
}

TEST_CASE("the next frame can't begin before the last one has ended")
{
    game playing;
    const auto frame = playing.worker.next_frame();
    CHECK_THROWS_WITH(playing.worker.next_frame(), contains_text("a frame ends with its scope"));
}

TEST_CASE("textures are found by their names once they were made, and drawn")
{
    game playing;
    CHECK_FALSE(playing.worker.find_texture("green").has_value());
    const std::vector<std::uint8_t> green{0, 255, 0, 255};
    const auto made = playing.worker.make_texture("green", 1, 1, green);
    CHECK(made.id == pictures::texture_id("green"));
    REQUIRE(playing.worker.find_texture("green").has_value());
    CHECK(playing.worker.find_texture("green")->id == made.id);
    CHECK(playing.worker.find_texture("green")->width == 1);
    playing.worker.next_frame().canvas().sprite(made, {0, 0, 8, 8});
    CHECK(record.first_pixels.back() == 0x00ff00);
    CHECK_THROWS_AS(playing.worker.make_texture("green", 2, 1, green), std::invalid_argument);
    const std::vector<std::uint8_t> row(8193 * 4);
    CHECK_THROWS_WITH(
        playing.worker.make_texture("row", 8193, 1, row), contains_text("8193x1 is not between"));
}

TEST_CASE("sounds are found by their names once they were made, and heard when their frame is committed")
{
    game playing;
    CHECK_FALSE(playing.worker.find_sound("bang").has_value());
    const std::vector<float> samples{0, 0.5f, -0.5f};
    const auto bang = playing.worker.make_sound("bang", 48000, 1, samples);
    REQUIRE(playing.worker.find_sound("bang").has_value());
    CHECK(playing.worker.find_sound("bang")->id == bang.id);
    {
        const auto frame = playing.worker.next_frame();
        frame.audio().play(bang);
        frame.audio().play({});
        frame.audio().loop(0, bang, {.volume = 0.5f});
        frame.audio().loop(respawn::audio::channels, bang);
    }
    CHECK(record.played == std::vector<std::string>{"bang", "nothing", "bang"});
    try {
        const auto frame = playing.worker.next_frame();
        frame.audio().play(bang);
        throw std::runtime_error{"the frame is dropped"};
    } catch (const std::runtime_error&) {
        CHECK(record.played.size() == 3);
    }
    static_cast<void>(playing.worker.next_frame());
    CHECK(record.played.size() == 3);
    CHECK_THROWS_AS(playing.worker.make_sound("bang", 48000, 2, samples), std::invalid_argument);
    CHECK_THROWS_WITH(
        playing.worker.make_sound("bang", 7, 1, samples), contains_text("7 Hz, is not between"));
}

TEST_CASE("text is drawn with the built-in font")
{
    game playing;
    {
        const auto frame = playing.worker.next_frame();
        frame.canvas().text({-4, -10}, "MMMM", {.size = 48});
    }
    CHECK(record.first_pixels.back() != 0);
}
