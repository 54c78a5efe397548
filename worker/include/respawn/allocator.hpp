#pragma once

#include <cstddef>
#include <type_traits>

namespace respawn {

namespace detail {

/// Takes `bytes` from the state. Threads: any. Throws std::bad_alloc when the state is full and
/// std::logic_error before worker::state() has taken the state over.
[[nodiscard]] void* allocate_state(std::size_t bytes, std::size_t alignment);
void deallocate_state(void* memory) noexcept;

} // namespace detail

/// The state's allocator: what it hands out lives in the state and outlives the worker.
///
/// All allocators are equal; a container made with one can move between threads and roots. Threads: any.
template <class T>
class allocator {
public:
    using value_type = T;
    using is_always_equal = std::true_type;
    using propagate_on_container_move_assignment = std::true_type;

    constexpr allocator() noexcept = default;
    template <class U>
    constexpr allocator(const allocator<U>&) noexcept
    {}

    [[nodiscard]] T* allocate(std::size_t count)
    {
        if (count > static_cast<std::size_t>(-1) / sizeof(T))
            return static_cast<T*>(detail::allocate_state(static_cast<std::size_t>(-1), alignof(T)));
        return static_cast<T*>(detail::allocate_state(count * sizeof(T), alignof(T)));
    }

    void deallocate(T* memory, std::size_t) noexcept { detail::deallocate_state(memory); }

    friend constexpr bool operator==(const allocator&, const allocator&) noexcept { return true; }
};

} // namespace respawn
