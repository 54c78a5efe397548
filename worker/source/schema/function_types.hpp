#pragma once

#include <string>
#include <string_view>

namespace respawn::detail {

/// A function's type as g++ or clang spell it, e.g. "void (player &, long unsigned int) noexcept", in the one
/// spelling that is stored: "void(player&,unsigned long)". Without noexcept, which pointers may gain and
/// lose.
[[nodiscard]] std::string function_type_name(std::string_view spelling);

} // namespace respawn::detail
