#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace respawn::supervisor {

/// Why a game with this version of the worker library, which speaks this protocol, can't be played here: a
/// sentence's part for the user; empty when it can. Only the last number of the versions may differ.
[[nodiscard]] std::string library_problem(std::string_view library, std::uint32_t protocol);

} // namespace respawn::supervisor
