#include "shared/sounds/mixer.hpp"

#include <algorithm>
#include <cmath>

namespace respawn::sounds {

namespace {

/// From silence to a volume of 1 in 5 ms.
constexpr float most_change = 1 / (0.005f * mixer::sample_rate);

float towards(float now, float wanted)
{
    return now < wanted ? std::min(now + most_change, wanted) : std::max(now - most_change, wanted);
}

/// Between two samples: on the line from one to the other. Beyond the end: the beginning, or silence.
float sample_at(const recording& sound, double position, std::uint32_t channel, bool loops)
{
    const auto at = static_cast<std::size_t>(position);
    const auto part = static_cast<float>(position - static_cast<double>(at));
    const auto value = [&](std::size_t index) {
        if (index >= sound.length() && !loops)
            return 0.0f;
        return sound.samples[index % sound.length() * sound.channels + channel];
    };
    return value(at) * (1 - part) + value(at + 1) * part;
}

} // namespace

mixer::gains mixer::gains_of(const command_data& command)
{
    return {
        command.volume * std::min(1.0f, 1 - command.pan), command.volume * std::min(1.0f, 1 + command.pan)};
}

double mixer::step_of(const command_data& command, const recording& sound)
{
    return double{command.pitch} * sound.sample_rate / sample_rate;
}

void mixer::obey(const command_data& command, const std::shared_ptr<const recording>& sound)
{
    switch (static_cast<command_kind>(command.kind)) {
    case command_kind::play:
        if (sound)
            begin(command, sound, once);
        return;
    case command_kind::loop:
        if (sound)
            loop(command, sound);
        return;
    case command_kind::stop:
        for (voice& each : voices_)
            if (each.channel == command.channel)
                stop(each);
        return;
    case command_kind::stop_all:
        std::for_each(voices_.begin(), voices_.end(), stop);
        return;
    }
}

void mixer::begin(
    const command_data& command, const std::shared_ptr<const recording>& sound, std::uint32_t channel)
{
    make_room();
    const auto loud = gains_of(command);
    // A recording begins as it begins; a loop has no beginning.
    const auto first = channel == once ? loud : gains{0, 0};
    voices_.push_back({sound, command.sound, channel, 0, step_of(command, *sound), first, loud, false});
}

void mixer::loop(const command_data& command, const std::shared_ptr<const recording>& sound)
{
    for (voice& each : voices_) {
        if (each.channel != command.channel || each.stops)
            continue;
        if (each.id != command.sound) {
            stop(each);
            continue;
        }
        // A newer recording of the same sound goes on where the old one was.
        each.sound = sound;
        each.position = std::fmod(each.position, static_cast<double>(sound->length()));
        each.step = step_of(command, *sound);
        each.wanted = gains_of(command);
        return;
    }
    begin(command, sound, command.channel);
}

void mixer::stop(voice& each)
{
    each.stops = true;
    each.wanted = {0, 0};
}

/// The oldest that is played once makes room, and fades away; loops are fewer than voices.
void mixer::make_room()
{
    const auto is_heard = [](const voice& each) { return !each.stops; };
    // Nothing fades while nothing is mixed. Of so many, most have been stopped.
    if (voices_.size() >= 2 * max_voices)
        voices_.erase(std::find_if_not(voices_.begin(), voices_.end(), is_heard));
    if (static_cast<std::size_t>(std::count_if(voices_.begin(), voices_.end(), is_heard)) < max_voices)
        return;
    const auto oldest = std::find_if(voices_.begin(), voices_.end(), [&](const voice& each) {
        return each.channel == once && is_heard(each);
    });
    if (oldest != voices_.end())
        stop(*oldest);
}

void mixer::mix(std::span<float> out)
{
    const float master_wanted = is_muted_ ? 0.0f : 1.0f;
    for (std::size_t at = 0; at + 1 < out.size(); at += 2) {
        master_ = towards(master_, master_wanted);
        gains sum{0, 0};
        if (master_ > 0)
            for (voice& each : voices_) {
                const auto [left, right] = next_of(each);
                sum.left += left;
                sum.right += right;
            }
        out[at] = std::clamp(sum.left * master_, -1.0f, 1.0f);
        out[at + 1] = std::clamp(sum.right * master_, -1.0f, 1.0f);
    }
    std::erase_if(voices_, [](const voice& each) {
        const bool is_silent = each.now.left == 0 && each.now.right == 0;
        return (each.stops && is_silent) ||
               (each.channel == once && each.position >= static_cast<double>(each.sound->length()));
    });
}

mixer::gains mixer::next_of(voice& each) const
{
    const bool loops = each.channel != once;
    if (!loops && each.position >= static_cast<double>(each.sound->length()))
        return {0, 0};
    each.now = {towards(each.now.left, each.wanted.left), towards(each.now.right, each.wanted.right)};
    const float left = sample_at(*each.sound, each.position, 0, loops);
    const float right = each.sound->channels == 2 ? sample_at(*each.sound, each.position, 1, loops) : left;
    advance(each);
    return {left * each.now.left, right * each.now.right};
}

void mixer::advance(voice& each) const
{
    each.position += each.step;
    const auto length = static_cast<double>(each.sound->length());
    if (each.channel != once && each.position >= length)
        each.position = std::fmod(each.position, length);
}

} // namespace respawn::sounds
