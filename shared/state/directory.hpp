#pragma once

#include "shared/journal/record.hpp"
#include "shared/result.hpp"
#include "shared/state/layout.hpp"

#include <cstddef>
#include <cstdint>

/// What can be said of a state from outside of the game: its first pages, which only the worker library
/// writes to. A stray write of the game can hit them like anything else in the state.
namespace respawn::state {

/// The pages that header_data lies in.
inline constexpr std::uint32_t directory_pages =
    static_cast<std::uint32_t>((sizeof(header_data) + journal::page_bytes - 1) / journal::page_bytes);

/// A copy of what lies at `base`, whatever it is.
[[nodiscard]] header_data copy_directory(const std::byte* base);

/// Whether it is the directory of a state; a region without one holds no state yet.
[[nodiscard]] bool is_formatted(const header_data& directory);

/// Whether everything that the directory names lies inside the state.
[[nodiscard]] bool is_sound(const header_data& directory, std::uint64_t capacity_bytes);

/// Whether the record has pages of the directory.
[[nodiscard]] bool changes_directory(const journal::record& commit);

/// Whether roots stay where they are with the schemas that they have, or were carried to other layouts.
enum class roots : std::uint8_t { stay, were_carried };

/// Whether the copies of constants stay, or a hand-over has changed which there are.
enum class texts : std::uint8_t { stay, were_changed };

/// Whether `commit`, which is checked in itself, leaves a state's directory as the worker library does: it
/// may make one, add roots to it and enlarge the extent, after a migration change what roots there are refer
/// to, after a rebinding change which texts there are, and nothing else. `base`: the state before the commit.
[[nodiscard]] result<void> check_directory(
    const std::byte* base, const journal::record& commit, std::uint64_t capacity_bytes,
    roots what = roots::stay, texts copied = texts::stay);

} // namespace respawn::state
