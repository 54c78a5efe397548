#pragma once

#include "shared/result.hpp"
#include "shared/sounds/mixer.hpp"
#include "shared/sounds/sound_store.hpp"

#include <cstdint>
#include <span>

namespace respawn::presentation {

/// What is heard on the system's audio device. Threads: the main one; the device has one of its own.
class audio_output {
public:
    audio_output() = default;
    ~audio_output();
    audio_output(const audio_output&) = delete;
    audio_output& operator=(const audio_output&) = delete;

    /// Carries out checked commands. Opens the device with the first; where there is none, that fails, once,
    /// and nothing is heard.
    result<void> play(std::span<const sounds::command_data> commands, const sounds::sound_store& recordings);
    void stop_all();
    /// While muted, everything stands still.
    void set_muted(bool muted);

private:
    static void fill(void* output, std::uint8_t* bytes, int size);

    result<void> open();
    void close();

    sounds::mixer mixer_; ///< also of the device's thread, while the device is not locked
    std::uint32_t device_ = 0;
    bool was_opened_ = false, is_muted_ = false;
};

} // namespace respawn::presentation
