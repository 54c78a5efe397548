#pragma once

#include "supervisor/split_dwarf/object.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace respawn::split_dwarf {

enum class index_kind { compile_units, type_units };

/// The section of a package by which debuggers find a unit: .debug_cu_index or .debug_tu_index. All objects
/// are of one version of DWARF and know where in the package they are; of units with the same id the first
/// one counts. Empty: there are no units of that kind. Source: DWARF 5, 7.3.5.3.
[[nodiscard]] std::string make_index(const std::vector<object>& objects, index_kind kind);

} // namespace respawn::split_dwarf
