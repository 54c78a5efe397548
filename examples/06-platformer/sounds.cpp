#include "sounds.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <string_view>
#include <vector>

namespace platformer {

namespace {

constexpr int sample_rate = 22050;
constexpr int music_channel = 0;

using samples = std::vector<float>;

/// A note that fades away, and glides from one pitch (in Hz) to another.
struct note {
    float from, to, seconds;
};

/// Half a square wave, half a sine: an old console in a soft mood.
float wave(float turns)
{
    const float sine = std::sin(turns * 2 * std::numbers::pi_v<float>);
    return 0.5f * sine + (sine > 0 ? 0.2f : -0.2f);
}

void add(samples& to, const note& played)
{
    const auto length = static_cast<std::size_t>(played.seconds * sample_rate);
    float turns = 0;
    for (std::size_t at = 0; at != length; ++at) {
        const float part = static_cast<float>(at) / static_cast<float>(length);
        const float attack = std::min(1.0f, static_cast<float>(at) / 100);
        to.push_back(wave(turns) * attack * (1 - part) * (1 - part));
        turns += (played.from + (played.to - played.from) * part) / sample_rate;
    }
}

respawn::sound make(respawn::worker& worker, std::string_view name, std::initializer_list<note> notes)
{
    samples all;
    for (const note& each : notes)
        add(all, each);
    return worker.make_sound(name, sample_rate, 1, all);
}

constexpr note steady(float pitch, float seconds = 0.24f)
{
    return {pitch, pitch, seconds};
}

constexpr float c = 130.8f, e = 164.8f, f = 174.6f, g = 196, a = 220, h = 246.9f, c2 = 261.6f, d2 = 293.7f;

} // namespace

sounds make_sounds(respawn::worker& worker)
{
    return {
        make(worker, "jump", {{220, 520, 0.16f}}),
        make(worker, "coin", {steady(988, 0.06f), steady(1319, 0.22f)}),
        make(worker, "stomp", {{300, 80, 0.14f}}),
        make(worker, "death", {{500, 90, 0.5f}}),
        make(
            worker, "goal", {steady(523, 0.12f), steady(659, 0.12f), steady(784, 0.12f), steady(1047, 0.5f)}),
        make(
            worker, "music",
            {steady(c), steady(g), steady(c2), steady(g), steady(a), steady(e), steady(c2), steady(e),
             steady(f), steady(a), steady(c2), steady(a), steady(g), steady(h), steady(d2), steady(h)})};
}

moment moment_of(const game& state)
{
    return {state.phase, state.taken.size(), state.enemies.size(), !state.hero.jump_is_cut};
}

void play(respawn::audio& heard, const sounds& with, const moment& before, const game& state)
{
    const moment now = moment_of(state);
    heard.loop(music_channel, with.music, {.volume = now.phase == phase::playing ? 0.25f : 0.1f});
    if (now.can_cut_jump && !before.can_cut_jump)
        heard.play(with.jump, {.volume = 0.4f});
    if (now.coins > before.coins)
        heard.play(with.coin, {.volume = 0.4f});
    if (now.enemies < before.enemies)
        heard.play(with.stomp, {.volume = 0.6f});
    if (now.phase == before.phase)
        return;
    if (now.phase == phase::dying)
        heard.play(with.death, {.volume = 0.6f});
    else if (now.phase == phase::won)
        heard.play(with.goal, {.volume = 0.6f});
}

} // namespace platformer
