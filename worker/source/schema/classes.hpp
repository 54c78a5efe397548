#pragma once

#include "shared/objects/class_table.hpp"

#include <respawn/schema/description.hpp>

#include <string>
#include <vector>

namespace respawn::detail {

/// The name of a class with virtual functions as its symbols have it; empty for all other types. Throws
/// std::runtime_error if the class has virtual bases.
[[nodiscard]] std::string class_name(const type_description& type);

/// Adds what objects of this process begin with, of each class among `types` with virtual functions that {}
/// can make: makes one of each outside of the state. One whose constructor throws is left out.
void add_classes(objects::class_table& table, const std::vector<const type_description*>& types);

} // namespace respawn::detail
