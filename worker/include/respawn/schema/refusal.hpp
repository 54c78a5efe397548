#pragma once

#include <respawn/schema/boost_describe.hpp>
#include <respawn/schema/containers.hpp>

#include <cstdio>

/// What can't outlive a process, and the sentence that says so at compile time.
namespace respawn::detail {

enum class refusal {
    none,
    reference,
    member_pointer,
    void_pointer,
    file,
    incomplete,
    null_pointer,
    union_type,
    virtual_class,
    abstract_class,
    virtual_base,
    no_rtti,
    foreign_string,
    foreign_container,
    view,
    callable,
    smart_pointer,
    thread_or_lock,
    stateful_policy,
    address_key,
    standard_class,
    not_an_aggregate,
    unknown,
};

template <refusal Why, class Offender>
struct verdict {
    static constexpr refusal why = Why;
    using offender = Offender;
};

template <class T>
concept character_type =
    is_any_of(type_name<std::remove_cv_t<T>>(), {"char", "wchar_t", "char8_t", "char16_t", "char32_t"});

template <class T>
concept function_pointer_type = std::is_pointer_v<T> && std::is_function_v<std::remove_pointer_t<T>>;

template <class T>
[[nodiscard]] consteval refusal refuse_standard_class()
{
    constexpr std::string_view name = standard_name(type_name<T>());
    if (name == "basic_string")
        return refusal::foreign_string;
    if (is_any_of(name, {"vector", "deque", "list", "map", "set", "unordered_map", "unordered_set"}))
        return refusal::foreign_container;
    if (is_any_of(name, {"basic_string_view", "span", "reference_wrapper", "initializer_list"}))
        return refusal::view;
    if (is_any_of(name, {"function", "move_only_function", "any"}))
        return refusal::callable;
    if (is_any_of(name, {"unique_ptr", "shared_ptr", "weak_ptr", "auto_ptr"}))
        return refusal::smart_pointer;
    if (name.ends_with("thread") || name.ends_with("mutex") || name.ends_with("_lock") ||
        name.starts_with("condition_variable") || name.ends_with("future") ||
        is_any_of(
            name, {"promise", "latch", "barrier", "counting_semaphore", "stop_token", "stop_source",
                   "atomic_flag"}))
        return refusal::thread_or_lock;
    if (name.ends_with("stream") || name.ends_with("filebuf"))
        return refusal::file;
    return std::is_aggregate_v<T> ? refusal::none : refusal::standard_class;
}

#if defined(__GXX_RTTI)
inline constexpr bool has_rtti = true;
#else
inline constexpr bool has_rtti = false;
#endif

/// Whether Base is a base class of Derived that everybody may see, and a virtual one. (No trait tells.)
template <class Base, class Derived>
concept visible_virtual_base = std::is_convertible_v<Derived*, Base*> && !requires(Base * base)
{
    static_cast<Derived*>(base);
};

template <class T, class Class, class Field>
[[nodiscard]] consteval bool is_of_virtual_base(Field Class::*)
{
    return visible_virtual_base<Class, T>;
}

template <class T, auto... Members>
[[nodiscard]] consteval bool has_field_of_virtual_base(member_list<Members...>)
{
    return (is_of_virtual_base<T>(Members) || ...);
}

/// Of a class with virtual functions.
template <class T>
[[nodiscard]] consteval refusal refuse_virtual_class()
{
    if constexpr (!described_by_hand<T>)
        return refusal::virtual_class;
    else if constexpr (!has_rtti)
        return refusal::no_rtti;
    else if constexpr (std::is_abstract_v<T> && !derived_listed<T>)
        return refusal::abstract_class;
    else if constexpr (described_by_macro<T>)
        return has_field_of_virtual_base<T>(respawn_fields(described_type<T>{})) ? refusal::virtual_base
                                                                                 : refusal::none;
    else
        return refusal::none;
}

template <class T>
[[nodiscard]] consteval refusal refuse_class()
{
    if constexpr (std::is_union_v<T>)
        return refusal::union_type;
    else if constexpr (std::is_polymorphic_v<T> && standard_name(type_name<T>()).empty())
        return refuse_virtual_class<T>();
    else if constexpr (is_opaque<T>() || duration_type<T> || time_point_type<T>)
        return refusal::none;
    else if constexpr (!standard_name(type_name<T>()).empty())
        return refuse_standard_class<T>();
    else if constexpr (described_by_hand<T> || std::is_aggregate_v<T>)
        return refusal::none;
    else
        return refusal::not_an_aggregate;
}

template <class T>
[[nodiscard]] consteval refusal refuse_leaf()
{
    if constexpr (std::is_reference_v<T>)
        return refusal::reference;
    else if constexpr (std::is_member_pointer_v<T>)
        return refusal::member_pointer;
    else if constexpr (std::is_null_pointer_v<T>)
        return refusal::null_pointer;
    else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
        return refusal::none;
    else if constexpr (std::is_class_v<T> || std::is_union_v<T>)
        return refuse_class<T>();
    else
        return refusal::unknown;
}

template <class T>
[[nodiscard]] consteval refusal refuse_pointer_to()
{
    if constexpr (std::is_void_v<T>)
        return refusal::void_pointer;
    else if constexpr (std::is_same_v<T, std::FILE>)
        return refusal::file;
    else if constexpr (!requires { sizeof(T); })
        return refusal::incomplete;
    else
        return refusal::none;
}

template <class T>
inline constexpr bool owns_incomplete = false;
template <class T>
inline constexpr bool owns_incomplete<unique_ptr<T>> = !requires
{
    sizeof(T);
};

template <class T>
concept literal_type = std::is_pointer_v<T> && std::is_const_v<std::remove_pointer_t<T>> &&
    character_type<std::remove_pointer_t<T>>;

/// Whether a container finds its elements by where functions or literals are.
template <class Container>
[[nodiscard]] consteval bool has_address_keys()
{
    using enum type_kind;
    constexpr type_kind kind = Container::kind;
    if constexpr (kind == map || kind == unordered_map)
        return function_pointer_type<typename Container::key> || literal_type<typename Container::key>;
    else if constexpr (kind == set || kind == unordered_set)
        return function_pointer_type<typename Container::element> ||
               literal_type<typename Container::element>;
    else
        return false;
}

template <class T>
consteval auto judge();

template <class... Types>
[[nodiscard]] consteval auto judge_each(type_list<Types...>)
{
    return verdict<refusal::none, void>{};
}

template <class First, class... Rest>
[[nodiscard]] consteval auto judge_each(type_list<First, Rest...>)
{
    using first = decltype(judge<First>());
    if constexpr (first::why != refusal::none)
        return first{};
    else
        return judge_each(type_list<Rest...>{});
}

/// Whether a T can be in the state: refusal::none, or why not and which type inside of T is to blame. Looks
/// into containers and through pointers, not into structures: those answer for their own fields.
template <class T>
[[nodiscard]] consteval auto judge()
{
    using type = plain_type_t<T>;
    using container = container_traits<type>;
    if constexpr (function_pointer_type<type>) {
        return verdict<refusal::none, type>{};
    } else if constexpr (std::is_pointer_v<type>) {
        using target = std::remove_pointer_t<type>;
        constexpr refusal why = refuse_pointer_to<target>();
        if constexpr (why != refusal::none)
            return verdict<why, type>{};
        else
            return judge<target>();
    } else if constexpr (!container::known) {
        return verdict<refuse_leaf<type>(), type>{};
    } else if constexpr (!container::stateless) {
        return verdict<refusal::stateful_policy, type>{};
    } else if constexpr (has_address_keys<container>()) {
        return verdict<refusal::address_key, type>{};
    } else if constexpr (owns_incomplete<type>) {
        return verdict<refusal::incomplete, type>{};
    } else {
        return judge_each(typename container::parts{});
    }
}

template <refusal Why>
consteval void explain()
{
    using enum refusal;
    static_assert(
        Why != reference, "respawn: a reference can't outlive the process that bound it: use a pointer");
    static_assert(
        Why != member_pointer,
        "respawn: a pointer to a member depends on this build: store an enumeration instead");
    static_assert(
        Why != void_pointer,
        "respawn: what a void* points to is unknown: use a pointer to the object's own type");
    static_assert(
        Why != file,
        "respawn: an open file or stream belongs to its process: keep its path as respawn::string and "
        "open it before worker::state()");
    static_assert(
        Why != incomplete,
        "respawn: what the pointer points to must be defined before worker::state() is called");
    static_assert(Why != null_pointer, "respawn: std::nullptr_t holds nothing: use a pointer");
    static_assert(
        Why != union_type, "respawn: nobody can know which member of a union is alive: use std::variant");
    static_assert(
        Why != virtual_class,
        "respawn: the fields of a class with virtual functions can't be listed: name them with "
        "RESPAWN_DESCRIBE or BOOST_DESCRIBE_CLASS");
    static_assert(
        Why != abstract_class,
        "respawn: an abstract class is known by those derived from it: name them with RESPAWN_DERIVED");
    static_assert(
        Why != virtual_base,
        "respawn: a class with virtual bases points at tables of its process: make the base a field");
    static_assert(
        Why != no_rtti,
        "respawn: without run-time type information, as with -fno-rtti, nobody can tell of which class an "
        "object is: use std::variant or an enumeration instead of virtual functions");
    static_assert(
        Why != foreign_string, "respawn: std::string owns memory of this process: use respawn::string");
    static_assert(
        Why != foreign_container, "respawn: a container with this allocator owns memory of this process: use "
                                  "respawn::vector, deque, list, map, set, unordered_map or unordered_set");
    static_assert(
        Why != view,
        "respawn: views such as std::string_view and std::span may point outside of the state: use "
        "respawn::string, respawn::vector or a pointer");
    static_assert(
        Why != callable, "respawn: std::function and std::any hold code or memory of this process: store an "
                         "enumeration or std::variant");
    static_assert(
        Why != smart_pointer,
        "respawn: a smart pointer owns memory of this process: use respawn::unique_ptr, "
        "std::optional or respawn::list, and plain pointers to what they own");
    static_assert(
        Why != thread_or_lock,
        "respawn: threads, locks and what they wait for die with their process: keep them "
        "outside of the state");
    static_assert(
        Why != stateful_policy,
        "respawn: a container's comparison and hash must be classes without members, because "
        "anything else points at code of its process");
    static_assert(
        Why != address_key, "respawn: functions and literals move with each build, and can't be what a "
                            "container finds its elements "
                            "by: use an enumeration or respawn::string as the key");
    static_assert(
        Why != standard_class,
        "respawn: the state doesn't know this class of the standard library: use the "
        "containers in respawn/containers.hpp, std::array, optional, variant, pair or tuple");
    static_assert(
        Why != not_an_aggregate,
        "respawn: not a plain aggregate (it has constructors or private members): name its "
        "fields with RESPAWN_DESCRIBE or BOOST_DESCRIBE_CLASS");
    static_assert(Why != unknown, "respawn: a type of this kind can't be kept in the state");
}

/// Instantiated only for the compiler's message: the field `Name` of `Owner` has, or contains, an `Offender`.
template <class Owner, class Offender, auto Field, fixed_string Name, refusal Why>
consteval void respawn_error_field()
{
    explain<Why>();
}

/// Instantiated only for the compiler's message: a root is, or contains, an `Offender`.
template <class Offender, refusal Why>
consteval void respawn_error_type()
{
    explain<Why>();
}

} // namespace respawn::detail
