#include "supervisor/loop/patience.hpp"

#include "supervisor/platform/process.hpp"

namespace respawn::supervisor {

using namespace std::chrono_literals;

bool patience::is_over() const
{
    const auto now = clock::now();
    return now - last_ >= limit_ || (is_interrupted_ && now - begun_ >= 1s && is_interrupted_());
}

patience patience_at_end(bool all_was_taken)
{
    return all_was_taken ? patience{10s, platform::ending_signal_is_pending} : patience{300ms};
}

} // namespace respawn::supervisor
