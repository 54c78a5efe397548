#pragma once

#include "shared/objects/roots.hpp"
#include "shared/objects/work_limit.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace respawn::objects {

/// An object that a pointer leads to, by its address and type.
struct wanted_object {
    std::uint64_t address = 0;
    const type_list* types = nullptr;
    std::uint32_t type = 0;
};

/// The path of each wanted object, as look_up() takes it; empty: no object of that kind begins there, or
/// `work` was over before it was met.
///
/// One walk over the state finds them all. It goes only where one of them can be: into memory that holds a
/// wanted address, and into objects that own memory themselves.
[[nodiscard]] std::vector<std::string> locate(
    const state_bytes& state, std::span<const root> roots, std::span<const wanted_object> wanted,
    work_limit& work);

/// For each type, whether it is of such a kind or has one inside itself: a field, an array's element, what an
/// optional or a variant holds. The elements of containers lie elsewhere.
[[nodiscard]] std::vector<bool> types_with(
    const type_list& types, const std::function<bool(schema::type_kind)>& is_such);

} // namespace respawn::objects
