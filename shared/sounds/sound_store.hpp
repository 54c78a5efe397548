#pragma once

#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace respawn::sounds {

/// A recording.
struct recording {
    std::string name;
    std::uint32_t sample_rate = 0; ///< Hz
    std::uint32_t channels = 0;    ///< 1, or 2: left and right in turn
    std::vector<float> samples;    ///< -1..1

    [[nodiscard]] std::size_t length() const { return samples.size() / channels; }
};

/// The sounds by id. They outlive workers; one that is replaced lives on as long as it is heard.
class sound_store {
public:
    static constexpr std::uint32_t min_sample_rate = 8000, max_sample_rate = 192'000;
    static constexpr std::size_t max_count = 4096;
    static constexpr std::size_t max_total_bytes = std::size_t{512}
                                                   << 20; ///< with replaced ones that are heard

    /// Makes a sound, or gives the one of this id other samples; those out of -1..1 are clamped. After a
    /// failure everything is as before.
    result<void> make(
        std::uint64_t id, std::string name, std::uint32_t sample_rate, std::uint32_t channels,
        std::span<const float> samples);

    /// The sound of this id, or null.
    [[nodiscard]] std::shared_ptr<const recording> find(std::uint64_t id) const;

private:
    [[nodiscard]] result<void> check(std::uint64_t id, const recording& made, std::size_t samples) const;
    /// Of all that are heard, or can be.
    [[nodiscard]] std::size_t total_bytes() const;

    std::map<std::uint64_t, std::shared_ptr<const recording>> recordings_;
    /// Held until nobody else does: whoever plays them is not to be who frees them.
    std::vector<std::shared_ptr<const recording>> replaced_;
};

} // namespace respawn::sounds
