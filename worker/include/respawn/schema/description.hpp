#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <typeinfo>

namespace respawn {

class old_object;

} // namespace respawn

namespace respawn::detail {

/// What a type in the state is. The numbers are stored with the state and never change their meaning.
enum class type_kind : std::uint8_t {
    boolean = 1,
    character = 2,
    signed_integer = 3,
    unsigned_integer = 4,
    floating_point = 5,
    enumeration = 6,     ///< element: the underlying type; fields: the enumerators, their values as offsets
    structure = 7,       ///< fields
    array = 8,           ///< element, count: C arrays (of arrays) and std::array
    pointer = 9,         ///< element: what it points to, or a base of that
    opaque = 10,         ///< a trivially copyable std class without pointers, known by its name and size only
    vector = 11,         ///< element
    bit_vector = 12,     ///< vector<bool>
    deque = 13,          ///< element
    list = 14,           ///< element
    string = 15,         ///< element: the character type
    map = 16,            ///< key and element, in the order of its comparison
    set = 17,            ///< element, in the order of its comparison
    unordered_map = 18,  ///< key and element
    unordered_set = 19,  ///< element
    optional = 20,       ///< element
    variant = 21,        ///< fields "0", "1", … all at offset 0: the alternatives
    pair = 22,           ///< fields "first" and "second"
    tuple = 23,          ///< fields "0", "1", …
    unique_pointer = 24, ///< element: what it owns, or a base of that, in memory of the state
    ignored = 25,        ///< a field that is value-initialised at every take-over: known by its size only
    function_pointer = 26, ///< to code; its name is the function's type
};

struct type_description;

/// Finds the description of a type. A function, so that descriptions of recursive types can refer to each
/// other.
using type_getter = const type_description& (*)();

struct field_description {
    std::string_view name;
    std::size_t offset = 0;
    type_getter type = nullptr;
    std::string_view former_names = {}; ///< from hints, separated by commas
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

/// The classes that a pointer to a class with virtual functions may lead to, besides the class itself.
struct derived_table {
    const type_getter* first = nullptr;
    std::size_t count = 0;

    [[nodiscard]] constexpr const type_getter* begin() const { return first; }
    [[nodiscard]] constexpr const type_getter* end() const { return first + count; }
};

/// How objects of a type are made and changed when the state is carried to another layout: what only the
/// compiler knows. Null: the type has no such thing. None of them throws but for std::bad_alloc, when the
/// state is full, and for what a constructor of the game throws.
struct type_operations {
    /// Value-initialises one in raw memory.
    void (*construct)(void* place) = nullptr;
    void (*destroy)(void* object) = nullptr;
    /// Containers, strings: takes over the content of another one, which is left empty.
    void (*move_content)(void* to, void* from) = nullptr;
    /// Containers, strings, optional, unique_pointer: makes it empty.
    void (*clear)(void* container) = nullptr;
    /// vector, bit_vector, unordered containers: makes room for `count` elements.
    void (*reserve)(void* container, std::size_t count) = nullptr;
    /// Sequences: adds `count` value-initialised elements at the end, and returns the first of them; those
    /// of a vector lie behind each other, of others only one may be added at a time. bit_vector: null.
    void* (*append)(void* sequence, std::size_t count) = nullptr;
    /// Maps and sets: moves a key in, at the end if it belongs there, with a value-initialised value.
    /// Returns the key's new place, or null if there was an equal one.
    void* (*insert)(void* container, void* key) = nullptr;
    /// Maps and sets: lets `change` change each key, and puts the entries where they belong by them; they
    /// stay at their addresses. Of several that are equal then, one is kept.
    void (*sort_anew)(void* container, void (*change)(void* context, void* key), void* context) = nullptr;
    /// optional, unique_pointer: value-initialises what it holds, and returns that. variant: the same with
    /// the alternative `index`. unique_pointer: the element's class for 0, then those derived from it, in the
    /// order of their table. Returns null if there is no such thing, or none can be made.
    void* (*emplace)(void* holder, std::size_t index) = nullptr;
    /// Strings: `count` characters of its own type, `characters` may be anywhere. bit_vector: `count` bytes,
    /// each 0 or 1.
    void (*assign)(void* container, const void* characters, std::size_t count) = nullptr;
    /// Structures with a hint for it: the game's own function, after everything else was done.
    void (*convert)(const old_object& before, void* now) = nullptr;
    /// A value-initialised one is the same bytes each time, without anything of the game being called.
    bool has_constant_value = false;
};

/// One type of the state: constant, in static storage, for as long as the process runs.
struct type_description {
    type_kind kind = type_kind::boolean;
    /// Structures, enumerations and opaque types: their name, which is for people and depends on the
    /// compiler. Ordered and unordered containers: their comparison, hash and equality if those are not the
    /// default ones. Pointers to functions: the compiler's spelling of the function's type.
    std::string_view name = {};
    std::size_t size = 0;
    std::size_t alignment = 0;
    std::size_t count = 0; ///< elements of an array
    type_getter element = nullptr;
    type_getter key = nullptr;
    field_table fields = {};
    /// Enumerations: the compiler's spelling of many of their values, out of which enumerators are read
    /// while the program runs; see schema/enumerators.hpp.
    std::string_view enumerator_spelling = {};
    const type_operations* operations = nullptr;
    /// Structures: nothing but fields and padding is in them, because the compiler itself listed the fields.
    bool is_plain = false;
    /// Structures with virtual functions: their class. Null: others.
    const std::type_info& (*class_info)() = nullptr;
    bool is_abstract = false;
    derived_table derived = {};
};

/// The description of T, which must be a type that require_state_type accepts.
template <class T>
[[nodiscard]] constexpr const type_description& describe();

} // namespace respawn::detail
