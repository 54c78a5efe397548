#pragma once

#include <respawn/schema/containers.hpp>
#include <respawn/schema/hints.hpp>

#include <cstring>
#include <iterator>
#include <memory>
#include <new>
#include <vector>

/// How objects of each type are made and changed. Every function here is compiled once for each type that has
/// it, in every game: those that many types can share are shared.
namespace respawn::detail {

template <class T>
concept value_initialisable = requires
{
    T{};
};

template <std::size_t Size>
void construct_zeros(void* place)
{
    std::memset(place, 0, Size);
}

template <class T>
void construct_object(void* place)
{
    // Not all compilers make arrays of arrays right with {}.
    using element = std::remove_all_extents_t<T>;
    if constexpr (std::is_array_v<T>)
        std::uninitialized_value_construct_n(static_cast<element*>(place), sizeof(T) / sizeof(element));
    else
        ::new (place) T{};
}

inline void destroy_nothing(void*) {}

template <class T>
void destroy_object(void* object)
{
    std::destroy_at(static_cast<T*>(object));
}

template <class T>
void move_content_of(void* to, void* from)
{
    T& source = *static_cast<T*>(from);
    *static_cast<T*>(to) = std::move(source);
    source.clear();
}

template <class T>
void clear_container(void* container)
{
    static_cast<T*>(container)->clear();
}

template <class T>
void reset_holder(void* holder)
{
    static_cast<T*>(holder)->reset();
}

template <class T>
void reserve_for(void* container, std::size_t count)
{
    static_cast<T*>(container)->reserve(count);
}

template <class T>
[[nodiscard]] void* append_many(void* sequence, std::size_t count)
{
    T& elements = *static_cast<T*>(sequence);
    const std::size_t before = elements.size();
    elements.resize(before + count);
    return elements.data() + before;
}

template <class T>
[[nodiscard]] void* append_one(void* sequence, std::size_t)
{
    return &static_cast<T*>(sequence)->emplace_back();
}

template <class T>
[[nodiscard]] void* insert_with_value(void* container, void* key)
{
    T& values = *static_cast<T*>(container);
    const std::size_t before = values.size();
    const auto place = values.try_emplace(values.end(), std::move(*static_cast<typename T::key_type*>(key)));
    return values.size() == before ? nullptr : const_cast<typename T::key_type*>(&place->first);
}

template <class T>
[[nodiscard]] void* insert_alone(void* container, void* key)
{
    T& keys = *static_cast<T*>(container);
    const std::size_t before = keys.size();
    const auto place = keys.emplace_hint(keys.end(), std::move(*static_cast<typename T::key_type*>(key)));
    return keys.size() == before ? nullptr : const_cast<typename T::key_type*>(&*place);
}

/// Whether there may be pointers in such a key.
template <class T>
[[nodiscard]] consteval bool can_point()
{
    if constexpr (container_traits<T>::known)
        return container_traits<T>::kind != type_kind::string;
    else
        return !std::is_arithmetic_v<T> && !std::is_enum_v<T>;
}

template <class T>
void sort_entries_anew(void* container, void (*change)(void* context, void* key), void* context)
{
    T& entries = *static_cast<T*>(container);
    std::vector<typename T::node_type> nodes;
    nodes.reserve(entries.size());
    while (!entries.empty())
        nodes.push_back(entries.extract(entries.begin()));
    for (typename T::node_type& node : nodes)
        if constexpr (requires { node.key(); })
            change(context, &node.key());
        else
            change(context, &node.value());
    for (typename T::node_type& node : nodes)
        entries.insert(std::move(node));
}

template <class T>
[[nodiscard]] void* emplace_optional(void* holder, std::size_t)
{
    return &static_cast<T*>(holder)->emplace();
}

template <class T, class Class>
[[nodiscard]] void* emplace_class(T& pointer)
{
    if constexpr (std::is_default_constructible_v<Class>) {
        pointer = make_unique<Class>();
        return pointer.get();
    } else {
        return nullptr;
    }
}

template <class T, class... Derived>
[[nodiscard]] void* emplace_any_class(T& pointer, std::size_t index, class_list<Derived...>)
{
    using maker = void* (*)(T&);
    constexpr maker makers[] = {&emplace_class<T, typename T::element_type>, &emplace_class<T, Derived>...};
    return index < std::size(makers) ? makers[index](pointer) : nullptr;
}

template <class T>
[[nodiscard]] void* emplace_unique(void* holder, std::size_t index)
{
    using derived = typename derived_classes<typename T::element_type>::type;
    return emplace_any_class(*static_cast<T*>(holder), index, derived{});
}

template <class T, std::size_t Index>
[[nodiscard]] void* emplace_alternative(T& holder)
{
    if constexpr (std::is_default_constructible_v<std::variant_alternative_t<Index, T>>)
        return &holder.template emplace<Index>();
    else
        return nullptr;
}

template <class T>
[[nodiscard]] void* emplace_variant(void* holder, std::size_t index)
{
    const auto choose = [&]<std::size_t... Indices>(std::index_sequence<Indices...>)
    {
        void* result = nullptr;
        T& variant = *static_cast<T*>(holder);
        static_cast<void>(
            ((index == Indices ? (result = emplace_alternative<T, Indices>(variant), true) : false) || ...));
        return result;
    };
    return choose(std::make_index_sequence<std::variant_size_v<T>>{});
}

template <class T>
void assign_characters(void* container, const void* characters, std::size_t count)
{
    static_cast<T*>(container)->assign(static_cast<const typename T::value_type*>(characters), count);
}

template <class T>
void assign_bits(void* container, const void* bytes, std::size_t count)
{
    const auto* first = static_cast<const unsigned char*>(bytes);
    static_cast<T*>(container)->assign(first, first + count);
}

/// Whether a T can be made at a place of its own, and moved to another one.
template <class T>
concept sequence_element = std::is_default_constructible_v<T> && std::is_move_constructible_v<T>;

/// Sequences, strings, maps and sets.
template <class T>
consteval void add_content_operations(type_operations& result)
{
    using enum type_kind;
    constexpr type_kind kind = container_traits<T>::kind;
    using element = typename container_traits<T>::element;
    result.move_content = &move_content_of<T>;
    result.clear = &clear_container<T>;
    if constexpr (kind == string) {
        result.assign = &assign_characters<T>;
    } else if constexpr (kind == bit_vector) {
        result.reserve = &reserve_for<T>;
        result.assign = &assign_bits<T>;
    } else if constexpr (kind == vector) {
        if constexpr (sequence_element<element>) {
            result.reserve = &reserve_for<T>;
            result.append = &append_many<T>;
        }
    } else if constexpr (kind == deque || kind == list) {
        if constexpr (std::is_default_constructible_v<element>)
            result.append = &append_one<T>;
    } else if constexpr (kind == set || kind == unordered_set) {
        if constexpr (std::is_move_constructible_v<element>)
            result.insert = &insert_alone<T>;
    } else if constexpr (std::is_default_constructible_v<element>) {
        if constexpr (std::is_move_constructible_v<typename container_traits<T>::key>)
            result.insert = &insert_with_value<T>;
    }
    if constexpr (kind == unordered_map || kind == unordered_set)
        result.reserve = &reserve_for<T>;
    if constexpr (kind == set || kind == unordered_set || kind == map || kind == unordered_map)
        if constexpr (can_point<typename T::key_type>())
            result.sort_anew = &sort_entries_anew<T>;
}

/// What holds one object or none.
template <class T>
consteval void add_holder_operations(type_operations& result)
{
    using enum type_kind;
    constexpr type_kind kind = container_traits<T>::kind;
    if constexpr (kind == variant) {
        result.emplace = &emplace_variant<T>;
    } else {
        result.clear = &reset_holder<T>;
        using element = typename container_traits<T>::element;
        constexpr bool can_make = std::is_default_constructible_v<element>;
        if constexpr (kind == optional && can_make)
            result.emplace = &emplace_optional<T>;
        else if constexpr (kind == unique_pointer && (can_make || derived_listed<element>))
            result.emplace = &emplace_unique<T>;
    }
}

template <class T>
consteval void add_container_operations(type_operations& result)
{
    using enum type_kind;
    constexpr type_kind kind = container_traits<T>::kind;
    if constexpr (kind == optional || kind == variant || kind == unique_pointer)
        add_holder_operations<T>(result);
    else if constexpr (kind != array && kind != pair && kind != tuple)
        add_content_operations<T>(result);
}

/// Above this, finding out whether T{} is a constant would take the compiler too long.
inline constexpr std::size_t max_constant_bytes = 4096;

template <class T>
concept constant_when_made = requires
{
    typename std::bool_constant<(static_cast<void>(T{}), true)>;
};

template <class T>
[[nodiscard]] consteval bool has_constant_value()
{
    if constexpr (!std::is_trivially_copyable_v<T> || !value_initialisable<T>)
        return false;
    else if constexpr (std::is_trivially_default_constructible_v<T>)
        return true;
    else if constexpr (sizeof(T) > max_constant_bytes)
        return false;
    else
        return constant_when_made<T>;
}

template <class T>
[[nodiscard]] consteval auto construct_function() -> void (*)(void*)
{
    if constexpr (std::is_scalar_v<std::remove_all_extents_t<T>> && !std::is_member_pointer_v<T>)
        return &construct_zeros<sizeof(T)>;
    else if constexpr (value_initialisable<T>)
        return &construct_object<T>;
    else
        return nullptr;
}

template <class T>
[[nodiscard]] consteval type_operations make_operations()
{
    type_operations result;
    result.construct = construct_function<T>();
    result.destroy = &destroy_nothing;
    if constexpr (!std::is_trivially_destructible_v<T>)
        result.destroy = &destroy_object<T>;
    if constexpr (container_traits<T>::known)
        add_container_operations<T>(result);
    else if constexpr (hinted<T>)
        result.convert = conversion_of<T>();
    result.has_constant_value = has_constant_value<T>();
    return result;
}

template <class T>
inline constexpr type_operations operations = make_operations<T>();

/// Of a field that a hint ignores.
template <class T>
[[nodiscard]] consteval type_operations make_ignored_operations()
{
    static_assert(
        value_initialisable<T>, "respawn: an ignored field is made anew with {} at every take-over: give its "
                                "type a default constructor");
    type_operations result;
    result.construct = construct_function<T>();
    return result;
}

template <class T>
inline constexpr type_operations ignored_operations = make_ignored_operations<T>();

} // namespace respawn::detail
