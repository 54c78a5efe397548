#pragma once

#include "shared/input/layout.hpp"

#include <respawn/audio.hpp>
#include <respawn/canvas.hpp>
#include <respawn/input.hpp>
#include <respawn/schema.hpp>
#include <respawn/worker.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace respawn::detail {

/// What a game plays in: a supervisor's session, or a program of its own. Threads: the worker's.
class session {
public:
    session() = default;
    virtual ~session() = default;
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    /// The root object of that name. See worker::state().
    virtual void* root(std::string_view name, const type_description& type, void (*construct)(void*)) = 0;

    /// Waits for the next frame and fills input(). False: leave.
    virtual bool begin_frame() = 0;
    virtual void commit_frame() = 0;
    virtual void drop_frame() = 0;

    [[nodiscard]] virtual const respawn::input& input() const = 0;
    [[nodiscard]] virtual const player::region_data& tick() const = 0;
    [[nodiscard]] virtual respawn::canvas& canvas() = 0;
    [[nodiscard]] virtual respawn::pixels pixels() = 0;

    [[nodiscard]] virtual std::optional<texture> find_texture(std::string_view name) = 0;
    virtual texture make_texture(
        std::string_view name, int width, int height, std::span<const std::uint8_t> rgba) = 0;

    [[nodiscard]] virtual respawn::audio& audio() = 0;
    [[nodiscard]] virtual std::optional<sound> find_sound(std::string_view name) = 0;
    virtual sound make_sound(
        std::string_view name, int sample_rate, int channels, std::span<const float> samples) = 0;

    [[nodiscard]] virtual std::uint64_t generation() const = 0;
};

/// Each library of a game has its own. Ends the process with a sentence on stderr when there is none to be
/// had. `program`: what that sentence begins with.
[[nodiscard]] std::unique_ptr<session> open_session(const char* program, const window_wishes& wishes);

} // namespace respawn::detail
