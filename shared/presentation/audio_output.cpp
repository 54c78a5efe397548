#include "shared/presentation/audio_output.hpp"

#include "shared/presentation/sdl_error.hpp"

#include <SDL.h>

#include <utility>

namespace respawn::presentation {

namespace {

/// 11 ms: what a sound is late at most, because of this.
constexpr Uint16 buffer_length = 512;

/// The device's thread waits meanwhile. Of no device: nobody does.
class device_lock {
public:
    explicit device_lock(SDL_AudioDeviceID device) : device_{device}
    {
        if (device_ != 0)
            SDL_LockAudioDevice(device_);
    }
    ~device_lock()
    {
        if (device_ != 0)
            SDL_UnlockAudioDevice(device_);
    }
    device_lock(const device_lock&) = delete;
    device_lock& operator=(const device_lock&) = delete;

private:
    SDL_AudioDeviceID device_;
};

} // namespace

audio_output::~audio_output()
{
    close();
}

void audio_output::fill(void* output, std::uint8_t* bytes, int size)
{
    auto& self = *static_cast<audio_output*>(output);
    self.mixer_.mix({reinterpret_cast<float*>(bytes), static_cast<std::size_t>(size) / sizeof(float)});
}

result<void> audio_output::open()
{
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
        return sdl_failure("cannot use the system's audio");
    SDL_AudioSpec wanted{};
    wanted.freq = sounds::mixer::sample_rate;
    wanted.format = AUDIO_F32SYS;
    wanted.channels = 2;
    wanted.samples = buffer_length;
    wanted.callback = fill;
    wanted.userdata = this;
    device_ = SDL_OpenAudioDevice(nullptr, 0, &wanted, nullptr, 0);
    if (device_ == 0) {
        auto problem = sdl_failure("cannot open an audio device");
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        return problem;
    }
    SDL_PauseAudioDevice(device_, 0);
    return {};
}

void audio_output::close()
{
    if (device_ == 0)
        return;
    SDL_CloseAudioDevice(device_);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

result<void> audio_output::play(
    std::span<const sounds::command_data> commands, const sounds::sound_store& recordings)
{
    if (commands.empty())
        return {};
    auto opened = std::exchange(was_opened_, true) ? result<void>{} : open();
    if (device_ == 0)
        return opened;
    const device_lock lock{device_};
    for (const sounds::command_data& each : commands)
        mixer_.obey(each, recordings.find(each.sound));
    return opened;
}

void audio_output::stop_all()
{
    sounds::command_data command{};
    command.kind = static_cast<std::uint32_t>(sounds::command_kind::stop_all);
    const device_lock lock{device_};
    mixer_.obey(command, nullptr);
}

void audio_output::set_muted(bool muted)
{
    if (std::exchange(is_muted_, muted) == muted)
        return;
    const device_lock lock{device_};
    mixer_.set_muted(muted);
}

} // namespace respawn::presentation
