#pragma once

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

/// The bytes beside the object make offsets constant expressions: a field's address is compared with theirs.
template <class T>
union measured_object {
    T value;
    char bytes[sizeof(T)];
};
template <class T>
extern measured_object<T> object;

/// The address of a field of `object<T>`, as a template argument.
template <class Field>
struct field_pointer {
    Field* address;
};
template <class Field>
field_pointer(Field*) -> field_pointer<Field>;

/// Ends in the field's name, for a field_pointer and for a pointer to a member.
template <auto Field>
[[nodiscard]] consteval const char* field_signature()
{
    return __PRETTY_FUNCTION__;
}

template <auto Field>
[[nodiscard]] consteval std::string_view field_name()
{
    return last_identifier(field_signature<Field>());
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

/// A bit-field has no address: the error "cannot bind bit-field" here means that the state can't keep one.
template <class... Fields>
[[nodiscard]] consteval auto addresses_of(Fields&... fields)
{
    return field_addresses<std::index_sequence_for<Fields...>, Fields...>{{&fields}...};
}

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

#define RESPAWN_DETAIL_BRACES(name)                                                                          \
    {}
#define RESPAWN_DETAIL_NAME(name) name

#define RESPAWN_DETAIL_FIELDS_1(each, row) each(row##0)
#define RESPAWN_DETAIL_FIELDS_2(each, row) RESPAWN_DETAIL_FIELDS_1(each, row), each(row##1)
#define RESPAWN_DETAIL_FIELDS_3(each, row) RESPAWN_DETAIL_FIELDS_2(each, row), each(row##2)
#define RESPAWN_DETAIL_FIELDS_4(each, row) RESPAWN_DETAIL_FIELDS_3(each, row), each(row##3)
#define RESPAWN_DETAIL_FIELDS_5(each, row) RESPAWN_DETAIL_FIELDS_4(each, row), each(row##4)
#define RESPAWN_DETAIL_FIELDS_6(each, row) RESPAWN_DETAIL_FIELDS_5(each, row), each(row##5)
#define RESPAWN_DETAIL_FIELDS_7(each, row) RESPAWN_DETAIL_FIELDS_6(each, row), each(row##6)
#define RESPAWN_DETAIL_FIELDS_8(each, row) RESPAWN_DETAIL_FIELDS_7(each, row), each(row##7)

#define RESPAWN_DETAIL_BEFORE_a(each)
#define RESPAWN_DETAIL_BEFORE_b(each) RESPAWN_DETAIL_FIELDS_8(each, a),
#define RESPAWN_DETAIL_BEFORE_c(each) RESPAWN_DETAIL_BEFORE_b(each) RESPAWN_DETAIL_FIELDS_8(each, b),
#define RESPAWN_DETAIL_BEFORE_d(each) RESPAWN_DETAIL_BEFORE_c(each) RESPAWN_DETAIL_FIELDS_8(each, c),
#define RESPAWN_DETAIL_BEFORE_e(each) RESPAWN_DETAIL_BEFORE_d(each) RESPAWN_DETAIL_FIELDS_8(each, d),
#define RESPAWN_DETAIL_BEFORE_f(each) RESPAWN_DETAIL_BEFORE_e(each) RESPAWN_DETAIL_FIELDS_8(each, e),
#define RESPAWN_DETAIL_BEFORE_g(each) RESPAWN_DETAIL_BEFORE_f(each) RESPAWN_DETAIL_FIELDS_8(each, f),
#define RESPAWN_DETAIL_BEFORE_h(each) RESPAWN_DETAIL_BEFORE_g(each) RESPAWN_DETAIL_FIELDS_8(each, g),
#define RESPAWN_DETAIL_BEFORE_i(each) RESPAWN_DETAIL_BEFORE_h(each) RESPAWN_DETAIL_FIELDS_8(each, h),
#define RESPAWN_DETAIL_BEFORE_j(each) RESPAWN_DETAIL_BEFORE_i(each) RESPAWN_DETAIL_FIELDS_8(each, i),
#define RESPAWN_DETAIL_BEFORE_k(each) RESPAWN_DETAIL_BEFORE_j(each) RESPAWN_DETAIL_FIELDS_8(each, j),
#define RESPAWN_DETAIL_BEFORE_l(each) RESPAWN_DETAIL_BEFORE_k(each) RESPAWN_DETAIL_FIELDS_8(each, k),
#define RESPAWN_DETAIL_BEFORE_m(each) RESPAWN_DETAIL_BEFORE_l(each) RESPAWN_DETAIL_FIELDS_8(each, l),
#define RESPAWN_DETAIL_BEFORE_n(each) RESPAWN_DETAIL_BEFORE_m(each) RESPAWN_DETAIL_FIELDS_8(each, m),
#define RESPAWN_DETAIL_BEFORE_o(each) RESPAWN_DETAIL_BEFORE_n(each) RESPAWN_DETAIL_FIELDS_8(each, n),
#define RESPAWN_DETAIL_BEFORE_p(each) RESPAWN_DETAIL_BEFORE_o(each) RESPAWN_DETAIL_FIELDS_8(each, o),

#define RESPAWN_DETAIL_EACH(each, row, column)                                                               \
    RESPAWN_DETAIL_BEFORE_##row(each) RESPAWN_DETAIL_FIELDS_##column(each, row)

#define RESPAWN_DETAIL_CASE(row, column)                                                                     \
    template <>                                                                                              \
    struct aggregate_fields<(#row[0] - 'a') * 8 + column> {                                                  \
        template <class T, class... Last>                                                                    \
        static constexpr bool initialize = requires                                                          \
        {                                                                                                    \
            T{RESPAWN_DETAIL_EACH(RESPAWN_DETAIL_BRACES, row, column), Last{}...};                           \
        };                                                                                                   \
        template <class T>                                                                                   \
        [[nodiscard]] static consteval auto addresses()                                                      \
        {                                                                                                    \
            auto& [RESPAWN_DETAIL_EACH(RESPAWN_DETAIL_NAME, row, column)] = object<T>.value;                 \
            return addresses_of(RESPAWN_DETAIL_EACH(RESPAWN_DETAIL_NAME, row, column));                      \
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
