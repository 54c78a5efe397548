#pragma once

#include "shared/objects/place.hpp"

#include <cstdint>
#include <optional>

namespace respawn::objects {

/// Gives the elements of an array, a sequence or a vector<bool> one by one, from the first one on.
class sequence {
public:
    sequence(const state_bytes& state, const place& container);

    /// Nothing: it is damaged, as far as can be seen at once.
    [[nodiscard]] std::optional<std::uint64_t> count() const;
    /// Nothing: the rest is damaged. Not to be asked for more than count().
    [[nodiscard]] std::optional<place> next();

    /// Whether it is a vector<bool>, whose elements have no places of their own.
    [[nodiscard]] bool has_bits() const { return bits_.has_value(); }
    /// How many lie behind each other from the next one on. Not of bits.
    [[nodiscard]] run ahead();
    /// Passes over so many of these.
    void skip(std::uint64_t count);

private:
    place container_;
    std::optional<elements> all_;
    std::optional<run> bits_;
    run run_{};
    std::uint64_t given_bits_ = 0;
};

} // namespace respawn::objects
