#pragma once

#include <cstdint>

/// What the state of follower.cpp points to: in each variant elsewhere, with the variant in its results.
using move_function = std::int32_t (*)(std::int32_t);

inline constexpr std::int32_t variant_step = 1000;
inline constexpr std::int32_t this_variant = VARIANT;

/// What `function` of this variant gives: a pointer that was left behind would give something else, if
/// anything.
[[nodiscard]] constexpr std::int32_t expected(std::int32_t offset, std::int32_t from)
{
    return from + offset + variant_step * this_variant;
}

#if !defined(WITHOUT_JUMP)
std::int32_t jump(std::int32_t from);
#endif

namespace left {
[[nodiscard]] move_function step();
[[nodiscard]] std::int32_t* count();
} // namespace left

namespace right {
[[nodiscard]] move_function step();
[[nodiscard]] std::int32_t* count();
} // namespace right

/// Static, in the left file or in the right one.
[[nodiscard]] move_function hidden();

extern std::int32_t score[16];
