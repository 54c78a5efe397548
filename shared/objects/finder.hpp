#pragma once

#include "shared/objects/containers.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace respawn::objects {

/// Finds all objects of some kinds inside of an object and in what it owns; it looks only where the types say
/// that there may be some, and not through pointers.
class finder {
public:
    /// `types` outlive this.
    finder(const type_list& types, const std::function<bool(const schema::type_node&)>& is_wanted);

    /// Whether there can be any in objects of that type.
    [[nodiscard]] bool leads_anywhere(std::uint32_t type) const { return leads_[type]; }

    struct listener {
        /// One that was looked for.
        std::function<void(std::uint32_t type, std::uint64_t address)> found;
        /// So many objects that lie behind each other, and in no other object, were looked through; may be
        /// null.
        std::function<void(
            std::uint32_t type, std::uint64_t address, std::uint64_t count, std::uint64_t stride)>
            passed = {};
    };
    /// False: something is damaged, and what is behind it was not looked at. However damaged it is, this
    /// ends: no more bytes are looked at than the state has.
    bool look(
        const state_bytes& state, std::uint32_t type, std::uint64_t address, const listener& tell) const;

private:
    const type_list& types_;
    std::vector<bool> wanted_, leads_;
};

} // namespace respawn::objects
