#pragma once

#include <respawn/schema/description.hpp>

#include <cstddef>
#include <vector>

namespace respawn::detail {

/// Value-initialises an object of a structure's type outside of the state, and keeps what doesn't depend on
/// where it was: the bytes of its arithmetic fields and enumerations, also inside of structures, arrays,
/// pairs, tuples and optionals. All other bytes are zero, so that they are the same in every process.
///
/// Empty when a value of that type can't be made, when its constructor throws, or when it has more than
/// `max_bytes`. Calls the game's constructors and destructors. Threads: any.
[[nodiscard]] std::vector<std::byte> default_value(const type_description& type, std::size_t max_bytes);

} // namespace respawn::detail
