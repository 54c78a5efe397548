#pragma once

#include <respawn/canvas.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace respawn {

/// What the session does with the game's canvas. Threads: the worker's.
struct canvas_access {
    /// A canvas with no slot: what is drawn on it is dropped.
    [[nodiscard]] static std::unique_ptr<canvas> make();

    /// Begins the picture of a frame in `slot`, slot_bytes, which stays valid until finish() or the next
    /// attach(). A frame that is dropped needs no end.
    static void attach(
        canvas& target, std::byte* slot, std::uint32_t width, std::uint32_t height, std::uint64_t frame);

    /// The slot's pixels, width * height, which are the picture's background unless clear() follows.
    [[nodiscard]] static std::span<std::uint32_t> use_pixels(canvas& target);

    /// Completes the slot, ready for pictures::producer::publish(), and lets go of it.
    static void finish(canvas& target);
};

} // namespace respawn
