#include "shared/presentation/frame_clock.hpp"

namespace respawn::presentation {

namespace {

constexpr unsigned unpaced_frames_per_second = 60;

} // namespace

frame_clock::frame_clock(unsigned frames_per_second) :
    paced_{frames_per_second != 0}, period_{
                                        std::chrono::nanoseconds{std::chrono::seconds{1}} /
                                        (paced_ ? frames_per_second : unpaced_frames_per_second)}
{}

std::uint64_t frame_clock::take(time_point now)
{
    if (!paced_ || now < next_) {
        next_ = now + period_;
        return 1;
    }
    const auto passed = static_cast<std::uint64_t>((now - next_) / period_) + 1;
    next_ += period_ * static_cast<std::int64_t>(passed);
    return passed;
}

} // namespace respawn::presentation
