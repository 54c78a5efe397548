#pragma once

/// The game without a picture: its state, and one function that moves it on.

#include <array>
#include <cstdint>

namespace pong {

/// The field's units are its own: the view scales it to the window.
inline constexpr float field_width = 320, field_height = 180;
inline constexpr float paddle_width = 5;
inline constexpr float face_distance = 16; ///< Of a paddle's front, from the edge of the field.
inline constexpr float ball_size = 5;

/// What the players ask for in a frame. Directions: -1 is up, 1 is down.
struct commands {
    std::array<float, 2> directions{};
    bool one_player = false, two_players = false;
};

enum class phase : std::uint8_t { title, serving, playing, over };

struct player {
    float y = field_height / 2; ///< The middle of the paddle.
    std::int32_t score = 0;
};

struct ball {
    float x = field_width / 2, y = field_height / 2; ///< Its middle.
    float dx = 0, dy = 0;
};

/// Everything that has to outlive a frame. Players: 0 is left, 1 is right.
struct game {
    pong::phase phase = phase::title;
    bool two_players = false;
    std::array<player, 2> players;
    pong::ball ball;
    std::int32_t rally = 0;         ///< Hits since the serve.
    std::int32_t server = 0;        ///< The player whom the ball comes from.
    float until_serve = 0;          ///< Seconds.
    std::uint32_t random = 2463534; ///< Never 0.
};

/// Moves the game on by so many seconds.
void step(game& state, const commands& asked, float seconds);

} // namespace pong
