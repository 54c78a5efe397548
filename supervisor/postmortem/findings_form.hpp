#pragma once

#include "shared/result.hpp"
#include "supervisor/postmortem/stack.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// What the helper says to the supervisor: JSON objects, one a line.
namespace respawn::postmortem {

/// What became of the core file.
struct core_outcome {
    std::string file; ///< empty: there is none
    std::uint64_t bytes = 0;
    std::string problem; ///< why there is none, or what is missing beside it, a sentence; empty: nothing is
};

using statement = std::variant<findings, core_outcome>;

/// The most that a helper may say altogether.
inline constexpr std::size_t most_said_bytes = std::size_t{1} << 20;

/// How much of that a frame takes.
[[nodiscard]] std::size_t said_bytes(const frame& one);

/// Each ends in a newline.
[[nodiscard]] std::string to_line(const findings& found);
[[nodiscard]] std::string to_line(const core_outcome& outcome);

/// Understands any bytes: a helper that reads a broken image may say anything. Long names are cut, long lists
/// too; what is no statement is a failure.
[[nodiscard]] result<statement> read_line(std::string_view line);

} // namespace respawn::postmortem
