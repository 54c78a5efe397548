#include "shared/sounds/sound_store.hpp"

#include <algorithm>
#include <utility>

namespace respawn::sounds {

namespace {

/// What is no number is silence.
float safe(float sample)
{
    const float raised = sample > -1 ? sample : sample <= -1 ? -1 : 0;
    return raised < 1 ? raised : 1;
}

std::size_t bytes_of(const recording& of)
{
    return of.samples.size() * sizeof(float);
}

} // namespace

result<void> sound_store::make(
    std::uint64_t id, std::string name, std::uint32_t sample_rate, std::uint32_t channels,
    std::span<const float> samples)
{
    std::erase_if(replaced_, [](const auto& each) { return each.use_count() == 1; });
    auto made = std::make_shared<recording>(recording{std::move(name), sample_rate, channels, {}});
    if (const auto checked = check(id, *made, samples.size()); !checked)
        return checked;
    made->samples.resize(samples.size());
    std::transform(samples.begin(), samples.end(), made->samples.begin(), safe);
    auto& place = recordings_[id];
    if (place)
        replaced_.push_back(std::move(place));
    place = std::move(made);
    return {};
}

result<void> sound_store::check(std::uint64_t id, const recording& made, std::size_t samples) const
{
    const auto refuse = [&](const std::string& why) {
        return failure{"cannot make the sound " + made.name + ": " + why};
    };
    if (made.channels != 1 && made.channels != 2)
        return refuse("it has " + std::to_string(made.channels) + " channels instead of 1 or 2");
    if (made.sample_rate < min_sample_rate || made.sample_rate > max_sample_rate)
        return refuse(
            "its sample rate, " + std::to_string(made.sample_rate) + " Hz, is not between " +
            std::to_string(min_sample_rate) + " and " + std::to_string(max_sample_rate));
    if (samples == 0 || samples % made.channels != 0)
        return refuse(
            "it came with " + std::to_string(samples) + " samples for " + std::to_string(made.channels) +
            (made.channels == 1 ? " channel" : " channels"));
    if (!recordings_.contains(id) && recordings_.size() == max_count)
        return refuse("there are " + std::to_string(max_count) + " already");
    const auto old = find(id);
    // What this, and the map, hold of the old one.
    const bool is_heard = old && old.use_count() > 2;
    const std::size_t freed = old && !is_heard ? bytes_of(*old) : 0;
    if (total_bytes() - freed + samples * sizeof(float) > max_total_bytes)
        return refuse("all sounds together would take more than 512 MiB");
    return {};
}

std::shared_ptr<const recording> sound_store::find(std::uint64_t id) const
{
    const auto found = recordings_.find(id);
    return found == recordings_.end() ? nullptr : found->second;
}

std::size_t sound_store::total_bytes() const
{
    std::size_t bytes = 0;
    for (const auto& [id, each] : recordings_)
        bytes += bytes_of(*each);
    for (const auto& each : replaced_)
        bytes += bytes_of(*each);
    return bytes;
}

} // namespace respawn::sounds
