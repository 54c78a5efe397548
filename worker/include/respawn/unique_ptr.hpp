#pragma once

#include <respawn/allocator.hpp>

#include <memory>
#include <new>
#include <type_traits>
#include <utility>

/// Ownership of single objects in the state.
namespace respawn {

/// Ends an object that make_unique() made. Without members, so that a unique_ptr is one plain pointer.
template <class T>
struct deleter {
    static_assert(!std::is_array_v<T>, "respawn: a unique_ptr owns one object: use respawn::vector for more");

    constexpr deleter() noexcept = default;
    /// So that a unique_ptr to a class takes over one to a class derived from it.
    template <class Derived>
    requires std::is_convertible_v<Derived*, T*>
    constexpr deleter(const deleter<Derived>&) noexcept
    {
        static_assert(
            std::is_same_v<std::remove_cv_t<Derived>, std::remove_cv_t<T>> ||
                std::has_virtual_destructor_v<T>,
            "respawn: an object that is owned as one of a base class needs a virtual destructor there");
    }

    void operator()(T* object) const noexcept
    {
        static_assert(
            sizeof(T) > 0, "respawn: what a unique_ptr owns must be defined where that is destroyed");
        void* memory = object;
        if constexpr (std::is_polymorphic_v<T>)
            memory = dynamic_cast<void*>(object);
        std::destroy_at(object);
        detail::deallocate_state(memory);
    }
};

/// std::unique_ptr to an object in the state, which outlives the worker with it. T may be declared only, so
/// that a structure can own others of its own type. One to a class with a virtual destructor can own objects
/// of derived classes, which RESPAWN_DERIVED names.
template <class T>
using unique_ptr = std::unique_ptr<T, deleter<T>>;

/// Makes a T in the state, with parentheses or, if it has no such constructor, with braces. Threads: any.
/// Throws what the allocator and T's constructor throw, and keeps nothing then.
template <class T, class... Arguments>
[[nodiscard]] unique_ptr<T> make_unique(Arguments&&... arguments)
{
    struct raw_memory {
        void* place = detail::allocate_state(sizeof(T), alignof(T));
        raw_memory() = default;
        raw_memory(const raw_memory&) = delete;
        raw_memory& operator=(const raw_memory&) = delete;
        ~raw_memory()
        {
            if (place)
                detail::deallocate_state(place);
        }
    } memory;
    T* made = nullptr;
    if constexpr (std::is_constructible_v<T, Arguments...>)
        made = ::new (memory.place) T(std::forward<Arguments>(arguments)...);
    else
        made = ::new (memory.place) T{std::forward<Arguments>(arguments)...};
    memory.place = nullptr;
    return unique_ptr<T>{made};
}

} // namespace respawn
