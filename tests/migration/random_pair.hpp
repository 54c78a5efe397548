#pragma once

#include "tests/migration/model.hpp"

#include <functional>

namespace respawn::test {

/// Two layouts of one root, the second one made out of the first by edits, and what the old root held.
struct random_pair {
    std::uint32_t seed;
    std::string edits; ///< what was done, for people
    model::layout before, after;
    model::value old_root;
    bool is_refused;       ///< by the oracle
    model::value new_root; ///< by the oracle

    /// For people: everything.
    [[nodiscard]] std::string description() const;
};

struct pair_limits {
    /// Which types there may be, apart from structures and enumerations of their own.
    std::function<bool(const model::layout&, const model::type&)> has_type = {};
    /// Types to choose from, besides made-up ones; indices of structures and enumerations mean nothing.
    std::vector<model::type> known_types = {};
    /// Which layouts there may be.
    std::function<bool(const model::layout&)> has_room = {};
    bool with_refused = true;
    /// Put before the names of structures and enumerations.
    std::string before_prefix = {}, after_prefix = {};
    int most_structures = 7;
    int most_fields = 8; ///< of the root, at first
};

/// The same for the same seed and limits.
[[nodiscard]] random_pair make_random_pair(std::uint32_t seed, const pair_limits& limits);

} // namespace respawn::test
