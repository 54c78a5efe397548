#pragma once

#include "supervisor/symbols/symbol.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace respawn::supervisor {

/// Whether a mangled name tells its owner from others only by a number, which another build may give to
/// something else: lambdas, unnamed types, and what a compiler makes of a function or an object for itself
/// ("foo.constprop.0", "table.12").
[[nodiscard]] bool is_numbered(std::string_view name);

/// Whether a compiler made it of another function or object and named it after that ("foo.cold").
[[nodiscard]] bool is_derived(std::string_view name);

/// The names that the same entity has when it becomes global or static: "_Z4jumpv" and "_ZL4jumpv",
/// "lives" and "_ZL5lives".
[[nodiscard]] std::vector<std::string> names_of_other_linkage(std::string_view name, symbol_kind kind);

/// The names of others that bear the same name in the same function, in another of its blocks:
/// "_ZZ4mainvE5count_0" for "_ZZ4mainvE5count", and the other way round. Their numbers are their order.
[[nodiscard]] std::vector<std::string> names_in_other_blocks(std::string_view name);

} // namespace respawn::supervisor
