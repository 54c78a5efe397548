#include "tests/process/sweep/reference.hpp"

#include <algorithm>
#include <utility>

namespace respawn::test {

reference::reference(asio::io_context& loop, bare_session::settings how) :
    changed_{how.changed}, game_{loop, playing_ahead(std::move(how))}
{
    game_.start_next_generation();
}

bare_session::settings reference::playing_ahead(bare_session::settings how)
{
    how.may_play = [this](std::uint64_t frame) { return frame < wanted_; };
    how.changed = [this] { take_down(); };
    return how;
}

void reference::take_down()
{
    const auto& state = game_.state();
    if (state.frame() == newest_)
        return;
    newest_ = state.frame();
    const auto bytes = state.bytes();
    states_[newest_ % kept_frames].assign(bytes.begin(), bytes.end());
    changed_();
}

void reference::keep_ahead_of(std::uint64_t frame)
{
    if (frame + lead <= wanted_)
        return;
    wanted_ = frame + lead;
    game_.play();
}

bool reference::knows(std::uint64_t frame) const
{
    return frame <= newest_ && frame + kept_frames > newest_;
}

bool reference::is_right(std::uint64_t frame, std::span<const std::byte> bytes) const
{
    const auto& right = states_[frame % kept_frames];
    return std::equal(bytes.begin(), bytes.end(), right.begin(), right.end());
}

} // namespace respawn::test
