#pragma once

#include "shared/objects/roots.hpp"
#include "shared/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// A field, or a hole: bytes that belong to none.
struct layout_part {
    std::string name; ///< empty: a hole
    std::string type;
    std::uint64_t offset = 0, bytes = 0;
};

/// How objects of a type with fields lie in memory, or what an enumeration's numbers mean.
struct type_layout {
    std::string name;
    bool is_enumeration = false;
    std::uint64_t bytes = 0, alignment = 1;
    std::uint64_t padding_bytes = 0;  ///< its own; that of what it holds is theirs
    std::vector<layout_part> parts{}; ///< by their offsets; of an enumeration: the values as text in `type`
};

/// The types of the roots, each once. `wanted`: the name of a root, for all of its types, or of a type, with
/// or without what is before its last ::; empty: everything.
[[nodiscard]] result<std::vector<type_layout>> type_layouts(
    std::span<const objects::root> roots, const std::string& wanted);

[[nodiscard]] std::string to_text(const std::vector<type_layout>& types);
[[nodiscard]] std::string to_json(const std::vector<type_layout>& types);

} // namespace respawn::supervisor
