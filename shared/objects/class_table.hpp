#pragma once

#include "shared/objects/containers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace respawn::objects {

class program_names;

/// Which classes the pointers stand for that objects with virtual functions begin with, in one process, and
/// who tells what others stand for that lead out of the state.
class class_table {
public:
    /// `class_name`: as a schema has it, see schema::type_node.
    void add(std::uint64_t vtable_pointer, std::string class_name)
    {
        names_.insert_or_assign(vtable_pointer, std::move(class_name));
    }

    /// Empty: it is no such pointer, as far as is known.
    [[nodiscard]] std::string_view class_name(std::uint64_t vtable_pointer) const
    {
        const auto found = names_.find(vtable_pointer);
        return found == names_.end() ? std::string_view{} : std::string_view{found->second};
    }

    [[nodiscard]] bool is_empty() const { return names_.empty(); }

    /// `program` outlives this.
    void set_program(const program_names* program) { program_ = program; }
    /// Null: nobody tells.
    [[nodiscard]] const program_names* program() const { return program_; }

private:
    std::unordered_map<std::uint64_t, std::string> names_;
    const program_names* program_ = nullptr;
};

/// What the object at `address` is that a pointer or a unique_ptr to a `type` leads to: `type` or one of
/// those derived from it. `type` itself if that has no virtual functions, or if `state` has no class table.
///
/// Nothing: the object is damaged, or of a class that isn't among them, or not in the state as a whole.
[[nodiscard]] std::optional<std::uint32_t> dynamic_type(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address);

} // namespace respawn::objects
