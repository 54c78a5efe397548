#pragma once

#include "tests/process/sweep/bare_session.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace respawn::test {

/// What the state is after each frame when nobody dies: a second game that runs some frames ahead, and the
/// bytes of its latest states.
class reference {
public:
    /// `how`: without may_play; `changed` is called once there is another state to compare with.
    reference(asio::io_context& loop, bare_session::settings how);

    /// Lets it run so far ahead of this frame that there is always something to compare with.
    void keep_ahead_of(std::uint64_t frame);
    [[nodiscard]] bool knows(std::uint64_t frame) const;
    /// Byte for byte.
    [[nodiscard]] bool is_right(std::uint64_t frame, std::span<const std::byte> bytes) const;

    [[nodiscard]] bare_session& game() { return game_; }

private:
    [[nodiscard]] bare_session::settings playing_ahead(bare_session::settings how);
    void take_down();

    /// More than a probation, whose end can bring the state before it back.
    static constexpr std::uint64_t kept_frames = 128;
    static constexpr std::uint64_t lead = 8;

    std::array<std::vector<std::byte>, kept_frames> states_; ///< the one after frame n is at n % kept_frames
    std::uint64_t newest_ = 0, wanted_ = 0;
    std::function<void()> changed_;
    bare_session game_;
};

} // namespace respawn::test
