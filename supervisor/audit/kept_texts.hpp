#pragma once

#include "shared/objects/state_bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// A copy of a constant that is in the state already.
struct kept_text {
    std::uint64_t address = 0;
    std::string bytes{}; ///< with the zero at its end
};

/// The copies of constants in a state, by address. Nothing: what a worker has committed for them can't be
/// what a hand-over has left there.
[[nodiscard]] std::optional<std::vector<kept_text>> kept_texts_in(const objects::state_bytes& bytes);

} // namespace respawn::supervisor
