/// A counter: the smallest game that can be rebuilt while it runs. It writes its picture pixel by pixel.

#include <respawn/worker.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace {

/// What outlives a rebuild.
struct counter {
    std::uint64_t count = 0;
};

constexpr std::uint32_t background = 0x10121b, ink = 0x5cc8fa; // 0xRRGGBB
constexpr int dot = 24;                                        // pixels

/// Each digit is 3 x 5 dots, row after row from the top left.
constexpr std::array<unsigned, 10> digits{0b111'101'101'101'111, 0b010'110'010'010'111, 0b111'001'111'100'111,
                                          0b111'001'111'001'111, 0b101'101'111'001'001, 0b111'100'111'001'111,
                                          0b111'100'111'101'111, 0b111'001'010'010'010, 0b111'101'111'101'111,
                                          0b111'101'111'001'111};

void step(counter& state, const respawn::input& input)
{
    if (input.pressed(respawn::key::space) || input.pressed(respawn::mouse_button::left))
        state.count += 1;
    if (input.pressed(respawn::key::backspace))
        state.count = 0;
}

/// Parts outside of the picture are left out.
void draw_dot(respawn::pixels picture, int left, int top)
{
    for (int y = std::max(top, 0); y < std::min(top + dot, picture.height); ++y)
        for (int x = std::max(left, 0); x < std::min(left + dot, picture.width); ++x)
            picture.at(x, y) = ink;
}

void draw_digit(respawn::pixels picture, unsigned dots, int left, int top)
{
    for (int i = 0; i < 15; ++i)
        if ((dots >> (14 - i)) & 1)
            draw_dot(picture, left + i % 3 * dot, top + i / 3 * dot);
}

void draw(respawn::pixels picture, const counter& state)
{
    std::fill(picture.data.begin(), picture.data.end(), background);
    const std::string text = std::to_string(state.count);
    const int width = (static_cast<int>(text.size()) * 4 - 1) * dot;
    int left = (picture.width - width) / 2;
    for (const char digit : text) {
        draw_digit(
            picture, digits[static_cast<std::size_t>(digit - '0')], left, (picture.height - 5 * dot) / 2);
        left += 4 * dot;
    }
}

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (auto frame = worker.next_frame()) {
        step(state, frame.input());
        draw(frame.pixels(), state);
    }
}
