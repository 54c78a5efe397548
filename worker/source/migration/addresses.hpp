#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace respawn::detail {

[[nodiscard]] inline std::uint64_t address_of(const void* place)
{
    return reinterpret_cast<std::uintptr_t>(place);
}

/// The object of this process at an address.
[[nodiscard]] inline std::byte* object_at(std::uint64_t address)
{
    return reinterpret_cast<std::byte*>(static_cast<std::uintptr_t>(address));
}

/// The pointer that lies at an address, as a number.
[[nodiscard]] inline std::uint64_t pointer_at(std::uint64_t place)
{
    std::uint64_t address = 0;
    std::memcpy(&address, object_at(place), sizeof address);
    return address;
}

} // namespace respawn::detail
