#pragma once

#include <respawn/schema.hpp>

#include <string>
#include <string_view>
#include <vector>

/// The state of a game that is a program of its own: objects on the ordinary heap.
namespace respawn::standalone {

struct heap_root {
    std::string name;
    const detail::type_description* type;
    void* object;
};

/// In the order in which they were asked for. Nothing ends them but the end of the process, as under a
/// supervisor: there, too, no destructor of a root is called.
[[nodiscard]] const std::vector<heap_root>& heap_roots();

/// The root of that name, which is made if there is none. Throws std::logic_error if it is of another type,
/// and what `construct` throws. From the first call on there is memory for respawn::allocator.
[[nodiscard]] void* find_or_make_root(
    std::string_view name, const detail::type_description& type, void (*construct)(void*));

} // namespace respawn::standalone
