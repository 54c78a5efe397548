#pragma once

#include <respawn/old_object.hpp>
#include <respawn/schema/described.hpp>

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

/// Says about the class `type` what its fields can't, for the take-over of a state that has another layout.
/// Stands in the class's own namespace, after the class:
///
///     struct enemy {
///         int health = 100;
///         respawn::vector<int> path;
///         std::function<void()> on_death;
///     };
///     RESPAWN_HINTS(enemy, respawn::renamed(&enemy::health, "hp"), respawn::ignored(&enemy::on_death))
///
/// Each hint is one of respawn::renamed(), ignored() and converted().
#define RESPAWN_HINTS(type, ...)                                                                             \
    [[maybe_unused]] consteval auto respawn_hints(::respawn::detail::described_type<type>)                   \
    {                                                                                                        \
        return ::std::make_tuple(__VA_ARGS__);                                                               \
    }

/// Lets RESPAWN_HINTS name the private fields of the class that this stands in.
#define RESPAWN_HINTS_FRIEND(type)                                                                           \
    friend consteval auto respawn_hints(::respawn::detail::described_type<type>)

namespace respawn {

namespace detail {

template <class Class, class Field>
struct renamed_member {
    Field Class::*member;
    std::string_view former_name;
};

template <class Class, class Field>
struct ignored_member {
    Field Class::*member;
};

template <class T>
struct conversion {
    void (*convert)(const old_object& before, T& now);
};

/// Instantiated only for the compiler's message.
template <auto Member, bool IsField = false>
consteval void respawn_error_hint()
{
    static_assert(
        IsField,
        "respawn: a hint names something that is not one of the class's fields in the state: hints are "
        "for data members that aren't static and, if RESPAWN_DESCRIBE names the fields, for those that it "
        "names");
}

/// Instantiated only for the compiler's message.
template <class Structure, auto Member>
consteval void respawn_error_name_of_another()
{
    static_assert(
        sizeof(Structure) == 0,
        "respawn: a hint says that a field was called what another renamed field is called now, so nobody "
        "can tell whether that has happened yet: take away hints that have done their work, and rename in "
        "two builds where fields swap their names");
}

/// Instantiated only for the compiler's message.
template <class Structure, auto Member>
consteval void respawn_error_name_of_today()
{
    static_assert(
        sizeof(Structure) == 0,
        "respawn: a hint says that a field was called what it is called now: give the name that it had in "
        "builds before, or take the hint away");
}

/// Whether `name` can be the name of a field; a comma would end it.
[[nodiscard]] constexpr bool is_field_name(std::string_view name)
{
    for (char c : name)
        if (c == ',' || c == ' ')
            return false;
    return !name.empty();
}

} // namespace detail

/// Hint: the field was called `former_name` in layouts before, and takes its value over from there. A field
/// may have several former names: one hint for each. `former_name` is a literal.
template <class Class, class Field>
[[nodiscard]] consteval auto renamed(Field Class::*member, const char* former_name)
{
    if (!detail::is_field_name(former_name))
        throw "respawn: a former name is one field's name, without spaces and commas";
    return detail::renamed_member<Class, Field>{member, former_name};
}

/// Hint: the field is no part of the state. It is value-initialised at every take-over, without the old one
/// being destroyed, and may be of any type that can be value-initialised: a cache, std::function, a lock, a
/// thread.
template <class Class, class Field>
[[nodiscard]] consteval auto ignored(Field Class::*member)
{
    return detail::ignored_member<Class, Field>{member};
}

/// Hint: `convert` finishes each object that is carried over from another layout, after all of its fields
/// have been carried over as far as they can be. `before` shows the old object. What it throws refuses the
/// take-over.
template <class T>
[[nodiscard]] consteval auto converted(void (*convert)(const old_object& before, T& now))
{
    return detail::conversion<T>{convert};
}

/// Refuse static members with a sentence.
template <class Member>
[[nodiscard]] consteval auto renamed(Member* member, const char*)
{
    detail::respawn_error_hint<static_cast<Member*>(nullptr)>();
    return member;
}
template <class Member>
[[nodiscard]] consteval auto ignored(Member* member)
{
    detail::respawn_error_hint<static_cast<Member*>(nullptr)>();
    return member;
}

namespace detail {

template <class T>
concept hinted = std::is_class_v<T> && requires
{
    respawn_hints(described_type<T>{});
};

template <class T>
inline constexpr auto hints = respawn_hints(described_type<T>{});

template <class T>
using hint_tuple = std::remove_const_t<decltype(hints<T>)>;

template <class T, class Type>
consteval void require_conversion_of(conversion<Type>)
{
    static_assert(
        std::is_same_v<T, Type>, "respawn: the function that respawn::converted() names changes an object of "
                                 "the class that the hint is for");
}

template <class T, std::size_t Index>
void convert_object(const old_object& before, void* now)
{
    std::get<Index>(hints<T>).convert(before, *static_cast<T*>(now));
}

/// The function that calls the one that converted() named for T; null if there is none.
template <class T, std::size_t Index = 0>
[[nodiscard]] consteval auto conversion_of() -> void (*)(const old_object&, void*)
{
    if constexpr (Index == std::tuple_size_v<hint_tuple<T>>)
        return nullptr;
    else if constexpr (std::is_same_v<std::tuple_element_t<Index, hint_tuple<T>>, conversion<T>>)
        return &convert_object<T, Index>;
    else
        return conversion_of<T, Index + 1>();
}

} // namespace detail

} // namespace respawn
