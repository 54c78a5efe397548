#pragma once

#include <respawn/schema/structure.hpp>

#include <array>
#include <typeinfo>

/// The classes that RESPAWN_DERIVED names, with the guards that refuse those which nobody could tell apart,
/// make or end.
namespace respawn::detail {

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

enum class derived_problem {
    none,
    no_virtual_destructor,
    not_derived,
    virtual_base,
    not_value_initialisable,
    not_at_the_front,
};

/// Instantiated only for the compiler's message: names the class and the one that RESPAWN_DERIVED names.
template <class Base, class Derived, derived_problem Problem>
consteval void respawn_error_derived()
{
    using enum derived_problem;
    static_assert(
        Problem != no_virtual_destructor,
        "respawn: a class for which RESPAWN_DERIVED names others needs a virtual destructor");
    static_assert(
        Problem != not_derived,
        "respawn: RESPAWN_DERIVED names a class that is not publicly derived from the first one");
    static_assert(
        Problem != virtual_base,
        "respawn: RESPAWN_DERIVED names a class that has the first one as a virtual base: derive from it "
        "without virtual");
    static_assert(
        Problem != not_value_initialisable,
        "respawn: RESPAWN_DERIVED names a class that {} can't make: give it a default constructor, or name "
        "only the classes derived from it");
    static_assert(
        Problem != not_at_the_front,
        "respawn: RESPAWN_DERIVED names a class that does not begin with the first one: make that its first "
        "base, and a polymorphic one");
}

template <class Base, class Derived>
[[nodiscard]] consteval bool begins_with_base()
{
    return static_cast<const volatile void*>(&static_cast<const volatile Base&>(object<Derived>.value)) ==
           static_cast<const volatile void*>(object<Derived>.bytes);
}

template <class Base, class Derived>
[[nodiscard]] consteval derived_problem find_derived_problem()
{
    using enum derived_problem;
    if constexpr (!std::has_virtual_destructor_v<Base>)
        return no_virtual_destructor;
    else if constexpr (!std::is_convertible_v<Derived*, Base*> || std::is_same_v<Base, Derived>)
        return not_derived;
    else if constexpr (visible_virtual_base<Base, Derived>)
        return virtual_base;
    else if constexpr (std::is_abstract_v<Derived> || !value_initialisable<Derived>)
        return not_value_initialisable;
    else
        return begins_with_base<Base, Derived>() ? none : not_at_the_front;
}

template <class Base, class Derived>
[[nodiscard]] consteval type_getter derived_getter()
{
    constexpr derived_problem problem = find_derived_problem<Base, Derived>();
    using answer = decltype(judge<Derived>());
    if constexpr (problem != derived_problem::none)
        respawn_error_derived<Base, Derived, problem>();
    else if constexpr (answer::why != refusal::none)
        respawn_error_type<typename answer::offender, answer::why>();
    else
        return &describe<Derived>;
    return nullptr;
}

/// Of two classes that RESPAWN_DERIVED tells of, one may be a base of the other.
template <class Class, class Derived>
consteval void check_base_among_listed()
{
    if constexpr (
        std::is_base_of_v<Class, Derived> && !std::is_same_v<Class, Derived> && described_by_macro<Derived>)
        check_base<Derived, Class>();
}
template <class Class, class... Derived>
consteval void check_bases_among_listed()
{
    (check_base_among_listed<Class, Derived>(), ...);
}

template <class Base, class... Derived>
[[nodiscard]] consteval auto get_derived(class_list<Derived...>)
{
    check_bases_among_listed<Base, Derived...>();
    (check_bases_among_listed<Derived, Derived...>(), ...);
    return std::array<type_getter, sizeof...(Derived)>{derived_getter<Base, Derived>()...};
}

template <derived_listed T>
inline constexpr auto derived_getters = get_derived<T>(typename derived_classes<T>::type{});

#if defined(__GXX_RTTI)
template <class T>
[[nodiscard]] const std::type_info& class_info()
{
    return typeid(T);
}
#else
template <class T>
[[nodiscard]] const std::type_info& class_info(); // classes with virtual functions are refused
#endif

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

} // namespace respawn::detail
