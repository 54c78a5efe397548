#pragma once

namespace respawn {

/// Limits a number to a range; what is no number becomes its lower end.
[[nodiscard]] constexpr float limit(float value, float low, float high)
{
    const float raised = value > low ? value : low;
    return raised < high ? raised : high;
}

} // namespace respawn
