#pragma once

#include <respawn/schema/description.hpp>
#include <respawn/schema/field_address.hpp>
#include <respawn/schema/hints.hpp>
#include <respawn/schema/operations.hpp>

#include <utility>

/// What hints say about the fields of a structure. Only structures that have hints pay for this.
namespace respawn::detail {

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

/// Whether `member` is the field of T that `Field` stands for.
template <class T, auto Field, class Class, class Type>
[[nodiscard]] constexpr bool is_field(Type Class::*member)
{
    if constexpr (std::is_base_of_v<Class, T> && std::is_same_v<std::remove_cv_t<Type>, field_type<Field>>)
        return address_in_object<T>(member) == address_in_object<T>(Field);
    else
        return false;
}

template <class T, auto Field, class Hint>
[[nodiscard]] constexpr bool ignores(const Hint&)
{
    return false;
}
template <class T, auto Field, class Class, class Type>
[[nodiscard]] constexpr bool ignores(const ignored_member<Class, Type>& hint)
{
    return is_field<T, Field>(hint.member);
}

/// Whether a hint of T says that the field is no part of the state.
template <class T, auto Field>
[[nodiscard]] consteval bool is_ignored()
{
    return std::apply([](const auto&... hint) { return (ignores<T, Field>(hint) || ...); }, hints<T>);
}

template <class T, auto Field, class Hint>
[[nodiscard]] constexpr std::string_view former_name(const Hint&)
{
    return {};
}
template <class T, auto Field, class Class, class Type>
[[nodiscard]] constexpr std::string_view former_name(const renamed_member<Class, Type>& hint)
{
    return is_field<T, Field>(hint.member) ? hint.former_name : std::string_view{};
}

/// The former names of a field, with a comma after each.
template <class T, auto Field>
[[nodiscard]] consteval auto join_former_names()
{
    constexpr std::size_t size = std::apply(
        [](const auto&... hint) {
            const auto add = [](std::string_view name) { return name.empty() ? 0 : name.size() + 1; };
            return (std::size_t{0} + ... + add(former_name<T, Field>(hint)));
        },
        hints<T>);
    fixed_string<size> result;
    std::apply(
        [end = result.characters](const auto&... hint) mutable {
            const auto append = [&end](std::string_view name) {
                for (char c : name)
                    *end++ = c;
                if (!name.empty())
                    *end++ = ',';
            };
            (append(former_name<T, Field>(hint)), ...);
        },
        hints<T>);
    return result;
}

/// The former names that hints of T give the field, with commas between them.
template <class T, auto Field>
[[nodiscard]] consteval std::string_view former_names()
{
    constexpr auto joined = join_former_names<T, Field>();
    if constexpr (joined.view().empty())
        return {};
    else
        return stored_text<joined>.view().substr(0, joined.view().size() - 1);
}

/// The name of the field that a hint of T says was renamed; empty if it is about something else.
template <class T, std::size_t Hint>
[[nodiscard]] consteval std::string_view renamed_field()
{
    constexpr auto hint = std::get<Hint>(hints<T>);
    if constexpr (requires { hint.former_name; })
        return field_name<hint.member>();
    else
        return {};
}

/// Refuses hints by which fields would swap their names, or keep them.
template <class T, std::size_t Hint, std::size_t... Hints>
consteval void check_former_name(std::index_sequence<Hints...>)
{
    constexpr auto hint = std::get<Hint>(hints<T>);
    if constexpr (requires { hint.former_name; }) {
        if constexpr (hint.former_name == renamed_field<T, Hint>())
            respawn_error_name_of_today<T, hint.member>();
        else if constexpr (((hint.former_name == renamed_field<T, Hints>()) || ...))
            respawn_error_name_of_another<T, hint.member>();
    }
}

template <class Type>
inline constexpr type_description ignored_description = {
    .kind = type_kind::ignored,
    .size = sizeof(Type),
    .alignment = alignof(Type),
    .operations = &ignored_operations<Type>};

template <class Type>
[[nodiscard]] constexpr const type_description& describe_ignored()
{
    return ignored_description<Type>;
}

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

} // namespace respawn::detail
