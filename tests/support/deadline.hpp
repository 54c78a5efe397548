#pragma once

#include <chrono>
#include <thread>

namespace respawn::test {

using namespace std::chrono_literals;

/// Far beyond what anything that works takes, also with sanitizers on a machine that is busy with something
/// else.
inline constexpr std::chrono::milliseconds usual_patience = 60s;

/// Whether `condition` comes true before `patience` is over.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition, std::chrono::milliseconds patience = usual_patience)
{
    constexpr auto look_again_after = 2ms;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(look_again_after);
    }
    return true;
}

/// Whether `condition` stays true for `duration`: for what must not happen.
template <class Condition>
[[nodiscard]] bool always(Condition condition, std::chrono::milliseconds duration)
{
    return !eventually([&] { return !condition(); }, duration);
}

} // namespace respawn::test
