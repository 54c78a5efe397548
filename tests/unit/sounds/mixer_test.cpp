#include "shared/sounds/mixer.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

using namespace respawn::sounds;

namespace {

using samples = std::vector<float>;

std::shared_ptr<const recording> recorded(
    samples values, std::uint32_t channels = 1, std::uint32_t rate = mixer::sample_rate)
{
    return std::make_shared<const recording>(recording{"a sound", rate, channels, std::move(values)});
}

command_data command(command_kind kind, std::uint32_t channel = 0, std::uint64_t sound = 1)
{
    return {sound, static_cast<std::uint32_t>(kind), channel, 1, 0, 1, 0};
}

samples mixed(mixer& from, std::size_t length)
{
    samples out(length * 2, 7.0f);
    from.mix(out);
    return out;
}

/// Of what is mixed, the left side.
samples left(mixer& from, std::size_t length)
{
    const samples both = mixed(from, length);
    samples one;
    for (std::size_t at = 0; at < both.size(); at += 2)
        one.push_back(both[at]);
    return one;
}

float largest_step(const samples& of)
{
    float largest = 0;
    for (std::size_t at = 1; at < of.size(); ++at)
        largest = std::max(largest, std::abs(of[at] - of[at - 1]));
    return largest;
}

/// A volume changes in 5 ms.
constexpr std::size_t fade = mixer::sample_rate / 200;
constexpr float most_change = 1.01f / fade;
/// A loop has its volume for good, and is where it began: so long is a multiple of the recordings here.
constexpr std::size_t settled = 2 * fade;

} // namespace

TEST_CASE("without a sound there is silence")
{
    mixer one;
    CHECK(mixed(one, 3) == samples(6, 0.0f));
}

TEST_CASE("a sound is heard once, on both sides, and then gone")
{
    mixer one;
    one.obey(command(command_kind::play), recorded({0.5f, -0.25f}));
    CHECK(mixed(one, 3) == samples{0.5f, 0.5f, -0.25f, -0.25f, 0, 0});
    CHECK(one.voices() == 0);
}

TEST_CASE("a recording in stereo keeps its sides")
{
    mixer one;
    one.obey(command(command_kind::play), recorded({0.5f, -0.5f, 0.25f, -0.25f}, 2));
    CHECK(mixed(one, 2) == samples{0.5f, -0.5f, 0.25f, -0.25f});
}

TEST_CASE("volume and pan set how loud each side is")
{
    mixer one;
    auto quiet = command(command_kind::play);
    quiet.volume = 0.5f;
    quiet.pan = 1;
    one.obey(quiet, recorded({1}));
    CHECK(mixed(one, 1) == samples{0, 0.5f});
    auto left = command(command_kind::play);
    left.pan = -0.5f;
    one.obey(left, recorded({1}));
    CHECK(mixed(one, 1) == samples{1, 0.5f});
}

TEST_CASE("sounds add up, and never to more than there is")
{
    mixer one;
    for (int count = 0; count != 2; ++count)
        one.obey(command(command_kind::play), recorded({0.25f, 0.75f}));
    CHECK(left(one, 2) == samples{0.5f, 1});
}

TEST_CASE("pitch and sample rate set how fast a recording is read")
{
    mixer one;
    auto faster = command(command_kind::play);
    faster.pitch = 2;
    one.obey(faster, recorded({0.125f, 0.25f, 0.5f, 0.75f}));
    CHECK(left(one, 3) == samples{0.125f, 0.5f, 0});
    one.obey(command(command_kind::play), recorded({0, 1}, 1, mixer::sample_rate / 2));
    CHECK(left(one, 5) == samples{0, 0.5f, 1, 0.5f, 0});
}

TEST_CASE("a loop goes round, and goes on when it is asked for again")
{
    mixer one;
    const auto wave = recorded({0.25f, 0.5f, 0.75f});
    one.obey(command(command_kind::loop), wave);
    CHECK(largest_step(left(one, settled)) < 0.51f);
    CHECK(left(one, 4) == samples{0.25f, 0.5f, 0.75f, 0.25f});
    one.obey(command(command_kind::loop), wave);
    CHECK(left(one, 3) == samples{0.5f, 0.75f, 0.25f});
    CHECK(one.voices() == 1);
}

TEST_CASE("a loop goes on in a newer recording of its sound, where it was")
{
    mixer one;
    one.obey(command(command_kind::loop), recorded({0.25f, 0.5f, 0.75f}));
    mixed(one, settled);
    CHECK(left(one, 2) == samples{0.25f, 0.5f});
    one.obey(command(command_kind::loop), recorded({0, 0.125f}));
    CHECK(left(one, 3) == samples{0, 0.125f, 0});
}

TEST_CASE("another sound takes a channel over without a click, and others are left alone")
{
    mixer one;
    one.obey(command(command_kind::loop, 0, 1), recorded({0.5f}));
    one.obey(command(command_kind::loop, 1, 2), recorded({0.25f}));
    CHECK(largest_step(left(one, settled)) <= most_change);
    CHECK(left(one, 1) == samples{0.75f});
    auto silence = command(command_kind::loop, 0, 3);
    silence.volume = 0;
    one.obey(silence, recorded({1}));
    const samples after = left(one, 2 * fade);
    CHECK(largest_step(after) <= most_change);
    CHECK(after.back() == 0.25f);
}

TEST_CASE("a channel stops in 5 ms, and everything at once")
{
    mixer one;
    one.obey(command(command_kind::loop, 0), recorded({1}));
    one.obey(command(command_kind::loop, 1), recorded({-0.5f}));
    mixed(one, settled);
    CHECK(left(one, 1) == samples{0.5f});
    one.obey(command(command_kind::stop, 0), nullptr);
    const samples after = left(one, 2 * fade);
    CHECK(largest_step(after) <= most_change);
    CHECK(after.back() == -0.5f);
    CHECK(one.voices() == 1);
    one.obey(command(command_kind::play), recorded(samples(10 * fade, 0.5f)));
    one.obey(command(command_kind::stop_all), nullptr);
    CHECK(left(one, 2 * fade).back() == 0);
    CHECK(one.voices() == 0);
}

TEST_CASE("while it is muted everything stands still, and then goes on where it was")
{
    mixer one;
    samples rising;
    for (std::size_t at = 0; at != 10 * fade; ++at)
        rising.push_back(static_cast<float>(at) / (10 * fade));
    one.obey(command(command_kind::play), recorded(rising));
    CHECK(left(one, fade).back() > 0);
    one.set_muted(true);
    CHECK(largest_step(left(one, 2 * fade)) <= most_change);
    CHECK(left(one, 100 * fade) == samples(100 * fade, 0.0f));
    one.set_muted(false);
    const samples after = left(one, 2 * fade);
    CHECK(largest_step(after) <= 2 * most_change);
    // It went on while it faded away, and while it came back.
    CHECK(after.back() == Approx(0.4f).margin(0.01));
}

TEST_CASE("the oldest sound makes room when too many are heard, and loops stay")
{
    mixer one;
    one.obey(command(command_kind::loop), recorded({0.5f}));
    for (std::size_t count = 0; count != mixer::max_voices + 5; ++count)
        one.obey(command(command_kind::play), recorded(samples(2, 0.0f)));
    CHECK(one.voices() == mixer::max_voices + 6); // six fade away
    CHECK(left(one, settled).back() == 0.5f);
    CHECK(one.voices() == 1);
}

TEST_CASE("while nothing is mixed, what is stopped over and over takes no more room than so many voices")
{
    mixer one;
    for (std::size_t count = 0; count != 10 * mixer::max_voices; ++count) {
        one.obey(command(command_kind::play), recorded({0.5f}));
        one.obey(command(command_kind::stop_all), nullptr);
        one.obey(command(command_kind::loop, 0, 1 + count % 2), recorded({0.5f}));
        CHECK(one.voices() <= 2 * mixer::max_voices);
    }
    CHECK(left(one, settled).back() == 0.5f);
    CHECK(one.voices() == 1);
}

TEST_CASE("while nothing is mixed, no number of sounds takes a loop's place, nor more room than so many")
{
    mixer one;
    one.obey(command(command_kind::loop), recorded({0.5f}));
    for (std::size_t count = 0; count != 10 * mixer::max_voices; ++count)
        one.obey(command(command_kind::play), recorded(samples(2, 0.0f)));
    CHECK(one.voices() <= 2 * mixer::max_voices);
    CHECK(left(one, settled).back() == 0.5f);
    CHECK(one.voices() == 1);
}
