#pragma once

#include <respawn/schema/boost_describe.hpp>
#include <respawn/schema/description.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

/// Names the enumerators of an enumeration some of whose values the compiler isn't asked for: those of more
/// than 8 bits that are neither in -128 … 255 (unsigned: 0 … 383), nor a power of two, nor the largest.
/// Stands in the enumeration's own namespace, after it. At most 256 names.
///
///     enum class error { none = 0, timeout = 1001, refused = 1002 };
///     RESPAWN_ENUMERATORS(error, none, timeout, refused)
#define RESPAWN_ENUMERATORS(type, ...)                                                                       \
    [[maybe_unused]] consteval auto respawn_enumerators(::respawn::detail::described_type<type>)             \
    {                                                                                                        \
        using respawn_described_type = type;                                                                 \
        return ::std::array{RESPAWN_DETAIL_EXPAND(RESPAWN_DETAIL_ENUMERATORS(__VA_ARGS__))};                 \
    }

#define RESPAWN_DETAIL_ENUMERATORS(name, ...)                                                                \
    ::respawn::detail::                                                                                      \
        listed_enumerator<respawn_described_type>{#name, respawn_described_type::name} __VA_OPT__(           \
            , RESPAWN_DETAIL_MORE_ENUMERATORS RESPAWN_DETAIL_PARENTHESES(__VA_ARGS__))
#define RESPAWN_DETAIL_MORE_ENUMERATORS() RESPAWN_DETAIL_ENUMERATORS

/// The enumerators of an enumeration: listed by a macro, or else the compiler's spelling of every value that
/// is likely to have a name. It is taken apart while the program runs (worker/source/schema/enumerators.hpp):
/// that takes the compiler 2 ms for each enumeration, and would take it far longer to do by itself.
namespace respawn::detail {

template <class E>
struct listed_enumerator {
    std::string_view name;
    E value;
};

template <class E>
concept enumerators_listed = std::is_enum_v<E> && requires
{
    respawn_enumerators(described_type<E>{});
};

/// Sign-extended to 64 bits.
template <class E>
[[nodiscard]] consteval std::uint64_t enumerator_bits(E value)
{
    return static_cast<std::uint64_t>(static_cast<std::underlying_type_t<E>>(value));
}

template <class E, std::size_t Count>
[[nodiscard]] consteval auto make_enumerator_fields(const std::array<listed_enumerator<E>, Count>& listed)
{
    std::array<field_description, Count> result{};
    for (std::size_t i = 0; i < Count; ++i)
        result[i] = {listed[i].name, enumerator_bits(listed[i].value), &describe<std::underlying_type_t<E>>};
    return result;
}

template <class E, template <class...> class List, class... Descriptors>
[[nodiscard]] consteval auto list_boost_enumerators(List<Descriptors...>)
{
    return std::array<listed_enumerator<E>, sizeof...(Descriptors)>{
        {{Descriptors::name, Descriptors::value}...}};
}

template <class E>
[[nodiscard]] consteval auto list_enumerators()
{
    if constexpr (enumerators_listed<E>)
        return respawn_enumerators(described_type<E>{});
    else
        return list_boost_enumerators<E>(decltype(boost_enum_descriptor_fn(static_cast<E**>(nullptr))){});
}

template <class E>
inline constexpr auto enumerator_fields = make_enumerator_fields<E>(list_enumerators<E>());

/// Which values of an enumeration the compiler is asked for: `count` from `first` on, the powers of two from
/// `1 << first_bit` to before `1 << end_bit`, and the largest.
struct asked_values {
    long long first = 0;
    int count = 0;
    int first_bit = 0;
    int end_bit = 0;
    unsigned long long largest = 0;
};

/// What the worker takes apart: keep in step with worker/source/schema/enumerators.cpp.
template <long long First, int Count, int FirstBit, int EndBit, unsigned long long Largest, auto... Values>
[[nodiscard]] consteval std::string_view spell_values()
{
    return {__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1};
}

template <class E, auto Value>
concept value_of_enumeration = requires
{
    typename std::bool_constant<(static_cast<void>(static_cast<E>(Value)), true)>;
};

/// Without one, an enumeration has only the values that its enumerators have bits for, and some compilers
/// make a point of it.
template <class E>
concept has_fixed_type = requires
{
    E{std::underlying_type_t<E>{}};
};

template <class Number>
inline constexpr int value_bits = int{sizeof(Number)} * 8 - (std::is_signed_v<Number> ? 1 : 0);

/// Of an enumeration with the values from 0, or from `-(1 << bits)`, to `(1 << bits) - 1`.
[[nodiscard]] constexpr asked_values values_of_bits(int bits, bool has_negative)
{
    const int near_limit = has_negative ? 256 : 384;
    const int near_end = bits <= 8 ? 1 << bits : near_limit;
    const int near_begin = !has_negative ? 0 : bits < 7 ? -(1 << bits) : -128;
    const unsigned long long largest = (2ull << (bits - 1)) - 1;
    const int first_bit = bits <= 8 ? bits : has_negative ? 8 : 9;
    return {near_begin, near_end - near_begin, first_bit, bits + (has_negative && bits > 8 ? 1 : 0), largest};
}

/// The number of bits of the largest value of an E without a fixed underlying type.
template <class E, int Bits = 1>
[[nodiscard]] consteval int count_value_bits()
{
    using number = std::underlying_type_t<E>;
    if constexpr (Bits == value_bits<number>)
        return Bits;
    else if constexpr (!value_of_enumeration<E, static_cast<number>(number{1} << Bits)>)
        return Bits;
    else
        return count_value_bits<E, Bits + 1>();
}

template <class E>
[[nodiscard]] consteval asked_values values_to_ask_for()
{
    using number = std::underlying_type_t<E>;
    constexpr bool is_signed = std::is_signed_v<number>;
    if constexpr (std::is_same_v<number, bool>)
        return values_of_bits(1, false);
    else if constexpr (has_fixed_type<E> || value_of_enumeration<E, static_cast<number>(~number{} / 2)>)
        return values_of_bits(value_bits<number>, is_signed);
    else if constexpr (is_signed)
        return values_of_bits(count_value_bits<E>(), value_of_enumeration<E, static_cast<number>(-1)>);
    else
        return values_of_bits(count_value_bits<E>(), false);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // values that the enumeration has no bits for

template <class E, std::size_t... Near, std::size_t... Bits>
[[nodiscard]] consteval std::string_view spell_values(
    std::index_sequence<Near...>, std::index_sequence<Bits...>)
{
    using number = std::underlying_type_t<E>;
    constexpr asked_values ask = values_to_ask_for<E>();
    return spell_values<
        ask.first, ask.count, ask.first_bit, ask.end_bit, ask.largest,
        static_cast<E>(static_cast<number>(ask.first + static_cast<long long>(Near)))...,
        static_cast<E>(static_cast<number>(1ull << (Bits + static_cast<std::size_t>(ask.first_bit))))...,
        static_cast<E>(static_cast<number>(ask.largest))>();
}

#pragma GCC diagnostic pop

template <class E>
[[nodiscard]] consteval std::string_view spell_enumerators()
{
    constexpr asked_values ask = values_to_ask_for<E>();
    return spell_values<E>(
        std::make_index_sequence<static_cast<std::size_t>(ask.count)>{},
        std::make_index_sequence<static_cast<std::size_t>(ask.end_bit - ask.first_bit)>{});
}

} // namespace respawn::detail
