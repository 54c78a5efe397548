#pragma once

#include "shared/presentation/composition.hpp"
#include "shared/presentation/texture_store.hpp"
#include "worker/source/interface/session.hpp"
#include "worker/source/platform/thread_exit.hpp"
#include "worker/standalone/stage.hpp"

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

namespace respawn::standalone {

/// A game that is a program of its own: its state on the heap, its pictures on a stage.
class standalone_session final : public detail::session {
public:
    /// Shows a black picture until the game has drawn one. `program`: what sentences begin with.
    standalone_session(std::string program, std::unique_ptr<stage> on);

    void* root(
        std::string_view name, const detail::type_description& type, void (*construct)(void*)) override;

    bool begin_frame() override;
    void commit_frame() override;
    /// What the frame has drawn is not shown, and the next has its number. What it has changed in the state
    /// stays changed: there is nothing here that could undo it.
    void drop_frame() override;

    [[nodiscard]] const respawn::input& input() const override { return input_; }
    [[nodiscard]] const player::region_data& tick() const override { return *tick_; }
    [[nodiscard]] respawn::canvas& canvas() override;
    [[nodiscard]] respawn::pixels pixels() override;

    [[nodiscard]] std::optional<texture> find_texture(std::string_view name) override;
    texture make_texture(
        std::string_view name, int width, int height, std::span<const std::uint8_t> rgba) override;

    [[nodiscard]] respawn::audio& audio() override { return audio_; }
    [[nodiscard]] std::optional<sound> find_sound(std::string_view name) override;
    sound make_sound(
        std::string_view name, int sample_rate, int channels, std::span<const float> samples) override;

    [[nodiscard]] std::uint64_t generation() const override { return 1; }

private:
    struct free_memory {
        void operator()(std::byte* memory) const { std::free(memory); }
    };

    void begin_picture();
    result<void> show_picture();
    void tell_of_picture(const result<void>& shown);
    void play_sounds();

    std::string program_;
    presentation::texture_store textures_;
    sounds::sound_store recordings_;
    presentation::composition picture_;
    std::unique_ptr<stage> stage_;
    std::unique_ptr<player::region_data> tick_ = std::make_unique<player::region_data>();
    /// A slot of pictures::slot_bytes, most of which is never touched.
    std::unique_ptr<std::byte, free_memory> slot_;
    std::unique_ptr<respawn::canvas> canvas_;
    std::unique_ptr<sounds::region_data> heard_ = std::make_unique<sounds::region_data>();
    respawn::audio audio_;
    respawn::input input_;
    std::uint64_t frame_ = 0; ///< the last that was committed
    bool picture_has_begun_ = false;
    std::string picture_problem_;                         ///< the last one that was told
    std::optional<platform::no_cancellation> open_frame_; ///< there as long as a frame is open
};

} // namespace respawn::standalone
