#pragma once

#include "shared/result.hpp"
#include "shared/schema/type_node.hpp"

#include <cstddef>
#include <span>

namespace respawn::schema {

/// A stored schema that was copied out and checked.
///
/// Invariant: every index is in range, every type has the parts that its kind asks for, every field lies
/// inside of its structure and has a name of its own there, and no type contains itself by value. Through
/// pointers and containers it may refer to itself.
class view {
public:
    /// Distrusts `bytes`, and refers to them no longer than the call takes.
    [[nodiscard]] static result<view> create(std::span<const std::byte> bytes);

    /// As its maker computed it; equal hashes mean equal layouts.
    [[nodiscard]] std::uint64_t hash() const { return hash_; }
    [[nodiscard]] const std::vector<type_node>& types() const { return types_; }
    [[nodiscard]] const type_node& root() const { return types_.front(); }

private:
    view() = default;

    std::uint64_t hash_ = 0;
    std::vector<type_node> types_;
};

} // namespace respawn::schema
