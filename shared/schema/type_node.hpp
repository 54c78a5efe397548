#pragma once

#include "shared/schema/layout.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::schema {

/// One field, as a builder is given it and as a view shows it.
struct type_field {
    std::string name;
    std::uint64_t offset = 0; ///< of an enumerator: its value, sign-extended
    std::uint32_t type = no_type;
    std::string former_names = {}; ///< separated by commas
};

/// One type, as a builder is given it and as a view shows it.
struct type_node {
    type_kind kind = type_kind::boolean;
    std::string name;
    std::uint64_t size_bytes = 0;
    std::uint32_t alignment = 1;
    std::uint64_t count = 0;
    std::uint32_t element = no_type;
    std::uint32_t key = no_type;
    std::vector<type_field> fields;
    std::vector<std::byte> default_value = {}; ///< of a structure, if known; see default_scalar()
    /// Of a structure with virtual functions: what stands behind `_ZTV` in the name of its vtable's symbol.
    /// Such an object begins with a pointer to that vtable, which is none of the fields. Else empty.
    std::string class_name = {};
    /// What an object may be that is found through a pointer, or a unique_ptr, to this class: all of them,
    /// not only the direct ones, without this one. Structures that begin with an object of this class.
    std::vector<std::uint32_t> derived = {};
};

/// Whether types of this kind have an element, a key, and fields: all of them, and nothing else.
[[nodiscard]] bool has_element(type_kind kind);
[[nodiscard]] bool has_key(type_kind kind);
[[nodiscard]] bool has_fields(type_kind kind);

/// Whether objects of this kind own memory themselves, as opposed to what is inside of them.
[[nodiscard]] bool owns_memory(type_kind kind);
[[nodiscard]] inline bool is_owner(const type_node& type)
{
    return owns_memory(type.kind);
}

[[nodiscard]] inline bool is_pointer(const type_node& type)
{
    return type.kind == type_kind::pointer;
}

/// Whether objects of the type begin with a pointer to a vtable.
[[nodiscard]] inline bool is_polymorphic(const type_node& type)
{
    return !type.class_name.empty();
}

/// Whether a type's name is a part of its layout: nothing else is known of opaque types, and the comparison
/// and hash of a container decide where its elements are.
[[nodiscard]] bool name_matters(type_kind kind);

/// The type in words, e.g. "vector of ball", "int32", "float[3]"; `types` holds what its indices refer to.
[[nodiscard]] std::string describe(const std::vector<type_node>& types, std::uint32_t index);

} // namespace respawn::schema
