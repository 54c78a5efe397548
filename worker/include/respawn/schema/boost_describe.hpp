#pragma once

#include <respawn/schema/described.hpp>
#include <respawn/schema/names.hpp>

#include <type_traits>

/// Classes and enumerations that Boost.Describe describes. Its functions are found by their names, and what
/// they return is known by its members: nothing of Boost is included here.
namespace respawn::detail {

template <class T>
concept described_by_boost = std::is_class_v<T> && requires(T** type)
{
    boost_base_descriptor_fn(type);
    boost_public_member_descriptor_fn(type);
    boost_protected_member_descriptor_fn(type);
    boost_private_member_descriptor_fn(type);
};

template <class E>
concept enumeration_described_by_boost = std::is_enum_v<E> && requires(E** type)
{
    boost_enum_descriptor_fn(type);
};

/// Described by a macro, ours or Boost's.
template <class T>
concept described_by_hand = described_by_macro<T> || described_by_boost<T>;

enum class boost_problem { none, virtual_base, undescribed_base, name_twice };

/// Instantiated only for the compiler's message: names the class.
template <class Class, class Base, boost_problem Problem>
consteval void respawn_error_boost_describe()
{
    using enum boost_problem;
    static_assert(
        Problem != virtual_base,
        "respawn: a class with virtual bases points at tables of its process: make the base a field");
    static_assert(
        Problem != undescribed_base,
        "respawn: the base of a class that Boost.Describe describes must be described too");
    static_assert(
        Problem != name_twice,
        "respawn: a class and its bases, as Boost.Describe lists them, have two fields of "
        "one name: rename one of them");
}

template <auto... First, auto... Second>
[[nodiscard]] consteval auto operator+(member_list<First...>, member_list<Second...>)
{
    return member_list<First..., Second...>{};
}

/// boost::describe::mod_virtual, mod_static and mod_function.
inline constexpr unsigned boost_mod_virtual = 8;
inline constexpr unsigned boost_mod_static = 16;
inline constexpr unsigned boost_mod_function = 32;

template <class Descriptor>
[[nodiscard]] consteval auto boost_member()
{
    if constexpr ((Descriptor::modifiers & (boost_mod_static | boost_mod_function)) != 0)
        return member_list<>{};
    else
        return member_list<Descriptor::pointer>{};
}

template <template <class...> class List, class... Descriptors>
[[nodiscard]] consteval auto boost_own_members(List<Descriptors...>)
{
    return (member_list<>{} + ... + boost_member<Descriptors>());
}

template <class T>
[[nodiscard]] consteval auto boost_members();

template <class T, class Descriptor>
[[nodiscard]] consteval auto boost_members_of_base()
{
    using base = typename Descriptor::type;
    constexpr bool is_virtual = (Descriptor::modifiers & boost_mod_virtual) != 0;
    if constexpr (!is_virtual && described_by_macro<base>) {
        return respawn_fields(described_type<base>{});
    } else if constexpr (!is_virtual && described_by_boost<base>) {
        return boost_members<base>();
    } else {
        if constexpr (is_virtual)
            respawn_error_boost_describe<T, base, boost_problem::virtual_base>();
        else if constexpr (!std::is_empty_v<base>)
            respawn_error_boost_describe<T, base, boost_problem::undescribed_base>();
        return member_list<>{};
    }
}

template <class T, template <class...> class List, class... Descriptors>
[[nodiscard]] consteval auto boost_inherited_members(List<Descriptors...>)
{
    return (member_list<>{} + ... + boost_members_of_base<T, Descriptors>());
}

template <auto... Members>
[[nodiscard]] consteval bool has_name_twice(member_list<Members...>)
{
    const std::string_view names[] = {std::string_view{}, field_name<Members>()...};
    for (std::size_t i = 1; i <= sizeof...(Members); ++i)
        for (std::size_t j = 1; j < i; ++j)
            if (names[i] == names[j])
                return true;
    return false;
}

/// The data members of T: those of its bases, then its own.
template <class T>
[[nodiscard]] consteval auto boost_members()
{
    using bases = decltype(boost_base_descriptor_fn(static_cast<T**>(nullptr)));
    constexpr auto inherited = boost_inherited_members<T>(bases{});
    constexpr auto all =
        inherited +
        boost_own_members(decltype(boost_public_member_descriptor_fn(static_cast<T**>(nullptr))){}) +
        boost_own_members(decltype(boost_protected_member_descriptor_fn(static_cast<T**>(nullptr))){}) +
        boost_own_members(decltype(boost_private_member_descriptor_fn(static_cast<T**>(nullptr))){});
    if constexpr (inherited.count != 0 && has_name_twice(all))
        respawn_error_boost_describe<T, T, boost_problem::name_twice>();
    return all;
}

} // namespace respawn::detail
