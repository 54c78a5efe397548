#pragma once

#include <respawn/containers.hpp>
#include <respawn/schema/description.hpp>
#include <respawn/schema/names.hpp>

#include <array>
#include <atomic>
#include <optional>
#include <tuple>
#include <type_traits>
#include <variant>

/// The class templates that the state knows, and what is inside them.
namespace respawn::detail {

template <class... Types>
struct type_list {};

/// Whether T is a container that the state knows: then `kind`, and `parts`: what the refusals look into.
template <class T>
struct container_traits {
    static constexpr bool known = false;
};

template <type_kind Kind, class Element, class Key = void, class... Policies>
struct known_container {
    static constexpr bool known = true;
    static constexpr bool product = false;
    static constexpr type_kind kind = Kind;
    static constexpr std::size_t count = 0;
    static constexpr bool stateless = (std::is_empty_v<Policies> && ...);
    using element = Element;
    using key = Key;
    using policies = type_list<Policies...>;
    using default_policies = policies;
    using parts = std::conditional_t<std::is_void_v<Key>, type_list<Element>, type_list<Key, Element>>;
};

template <class Element, std::size_t Count>
struct known_array : known_container<type_kind::array, Element> {
    static constexpr std::size_t count = Count;
};

template <type_kind Kind, class... Fields>
struct known_product {
    static constexpr bool known = true;
    static constexpr bool product = true;
    static constexpr type_kind kind = Kind;
    static constexpr bool stateless = true;
    using parts = type_list<Fields...>;
};

template <class E, std::size_t Count>
struct container_traits<E[Count]> : known_array<E, Count> {};
template <class E, std::size_t Count>
struct container_traits<std::array<E, Count>> : known_array<E, Count> {};

template <class E>
struct container_traits<std::vector<E, allocator<E>>> : known_container<type_kind::vector, E> {};
template <>
struct container_traits<std::vector<bool, allocator<bool>>> : known_container<type_kind::bit_vector, bool> {};
template <class E>
struct container_traits<std::deque<E, allocator<E>>> : known_container<type_kind::deque, E> {};
template <class E>
struct container_traits<std::list<E, allocator<E>>> : known_container<type_kind::list, E> {};
template <class E>
struct container_traits<std::basic_string<E, std::char_traits<E>, allocator<E>>>
    : known_container<type_kind::string, E> {};
template <class E>
struct container_traits<std::optional<E>> : known_container<type_kind::optional, E> {};
template <class E>
struct container_traits<std::unique_ptr<E, deleter<E>>> : known_container<type_kind::unique_pointer, E> {};

template <class K, class E, class Compare>
struct container_traits<std::map<K, E, Compare, allocator<std::pair<const K, E>>>>
    : known_container<type_kind::map, E, K, Compare> {
    using default_policies = type_list<std::less<K>>;
};
template <class E, class Compare>
struct container_traits<std::set<E, Compare, allocator<E>>>
    : known_container<type_kind::set, E, void, Compare> {
    using default_policies = type_list<std::less<E>>;
};
template <class K, class E, class Hash, class Equal>
struct container_traits<std::unordered_map<K, E, Hash, Equal, allocator<std::pair<const K, E>>>>
    : known_container<type_kind::unordered_map, E, K, Hash, Equal> {
    using default_policies = type_list<std::hash<K>, std::equal_to<K>>;
};
template <class E, class Hash, class Equal>
struct container_traits<std::unordered_set<E, Hash, Equal, allocator<E>>>
    : known_container<type_kind::unordered_set, E, void, Hash, Equal> {
    using default_policies = type_list<std::hash<E>, std::equal_to<E>>;
};

template <class First, class Second>
struct container_traits<std::pair<First, Second>> : known_product<type_kind::pair, First, Second> {};
template <class... Fields>
struct container_traits<std::tuple<Fields...>> : known_product<type_kind::tuple, Fields...> {};
template <class... Alternatives>
struct container_traits<std::variant<Alternatives...>> : known_product<type_kind::variant, Alternatives...> {
};

/// What a type is described as: itself without const, or the value of a lock-free atomic.
template <class T>
struct plain_type {
    using type = T;
};
template <class T>
requires(
    std::atomic<T>::is_always_lock_free &&
    sizeof(std::atomic<T>) == sizeof(T)) struct plain_type<std::atomic<T>> {
    using type = T;
};
template <class T>
using plain_type_t = typename plain_type<std::remove_cv_t<T>>::type;

/// `name` without `std::`, inline namespaces and template arguments, e.g. "basic_string"; empty outside of
/// std.
[[nodiscard]] constexpr std::string_view standard_name(std::string_view name)
{
    if (name.starts_with("__gnu_cxx::"))
        return "__gnu_cxx";
    if (!name.starts_with("std::"))
        return {};
    name = name.substr(0, name.find('<'));
    return name.substr(name.rfind(':') + 1);
}

[[nodiscard]] constexpr bool is_any_of(std::string_view name, std::initializer_list<std::string_view> names)
{
    for (std::string_view other : names)
        if (name == other)
            return true;
    return false;
}

/// Classes of std whose bytes mean the same in every process and that nobody can take apart: random engines
/// and distributions, bitset, complex.
template <class T>
[[nodiscard]] consteval bool is_opaque()
{
    constexpr std::string_view name = standard_name(type_name<T>());
    return std::is_trivially_copyable_v<T> && (name.ends_with("_engine") || name.ends_with("_distribution") ||
                                               is_any_of(name, {"bitset", "complex"}));
}

template <class T>
concept duration_type = requires
{
    typename T::rep;
    T::period::num;
    T::period::den;
}
&&standard_name(type_name<T>()) == "duration" && sizeof(T) == sizeof(typename T::rep);

template <class T>
concept time_point_type = requires
{
    typename T::clock;
    typename T::duration;
}
&&standard_name(type_name<T>()) == "time_point" && sizeof(T) == sizeof(typename T::duration);

} // namespace respawn::detail
