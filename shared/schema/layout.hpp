#pragma once

#include <cstddef>
#include <cstdint>

/// The stored form of a schema: a header, then the types, the fields, the indices of derived classes, the
/// characters of all names and the bytes of all defaults, each table at the offset and with the count that
/// the header gives. All offsets count from the header; type 0 is the root.
///
/// Fields, derived classes, names and defaults stand in the order in which the types use them, each used
/// once, without gaps.
///
/// Written by the worker that makes a root, read by every later worker and by the supervisor. Nothing in it
/// refers to memory: it can be copied anywhere.
namespace respawn::schema {

/// Counts as incompatible, and raises the number: any change of a struct in this file, of the meaning of a
/// kind, or of what the hash covers.
inline constexpr std::uint32_t layout_version = 3;
inline constexpr char magic[8] = {'r', 's', 'c', 'h', 'e', 'm', 'a', '\0'};

/// What a reader accepts at most; a program with more types than this is refused when it makes its schema.
inline constexpr std::uint32_t max_types = 8192;
inline constexpr std::uint32_t max_fields = 65536;
inline constexpr std::uint32_t max_derived = 65536;
inline constexpr std::uint32_t max_name_bytes = 4 << 20;
inline constexpr std::uint32_t max_default_bytes = 16 << 20;

/// Index that stands for "no type".
inline constexpr std::uint32_t no_type = 0xffff'ffff;

/// The numbers never change their meaning. What each kind has: see respawn/schema/description.hpp, whose
/// kinds are the same.
enum class type_kind : std::uint8_t {
    boolean = 1,
    character = 2,
    signed_integer = 3,
    unsigned_integer = 4,
    floating_point = 5,
    enumeration = 6,
    structure = 7,
    array = 8,
    pointer = 9,
    opaque = 10,
    vector = 11,
    bit_vector = 12,
    deque = 13,
    list = 14,
    string = 15,
    map = 16,
    set = 17,
    unordered_map = 18,
    unordered_set = 19,
    optional = 20,
    variant = 21,
    pair = 22,
    tuple = 23,
    unique_pointer = 24,
    ignored = 25,
    function_pointer = 26,
};
inline constexpr type_kind last_kind = type_kind::function_pointer;

struct name_data {
    std::uint32_t offset; ///< from the start of the names
    std::uint32_t bytes;  ///< without a terminator
};
static_assert(sizeof(name_data) == 8);

struct type_data {
    std::uint64_t size_bytes;
    std::uint64_t count;     ///< elements of an array, else 0
    std::uint32_t alignment; ///< a power of two
    std::uint32_t element;   ///< index of a type, or no_type
    std::uint32_t key;       ///< index of a type, or no_type
    std::uint32_t first_field;
    std::uint32_t field_count;
    name_data name; ///< may be empty
    std::uint8_t kind;
    std::uint8_t padding[3];
    std::uint32_t default_offset; ///< from the start of the defaults
    std::uint32_t default_bytes;  ///< structures: size_bytes, or 0 if a value-initialised one is not known
    name_data class_name;         ///< of a class with virtual functions, as its symbols have it; else empty
    std::uint32_t first_derived;
    std::uint32_t derived_count;
};
static_assert(sizeof(type_data) == 72);
static_assert(offsetof(type_data, alignment) == 16);
static_assert(offsetof(type_data, name) == 36);
static_assert(offsetof(type_data, kind) == 44);
static_assert(offsetof(type_data, default_offset) == 48);
static_assert(offsetof(type_data, class_name) == 56);
static_assert(offsetof(type_data, first_derived) == 64);

struct field_data {
    std::uint64_t offset; ///< in the structure; of an enumerator: its value, sign-extended
    name_data name;
    name_data former_names; ///< separated by commas; may be empty
    std::uint32_t type;
    std::uint32_t padding;
};
static_assert(sizeof(field_data) == 32);
static_assert(offsetof(field_data, type) == 24);

struct header_data {
    char magic[8];
    std::uint32_t layout_version;
    std::uint32_t type_count;
    std::uint32_t field_count;
    std::uint32_t name_bytes;
    std::uint64_t hash; ///< of all that matters for the layout; see hash.hpp
    std::uint64_t types_offset;
    std::uint64_t fields_offset;
    std::uint64_t names_offset;
    std::uint64_t defaults_offset;
    std::uint64_t bytes; ///< of the whole schema
    std::uint32_t default_bytes;
    std::uint32_t derived_count;
    std::uint64_t derived_offset;
};
static_assert(sizeof(header_data) == 88);
static_assert(offsetof(header_data, hash) == 24);
static_assert(offsetof(header_data, bytes) == 64);
static_assert(offsetof(header_data, derived_offset) == 80);

} // namespace respawn::schema
