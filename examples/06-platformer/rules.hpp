#pragma once

/// The numbers. Lengths are in pixels of the map, whose tiles are 16 x 16; speeds are pixels a second.
namespace platformer::rules {

inline constexpr float run_speed = 115;
inline constexpr float run_acceleration = 900, air_acceleration = 520;
inline constexpr float jump_speed = 275;
inline constexpr float cut_jump = 0.45f;    ///< What is left of the speed when Jump is let go early.
inline constexpr float coyote_time = 0.09f; ///< Seconds behind an edge in which one can still jump.
inline constexpr float jump_memory = 0.11f; ///< Seconds before the ground in which Jump may be pressed.
inline constexpr float gravity = 720, top_fall_speed = 320;
inline constexpr float stomp_bounce = 190;

inline constexpr float walker_speed = 28;
inline constexpr float flyer_speed = 36, flyer_height = 14, flyer_rate = 2.6f; ///< Radians a second.

inline constexpr float dying_seconds = 0.9f;

} // namespace platformer::rules
