#pragma once

#include "supervisor/symbols/refusal.hpp"
#include "supervisor/symbols/symbol_table.hpp"

#include <cstdint>
#include <variant>

namespace respawn::supervisor {

/// Whether an image that is the same as the other one is known to have everything where that has it.
enum class same_image : std::uint8_t { has_same_places, is_any_build };

/// Where in the new image what a pointer into the old one means is, by name: both at the addresses that the
/// linker chose. What has no unambiguous counterpart is refused.
[[nodiscard]] std::variant<std::uint64_t, missing_counterpart> find_counterpart(
    const symbol_table& from, const symbol_table& to, std::uint64_t address, pointer_kind kind,
    same_image same = same_image::has_same_places);

} // namespace respawn::supervisor
