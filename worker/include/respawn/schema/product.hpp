#pragma once

#include <respawn/schema/containers.hpp>
#include <respawn/schema/structure.hpp>

/// The fields of pair, tuple, variant and of the time types of chrono, which have none that a program could
/// name.
namespace respawn::detail {

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

/// `number` in decimal digits.
template <std::intmax_t Number>
[[nodiscard]] consteval auto decimal()
{
    constexpr std::size_t size = [] {
        std::size_t digits = 1;
        for (std::intmax_t rest = Number / 10; rest != 0; rest /= 10)
            ++digits;
        return digits;
    }();
    fixed_string<size> result;
    std::intmax_t rest = Number;
    for (std::size_t i = size; i-- > 0; rest /= 10)
        result.characters[i] = static_cast<char>('0' + rest % 10);
    return result;
}

template <class T, std::size_t Index>
[[nodiscard]] consteval std::size_t product_offset()
{
    if constexpr (container_traits<T>::kind == type_kind::variant)
        return 0;
    else
        return field_offset<T>(&std::get<Index>(object<T>.value), 0);
}

template <class T, std::size_t Index>
[[nodiscard]] consteval std::string_view product_field_name()
{
    if (container_traits<T>::kind == type_kind::pair)
        return Index == 0 ? "first" : "second";
    return stored_text<decimal<Index>()>.view();
}

template <class T, std::size_t... Indices, class... Fields>
[[nodiscard]] consteval auto describe_product(std::index_sequence<Indices...>, type_list<Fields...>)
{
    return std::array<field_description, sizeof...(Fields)>{
        {{product_field_name<T, Indices>(), product_offset<T, Indices>(), &describe<Fields>}...}};
}

template <class T>
[[nodiscard]] consteval auto describe_product()
{
    const auto describe_parts = []<class... Fields>(type_list<Fields...> parts) {
        return describe_product<T>(std::index_sequence_for<Fields...>{}, parts);
    };
    return describe_parts(typename container_traits<T>::parts{});
}

template <class T>
inline constexpr auto product_fields = describe_product<T>();

/// A duration counts in units of its period: the unit is part of the field's name, so that a change of it
/// shows.
template <class Period>
[[nodiscard]] consteval auto duration_field_name()
{
    return join(
        fixed_string{"count_of_"}, decimal<Period::num>(), fixed_string{"/"}, decimal<Period::den>(),
        fixed_string{"_s"});
}

template <class T>
[[nodiscard]] consteval std::array<field_description, 1> describe_chrono()
{
    if constexpr (duration_type<T>)
        return {
            {{stored_text<duration_field_name<typename T::period>()>.view(), 0, &describe<typename T::rep>}}};
    else
        return {{{"since_epoch", 0, &describe<typename T::duration>}}};
}

template <class T>
inline constexpr auto chrono_fields = describe_chrono<T>();

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

} // namespace respawn::detail
