#pragma once

#include "shared/input/input_queue.hpp"
#include "shared/presentation/frame_clock.hpp"
#include "shared/script/input_script.hpp"
#include "worker/standalone/stage.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace respawn::test {

/// Plays a script on no window, as fast as it goes, and writes down how the game is after some frames: its
/// state as `respawn inspect --all` shows it, in PREFIX-FRAME.state, and its picture, in PREFIX-FRAME.pixels.
class rehearsal_stage final : public standalone::stage {
public:
    struct settings {
        player::input_script script;
        std::vector<std::uint64_t> frames; ///< ascending; the game is over after the last
        std::string prefix;
    };
    explicit rehearsal_stage(settings how) : settings_{std::move(how)} {}

    [[nodiscard]] bool begin_frame(std::uint64_t frame, player::region_data& told) override;
    [[nodiscard]] result<void> show(
        const presentation::composition& picture, const presentation::texture_store& textures) override;
    [[nodiscard]] result<void> play(
        std::span<const sounds::command_data>, const sounds::sound_store&) override
    {
        return {};
    }
    /// As `respawn run` has it.
    [[nodiscard]] std::pair<int, int> picture_size() const override { return {960, 720}; }

private:
    void write_down(std::uint64_t frame) const;

    settings settings_;
    player::input_queue input_;
    presentation::frame_clock clock_{60};
    const presentation::composition* picture_ = nullptr;
    const presentation::texture_store* textures_ = nullptr;
};

} // namespace respawn::test
