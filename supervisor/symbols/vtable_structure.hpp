#pragma once

#include "supervisor/symbols/symbol_table.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace respawn::supervisor {

/// A place in a vtable that objects point to.
struct address_point {
    std::uint64_t offset_bytes = 0;   ///< from the beginning of the vtable's symbol
    std::int64_t bytes_to_object = 0; ///< from the part of an object that points there: 0, or negative
};

/// 131072 virtual functions.
inline constexpr std::uint64_t largest_vtable_bytes = std::uint64_t{1} << 20;

/// Whether it is a class's vtable, or one that it has while a base is constructed.
[[nodiscard]] bool is_vtable(std::string_view mangled);

/// Where the pointers of objects may point in a vtable: one place for each part of the class that has a
/// pointer of its own, the class's own first. Empty if that can't be told from the image: without type
/// information, or if the program only copies the vtable of a library.
/// Source: the Itanium C++ ABI, 2.5.2.
[[nodiscard]] std::vector<address_point> address_points_of(const symbol_table& in, const symbol& vtable);

} // namespace respawn::supervisor
