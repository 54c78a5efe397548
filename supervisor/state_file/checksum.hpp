#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace respawn::state_file {

/// The CRC-32 of Ethernet, PNG and zip, of `bytes` after those that gave `so_far`. It sees every error of up
/// to 32 bits in a row, and misses one in four billion of the others.
[[nodiscard]] std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t so_far = 0);

} // namespace respawn::state_file
