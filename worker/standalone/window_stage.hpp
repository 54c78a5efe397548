#pragma once

#include "shared/input/input_queue.hpp"
#include "shared/presentation/audio_output.hpp"
#include "shared/presentation/frame_clock.hpp"
#include "shared/presentation/sdl_window.hpp"
#include "worker/standalone/stage.hpp"

#include <memory>

namespace respawn::standalone {

/// A window of the game's own, until it is closed.
class window_stage final : public stage {
public:
    window_stage(std::unique_ptr<presentation::sdl_window> window, unsigned frames_per_second) :
        window_{std::move(window)}, clock_{frames_per_second}
    {}

    [[nodiscard]] bool begin_frame(std::uint64_t frame, player::region_data& told) override;
    [[nodiscard]] result<void> show(
        const presentation::composition& picture, const presentation::texture_store& textures) override;
    [[nodiscard]] result<void> play(
        std::span<const sounds::command_data> commands, const sounds::sound_store& recordings) override
    {
        return audio_.play(commands, recordings);
    }
    [[nodiscard]] std::pair<int, int> picture_size() const override { return window_->picture_size(); }

private:
    [[nodiscard]] std::uint64_t wait_for_ticks();
    void take_input();

    std::unique_ptr<presentation::sdl_window> window_;
    presentation::audio_output audio_;
    player::input_queue input_;
    presentation::frame_clock clock_;
    const presentation::composition* picture_ = nullptr;    ///< the last one that was shown, and
    const presentation::texture_store* textures_ = nullptr; ///< what it is drawn with
    bool has_begun_ = false, close_was_told_ = false;
};

} // namespace respawn::standalone
