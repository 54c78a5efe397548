#pragma once

#include <respawn/schema/aggregate_macros.hpp>
#include <respawn/schema/names.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

/// The fields of plain aggregates, without a macro: counted by how many `{}` initialise one, bound by a
/// structured binding to an object that is declared but never defined, and named by the compiler's spelling
/// of their address.
namespace respawn::detail {

// Nothing here is ever evaluated at run time: the undefined object needs no definition.
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

template <class T>
struct described_type;

/// The type of the object that T's fields are looked for in: of an abstract class, which has no objects, the
/// first that RESPAWN_DERIVED names.
template <class T, bool IsAbstract = std::is_abstract_v<T>>
struct object_type {
    using type = T;
};
template <class T>
struct object_type<T, true> {
    using type = typename decltype(respawn_derived(described_type<T>{}))::first;
};

/// The bytes beside the object make offsets constant expressions: a field's address is compared with theirs.
template <class T>
union measured_object {
    T value;
    char bytes[sizeof(T)];
};
template <class T>
extern measured_object<typename object_type<T>::type> object;

/// The address of a field of `object<T>`, as a template argument.
template <class Field>
struct field_pointer {
    Field* address;
};
template <class Field>
field_pointer(Field*) -> field_pointer<Field>;

/// The name of a field that a field_pointer or a pointer to a member stands for: the compiler's spelling ends
/// in it.
template <auto Field>
[[nodiscard]] consteval auto field_name()
{
    return last_identifier({__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1});
}

/// Offset in T of a field at `address` that begins at or after `begin`; sizeof(T) if there is none.
template <class T>
[[nodiscard]] constexpr std::size_t field_offset(const volatile void* address, std::size_t begin)
{
    std::size_t offset = begin;
    while (offset < sizeof(T) && address != static_cast<const volatile void*>(object<T>.bytes + offset))
        ++offset;
    return offset;
}

template <std::size_t Index, class Field>
struct field_address {
    Field* address;
};

template <class Indices, class... Fields>
struct field_addresses;
template <std::size_t... Indices, class... Fields>
struct field_addresses<std::index_sequence<Indices...>, Fields...> : field_address<Indices, Fields>... {
    static constexpr std::size_t count = sizeof...(Fields);
};

template <std::size_t Index, class Field>
[[nodiscard]] consteval field_pointer<Field> address_at(const field_address<Index, Field>& field)
{
    return {field.address};
}

template <class... Fields>
[[nodiscard]] consteval auto addresses_of(Fields&... fields)
{
    return field_addresses<std::index_sequence_for<Fields...>, Fields...>{{&fields}...};
}

/// Instantiated only for the compiler's message: names the structure.
template <class Structure>
[[nodiscard]] consteval auto respawn_error_bit_field()
{
    static_assert(
        sizeof(Structure) == 0,
        "respawn: this structure has a bit-field, which has no address, so that it can't be kept in the "
        "state: make it a whole field");
    return addresses_of();
}

/// Whether all of these bindings have addresses. clang can't be asked, and names the bit-field itself.
#if defined(__clang__)
#define RESPAWN_DETAIL_HAVE_ADDRESSES(...) true
#else
#define RESPAWN_DETAIL_HAVE_ADDRESSES(...)                                                                   \
    requires                                                                                                 \
    {                                                                                                        \
        addresses_of(__VA_ARGS__);                                                                           \
    }
#endif

/// What the compiler can do with aggregates of `Count` fields, one specialisation for each count:
/// `initialize` says whether `Count` times `{}`, and then `Last`, initialise a T.
template <std::size_t Count>
struct aggregate_fields;

template <>
struct aggregate_fields<0> {
    template <class T, class... Last>
    static constexpr bool initialize = requires
    {
        T{Last{}...};
    };
    template <class T>
    [[nodiscard]] static consteval auto addresses()
    {
        return addresses_of();
    }
};

#define RESPAWN_DETAIL_CASE(row, column)                                                                     \
    template <>                                                                                              \
    struct aggregate_fields<(#row[0] - 'a') * 8 + column> {                                                  \
        template <class T, class... Last>                                                                    \
        static constexpr bool initialize = requires                                                          \
        {                                                                                                    \
            T{RESPAWN_DETAIL_BRACE_ROWS_##row RESPAWN_DETAIL_BRACES_##column, Last{}...};                    \
        };                                                                                                   \
        template <class T>                                                                                   \
        [[nodiscard]] static consteval auto addresses()                                                      \
        {                                                                                                    \
            auto& [RESPAWN_DETAIL_ROWS_##row RESPAWN_DETAIL_COLUMNS_##column(row)] = object<T>.value;        \
            if constexpr (RESPAWN_DETAIL_HAVE_ADDRESSES(                                                     \
                              RESPAWN_DETAIL_ROWS_##row RESPAWN_DETAIL_COLUMNS_##column(row)))               \
                return addresses_of(RESPAWN_DETAIL_ROWS_##row RESPAWN_DETAIL_COLUMNS_##column(row));         \
            else                                                                                             \
                return respawn_error_bit_field<T>();                                                         \
        }                                                                                                    \
    };

#define RESPAWN_DETAIL_ROW(row)                                                                              \
    RESPAWN_DETAIL_CASE(row, 1)                                                                              \
    RESPAWN_DETAIL_CASE(row, 2)                                                                              \
    RESPAWN_DETAIL_CASE(row, 3)                                                                              \
    RESPAWN_DETAIL_CASE(row, 4)                                                                              \
    RESPAWN_DETAIL_CASE(row, 5)                                                                              \
    RESPAWN_DETAIL_CASE(row, 6)                                                                              \
    RESPAWN_DETAIL_CASE(row, 7)                                                                              \
    RESPAWN_DETAIL_CASE(row, 8)

RESPAWN_DETAIL_ROW(a)
RESPAWN_DETAIL_ROW(b)
RESPAWN_DETAIL_ROW(c)
RESPAWN_DETAIL_ROW(d)
RESPAWN_DETAIL_ROW(e)
RESPAWN_DETAIL_ROW(f)
RESPAWN_DETAIL_ROW(g)
RESPAWN_DETAIL_ROW(h)
RESPAWN_DETAIL_ROW(i)
RESPAWN_DETAIL_ROW(j)
RESPAWN_DETAIL_ROW(k)
RESPAWN_DETAIL_ROW(l)
RESPAWN_DETAIL_ROW(m)
RESPAWN_DETAIL_ROW(n)
RESPAWN_DETAIL_ROW(o)
RESPAWN_DETAIL_ROW(p)

inline constexpr std::size_t max_aggregate_fields = 128;

/// How many times `{}` can initialise T, between `Low` and `High`.
template <class T, std::size_t Low, std::size_t High>
[[nodiscard]] consteval std::size_t count_fields()
{
    constexpr std::size_t middle = (Low + High + 1) / 2;
    if constexpr (Low == High)
        return Low;
    else if constexpr (aggregate_fields<middle>::template initialize<T>)
        return count_fields<T, middle, High>();
    else
        return count_fields<T, Low, middle - 1>();
}

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

} // namespace respawn::detail
