#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace respawn::detail {

/// What a type in the state is. The numbers are stored with the state and never change their meaning.
enum class type_kind : std::uint8_t {
    boolean = 1,
    character = 2,
    signed_integer = 3,
    unsigned_integer = 4,
    floating_point = 5,
    enumeration = 6,    ///< element: the underlying type
    structure = 7,      ///< fields
    array = 8,          ///< element, count: C arrays (of arrays) and std::array
    pointer = 9,        ///< element: what it points to
    opaque = 10,        ///< a trivially copyable std class without pointers, known by its name and size only
    vector = 11,        ///< element
    bit_vector = 12,    ///< vector<bool>
    deque = 13,         ///< element
    list = 14,          ///< element
    string = 15,        ///< element: the character type
    map = 16,           ///< key and element, in the order of its comparison
    set = 17,           ///< element, in the order of its comparison
    unordered_map = 18, ///< key and element
    unordered_set = 19, ///< element
    optional = 20,      ///< element
    variant = 21,       ///< fields "0", "1", … all at offset 0: the alternatives
    pair = 22,          ///< fields "first" and "second"
    tuple = 23,         ///< fields "0", "1", …
};

struct type_description;

/// Finds the description of a type. A function, so that descriptions of recursive types can refer to each
/// other.
using type_getter = const type_description& (*)();

struct field_description {
    std::string_view name;
    std::size_t offset = 0;
    type_getter type = nullptr;
};

/// The fields of a structure. Not a std::span: that one costs every game 20 ms of compile time.
struct field_table {
    const field_description* first = nullptr;
    std::size_t count = 0;

    [[nodiscard]] constexpr std::size_t size() const { return count; }
    [[nodiscard]] constexpr bool empty() const { return count == 0; }
    [[nodiscard]] constexpr const field_description* begin() const { return first; }
    [[nodiscard]] constexpr const field_description* end() const { return first + count; }
    [[nodiscard]] constexpr const field_description& operator[](std::size_t index) const
    {
        return first[index];
    }
};

/// One type of the state: constant, in static storage, for as long as the process runs.
struct type_description {
    type_kind kind = type_kind::boolean;
    /// Structures, enumerations and opaque types: their name, which is for people and depends on the
    /// compiler. Ordered and unordered containers: their comparison, hash and equality if those are not the
    /// default ones.
    std::string_view name = {};
    std::size_t size = 0;
    std::size_t alignment = 0;
    std::size_t count = 0; ///< elements of an array
    type_getter element = nullptr;
    type_getter key = nullptr;
    field_table fields = {};
};

} // namespace respawn::detail
