#pragma once

#include "shared/sounds/layout.hpp"
#include "shared/sounds/sound_store.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace respawn::sounds {

/// What is heard at a moment, and the samples that come of it: the same commands at the same samples give the
/// same samples.
///
/// Changes of volume are spread over 5 ms, so that nothing clicks. Threads: one at a time.
class mixer {
public:
    static constexpr std::uint32_t sample_rate = 48000; ///< Hz
    static constexpr std::size_t max_voices = 64;       ///< and some that fade away

    /// Carries out a checked command. `sound`: the one that it names, or null.
    void obey(const command_data& command, const std::shared_ptr<const recording>& sound);
    /// While muted, everything stands still.
    void set_muted(bool muted) { is_muted_ = muted; }
    /// Fills `out` with what comes next: left and right in turn, -1..1.
    void mix(std::span<float> out);

    /// How many are heard, those that fade away with them.
    [[nodiscard]] std::size_t voices() const { return voices_.size(); }

private:
    static constexpr std::uint32_t once = channel_count; ///< the "channel" of what is not looped

    struct gains {
        float left, right;
    };
    struct voice {
        std::shared_ptr<const recording> sound;
        std::uint64_t id;
        std::uint32_t channel;
        double position, step; ///< in samples of the recording
        gains now, wanted;
        bool stops;
    };

    [[nodiscard]] static gains gains_of(const command_data& command);
    [[nodiscard]] static double step_of(const command_data& command, const recording& sound);
    void begin(
        const command_data& command, const std::shared_ptr<const recording>& sound, std::uint32_t channel);
    void loop(const command_data& command, const std::shared_ptr<const recording>& sound);
    void make_room();
    [[nodiscard]] gains next_of(voice& each) const;
    void advance(voice& each) const;
    static void stop(voice& each);

    std::vector<voice> voices_; ///< the oldest first
    float master_ = 1;
    bool is_muted_ = false;
};

} // namespace respawn::sounds
