#include "shared/sounds/sound_store.hpp"

#include "shared/sounds/layout.hpp"

#include "catch.hpp"

#include <limits>
#include <vector>

using namespace respawn::sounds;

namespace {

const std::uint64_t bang = sound_id("bang");

std::string refusal(
    sound_store& store, std::uint32_t sample_rate, std::uint32_t channels, const std::vector<float>& samples)
{
    const auto made = store.make(bang, "bang", sample_rate, channels, samples);
    return made ? "made" : made.error().sentence;
}

} // namespace

TEST_CASE("a sound is kept as it was given, with what is out of range clamped")
{
    sound_store store;
    const std::vector<float> samples{0.5f, -2, 3, std::numeric_limits<float>::quiet_NaN()};
    REQUIRE(store.make(bang, "bang", 44100, 2, samples).has_value());
    const auto made = store.find(bang);
    REQUIRE(made);
    CHECK(made->name == "bang");
    CHECK(made->sample_rate == 44100);
    CHECK(made->length() == 2);
    CHECK(made->samples == std::vector<float>{0.5f, -1, 1, 0});
    CHECK_FALSE(store.find(sound_id("other")));
}

TEST_CASE("a sound that is replaced lives on for who has it")
{
    sound_store store;
    REQUIRE(store.make(bang, "bang", 48000, 1, std::vector<float>{0.25f}).has_value());
    const auto before = store.find(bang);
    REQUIRE(store.make(bang, "bang", 48000, 1, std::vector<float>{0.75f}).has_value());
    CHECK(before->samples.front() == 0.25f);
    CHECK(store.find(bang)->samples.front() == 0.75f);
}

TEST_CASE("a sound that can't be is refused by a sentence, and the one before it stays")
{
    sound_store store;
    REQUIRE(refusal(store, 48000, 1, {0.5f}) == "made");
    CHECK(
        refusal(store, 48000, 3, {0, 0, 0}) ==
        "cannot make the sound bang: it has 3 channels instead of 1 or 2");
    CHECK(
        refusal(store, 7999, 1, {0}) ==
        "cannot make the sound bang: its sample rate, 7999 Hz, is not between 8000 and 192000");
    CHECK(
        refusal(store, 48000, 2, {0}) == "cannot make the sound bang: it came with 1 samples for 2 channels");
    CHECK(refusal(store, 48000, 1, {}) == "cannot make the sound bang: it came with 0 samples for 1 channel");
    CHECK(store.find(bang)->samples == std::vector<float>{0.5f});
}

TEST_CASE("all sounds together take a bounded amount of memory")
{
    sound_store store;
    const std::vector<float> large(sound_store::max_total_bytes / sizeof(float) / 2);
    REQUIRE(store.make(sound_id("a"), "a", 48000, 1, large).has_value());
    REQUIRE(store.make(sound_id("b"), "b", 48000, 1, large).has_value());
    CHECK(
        refusal(store, 48000, 1, {0}) ==
        "cannot make the sound bang: all sounds together would take more than 512 MiB");
    // In place of itself there is room, unless it is still heard.
    CHECK(store.make(sound_id("b"), "b", 48000, 1, large).has_value());
    const auto heard = store.find(sound_id("b"));
    CHECK_FALSE(store.make(sound_id("b"), "b", 48000, 1, large).has_value());
    REQUIRE(store.make(sound_id("a"), "a", 48000, 1, std::vector<float>{0}).has_value());
    REQUIRE(store.make(sound_id("b"), "b", 48000, 1, std::vector<float>{0}).has_value());
    CHECK(heard->samples.size() == large.size());
    CHECK_FALSE(store.make(sound_id("c"), "c", 48000, 1, std::vector<float>(large.size() + 1)).has_value());
}
