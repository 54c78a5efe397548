#include "supervisor/session/recovery.hpp"

#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_crashes = 3;
constexpr auto most_crashes_within = 5s;
constexpr auto time_to_make_up = 60s;
/// Frames that lie further apart were not played in between: the game was paused, or waited.
constexpr auto longest_frame = 1s;

recovery chosen(const circumstances& now)
{
    switch (now.choice) {
    case crash_choice::restart:
        return now.too_often ? recovery::hold : recovery::start_again;
    case crash_choice::hold:
        return recovery::hold;
    case crash_choice::back:
        return now.has_previous ? recovery::go_back : recovery::hold;
    case crash_choice::wait:
        break; // a successor takes over
    }
    return recovery::hold;
}

} // namespace

verdict verdict_on(ending_kind kind)
{
    switch (kind) {
    case ending_kind::left_main:
    case ending_kind::in_wrapper:
        return verdict::left;
    case ending_kind::refused:
    case ending_kind::never_connected:
        return verdict::hopeless;
    case ending_kind::hang:
        return verdict::hang;
    case ending_kind::lost_debugger:
    case ending_kind::by_hand:
        return verdict::innocent;
    case ending_kind::signal:
    case ending_kind::stack_overflow:
    case ending_kind::exception:
    case ending_kind::out_of_memory:
    case ending_kind::aborted:
    case ending_kind::sanitizer:
    case ending_kind::broke_protocol:
        break;
    }
    return verdict::crash;
}

recovery recovery_from(const circumstances& now)
{
    if (now.what == verdict::innocent)
        return now.where == standing::first_frame ? recovery::resume_parked : recovery::start_again;
    const bool by_its_fault = now.what == verdict::crash || now.what == verdict::hang;
    if (by_its_fault && now.choice == crash_choice::wait && !now.has_successor)
        return recovery::keep;
    if (now.where == standing::first_frame)
        return recovery::resume_parked;
    if (now.what == verdict::hopeless)
        return recovery::hold;
    if (now.what == verdict::left)
        return now.too_often ? recovery::hold : recovery::start_again;
    if (now.where == standing::probation && now.choice != crash_choice::hold)
        return recovery::go_back;
    return chosen(now);
}

void crash_history::add(std::uint64_t frame, clock::time_point when)
{
    crashes_.push_back({frame, when});
    if (crashes_.size() > most_crashes)
        crashes_.erase(crashes_.begin());
    good_time_ = {};
}

const char* crash_history::why_too_often() const
{
    const std::size_t count = crashes_.size();
    if (count >= 2 && crashes_[count - 1].frame == crashes_[count - 2].frame)
        return "twice in the same frame";
    if (count >= most_crashes &&
        crashes_.back().when - crashes_[count - most_crashes].when <= most_crashes_within)
        return "three times within 5 s";
    return nullptr;
}

void crash_history::frame_committed(clock::time_point when)
{
    const auto since_last = when - std::exchange(last_frame_, when);
    if (crashes_.empty() || since_last > longest_frame)
        return;
    good_time_ += since_last;
    if (good_time_ >= time_to_make_up) {
        crashes_.erase(crashes_.begin());
        good_time_ = {};
    }
}

void crash_history::forget()
{
    crashes_.clear();
    good_time_ = {};
}

} // namespace respawn::supervisor
