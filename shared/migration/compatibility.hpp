#pragma once

#include "shared/schema/type_node.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace respawn::migration {

enum class method : std::uint8_t;

/// The two layouts that a plan is made for.
struct layouts {
    const std::vector<schema::type_node>& from;
    const std::vector<schema::type_node>& to;
    /// Equal numbers for types whose objects are the same bytes, whatever pointers in them point to.
    std::vector<std::uint64_t> from_classes, to_classes;

    layouts(const std::vector<schema::type_node>& from_types, const std::vector<schema::type_node>& to_types);

    [[nodiscard]] bool identical(std::uint32_t from_type, std::uint32_t to_type) const
    {
        return from_classes[from_type] == to_classes[to_type];
    }
};

/// Which method turns an object of one type into one of another; method::forget: there is none. Looks at the
/// types, and as far into their elements as it takes.
[[nodiscard]] method method_for(const layouts& both, std::uint32_t from, std::uint32_t to);

/// Which alternative of the variant `to` stands for the type `from`, or none; of several equal ones, number
/// `preferred`.
[[nodiscard]] std::uint32_t alternative_for(
    const layouts& both, std::uint32_t from, const schema::type_node& to, std::uint32_t preferred = 0);

[[nodiscard]] bool is_product(schema::type_kind kind);
/// Arrays, sequences and sets.
[[nodiscard]] bool is_collection(schema::type_kind kind);
/// Maps and sets: where an element is, depends on its key.
[[nodiscard]] bool has_keys(schema::type_kind kind);
/// Of a map or set.
[[nodiscard]] std::uint32_t key_of(const schema::type_node& type);
/// optional and unique_pointer.
[[nodiscard]] bool is_holder(schema::type_kind kind);

/// A structure's name as it is written in its own namespace.
[[nodiscard]] std::string_view plain_name(std::string_view structure);

} // namespace respawn::migration
