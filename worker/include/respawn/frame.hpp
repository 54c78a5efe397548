#pragma once

#include <respawn/audio.hpp>
#include <respawn/canvas.hpp>
#include <respawn/input.hpp>

#include <chrono>
#include <cstdint>

namespace respawn {

namespace detail {
class session;
}

/// One frame: a transaction on the state. Made by worker::next_frame().
///
/// Its end commits what was changed in the state since its start and shows what was drawn; leaving its scope
/// by an exception, or by pthread_exit(), undoes both, or with respawn::standalone just the picture. A frame
/// is false when there is none to run: leave main() then.
class frame {
public:
    frame(frame&& other) noexcept;
    frame& operator=(frame&&) = delete;
    ~frame();

    explicit operator bool() const noexcept { return session_ != nullptr; }

    /// What the player did.
    [[nodiscard]] const respawn::input& input() const;
    /// Time that this frame stands for: a whole number of ticks, constant in a scripted run.
    [[nodiscard]] std::chrono::nanoseconds duration() const;
    /// The same in seconds.
    [[nodiscard]] float dt() const;
    /// 1 for the first frame of a state, then one more for each committed frame, also across workers.
    [[nodiscard]] std::uint64_t number() const;
    /// Draws this frame's picture, over the pixels if both are used.
    [[nodiscard]] respawn::canvas& canvas() const;
    /// Lets the player hear something.
    [[nodiscard]] respawn::audio& audio() const;
    /// The picture as memory to write to. Not cleared: it holds what an earlier frame left.
    [[nodiscard]] respawn::pixels pixels() const;

private:
    friend class worker;
    explicit frame(detail::session* session) noexcept;

    detail::session* session_;
    int exceptions_at_start_;
};

} // namespace respawn
