#pragma once

#include "shared/result.hpp"

#include <boost/interprocess/mapped_region.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace respawn::memory {

/// Where a region is wanted. 0: anywhere.
using address = std::uintptr_t;

/// Maps the first `bytes` of a memory object; nothing is reserved or read until it is touched.
/// A taken `place` is a failure that names what is there.
[[nodiscard]] result<boost::interprocess::mapped_region> map(
    int object, std::size_t bytes, boost::interprocess::mode_t mode, address place = 0);

/// The first byte of a mapping as a T. The mapping must be large enough.
template <class T>
[[nodiscard]] T* as(const boost::interprocess::mapped_region& region, std::size_t offset = 0)
{
    return reinterpret_cast<T*>(static_cast<std::byte*>(region.get_address()) + offset);
}

} // namespace respawn::memory
