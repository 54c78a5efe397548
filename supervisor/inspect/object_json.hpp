#pragma once

#include "shared/objects/compare.hpp"
#include "shared/objects/tree.hpp"

#include <cstdint>
#include <string>

/// What is seen of a state, as JSON in one line; docs/inspect.md tells the form.
namespace respawn::supervisor {

[[nodiscard]] std::string to_json(const objects::tree& what, std::uint64_t frame);

struct compared_frames {
    std::uint64_t before = 0, after = 0;
};
[[nodiscard]] std::string to_json(const objects::comparison& what, compared_frames frames);
/// The same for people, a difference a line.
[[nodiscard]] std::string to_text(const objects::comparison& what, compared_frames frames);

} // namespace respawn::supervisor
