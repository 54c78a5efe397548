#include "worker/standalone/heap_state.hpp"

#include "worker/source/interface/promises.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <new>
#include <stdexcept>

namespace respawn {

namespace standalone {

namespace {

std::atomic<bool> is_taken_over{false};

/// Never destroyed: the game's own statics may still use what is in it.
std::vector<heap_root>& roots()
{
    static auto& all = *new std::vector<heap_root>;
    return all;
}

void* make_object(const detail::type_description& type, void (*construct)(void*))
{
    void* object = detail::allocate_state(type.size, type.alignment);
    try {
        construct(object);
    } catch (...) {
        detail::deallocate_state(object);
        throw;
    }
    return object;
}

void check_type(const heap_root& root, const detail::type_description& wanted)
{
    if (root.type != &wanted)
        throw std::logic_error{
            "respawn: the root \"" + root.name + "\" is a " + std::string{root.type->name} +
            ", and was asked for as a " + std::string{wanted.name} + "; give each its own name"};
}

} // namespace

const std::vector<heap_root>& heap_roots()
{
    return roots();
}

void* find_or_make_root(std::string_view name, const detail::type_description& type, void (*construct)(void*))
{
    detail::check_root_name(name);
    is_taken_over.store(true, std::memory_order_relaxed);
    const auto found = std::find_if(
        roots().begin(), roots().end(), [&](const heap_root& each) { return each.name == name; });
    if (found != roots().end()) {
        check_type(*found, type);
        return found->object;
    }
    detail::check_root_count(roots().size());
    void* object = make_object(type, construct);
    roots().push_back({std::string{name}, &type, object});
    return object;
}

} // namespace standalone

void* detail::allocate_state(std::size_t bytes, std::size_t alignment)
{
    if (!standalone::is_taken_over.load(std::memory_order_relaxed))
        throw_state_not_taken_over();
    // More than this is no size, and would wrap around when it is rounded up.
    if (bytes > static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max()) - alignment)
        throw std::bad_alloc{};
    const std::size_t wanted = std::max<std::size_t>(bytes, 1);
    void* memory = alignment <= alignof(std::max_align_t)
                       ? std::malloc(wanted)
                       : std::aligned_alloc(alignment, (wanted + alignment - 1) / alignment * alignment);
    if (!memory)
        throw std::bad_alloc{};
    return memory;
}

void detail::deallocate_state(void* memory) noexcept
{
    std::free(memory);
}

} // namespace respawn
