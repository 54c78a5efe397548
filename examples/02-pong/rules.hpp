#pragma once

/// The numbers. Lengths are in units of the field, which is 320 x 180; speeds are units a second.
namespace pong::rules {

inline constexpr float paddle_height = 32;
inline constexpr float paddle_speed = 200;
inline constexpr float opponent_speed = 135; ///< Of the paddle that nobody plays.

inline constexpr float serve_speed = 150;
inline constexpr float faster = 1.05f; ///< With every hit.
inline constexpr float top_speed = 420;
inline constexpr float steepest = 1.0f; ///< Radians: of a ball that a paddle's end has hit.

inline constexpr float serve_pause = 1.0f; ///< Seconds.
inline constexpr int winning_score = 7;

} // namespace pong::rules
