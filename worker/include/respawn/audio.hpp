#pragma once

#include <cstddef>
#include <cstdint>

namespace respawn {

namespace sounds {
struct region_data;
}

/// A recording that lives in the supervisor, across workers. Made by worker::make_sound(). One without an id
/// is silent.
struct sound {
    std::uint64_t id = 0;
};

/// How a sound is played.
struct sound_style {
    float volume = 1; ///< 0..4; 1: as it was recorded
    float pan = 0;    ///< -1: left, 1: right
    float pitch = 1;  ///< 0.05..20; 2: twice as fast, and an octave higher
};

/// What a frame lets be heard, in stereo: it begins when the frame is committed, and never if that is
/// dropped.
///
/// Sounds go on while workers come and go, and stand still while the game does: paused, held, or stopped in a
/// debugger. At most 64 calls a frame are carried out; at most 64 sounds are heard at a time, and the oldest
/// makes room for another one. Valid during its frame. Threads: one at a time.
class audio {
public:
    static constexpr int channels = 16; ///< of loops

    /// Plays a sound once, from its beginning.
    void play(const sound& what, const sound_style& style = {});
    /// Plays a sound over and over on a channel, 0 to 15, in place of another one there. One that loops there
    /// already goes on, in the new style: so this may be said once, or in each frame. It goes on until it is
    /// stopped, also when the code that began it is gone after a swap; another state (a reset, one from a
    /// file or from before) begins in silence. What is no channel is ignored.
    void loop(int channel, const sound& what, const sound_style& style = {});
    /// Ends what loops on a channel.
    void stop(int channel);
    /// Ends everything.
    void stop_all();

private:
    friend struct audio_access;
    void add(std::uint32_t kind, int channel, const sound& what, const sound_style& style);

    sounds::region_data* told_ = nullptr; ///< null: nobody listens
};

} // namespace respawn
