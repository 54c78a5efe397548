#pragma once

#include "shared/objects/program_names.hpp"
#include "shared/objects/state_bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// Whether pointers out of two states lead to one function or variable.
namespace respawn::objects {

/// Where a pointer of the state leads to in the program whose state it is. Nothing: into the state, or nobody
/// knows.
[[nodiscard]] std::optional<program_place> program_place_of(
    const state_bytes& state, std::uint64_t target, work_limit& work);

/// By the addresses in one and the same image; between others by the symbols. Nothing: nobody can tell.
[[nodiscard]] std::optional<bool> are_one_place(
    const std::optional<program_place>& one, const std::optional<program_place>& other);

/// What is to be said of `place` beside a name that `other`, another place, has as well.
[[nodiscard]] std::string words_to_tell_apart(const program_place& place, const program_place& other);

} // namespace respawn::objects
