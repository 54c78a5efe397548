#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace respawn::platform {

/// Flag for mappings that reserve no memory ahead.
extern const int map_lazily;

/// What this process has mapped in `[address, address + bytes)`, for people: "libfoo.so is there".
[[nodiscard]] std::string describe_range(std::uintptr_t address, std::size_t bytes);

} // namespace respawn::platform
