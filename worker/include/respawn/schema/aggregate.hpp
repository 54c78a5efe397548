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

// Sixteen rows of eight fields: a case for row c and column 3 has the names of all rows before c, and c0, c1,
// c2.
#define RESPAWN_DETAIL_ROWS_a
#define RESPAWN_DETAIL_ROWS_b a0, a1, a2, a3, a4, a5, a6, a7,
#define RESPAWN_DETAIL_ROWS_c RESPAWN_DETAIL_ROWS_b b0, b1, b2, b3, b4, b5, b6, b7,
#define RESPAWN_DETAIL_ROWS_d RESPAWN_DETAIL_ROWS_c c0, c1, c2, c3, c4, c5, c6, c7,
#define RESPAWN_DETAIL_ROWS_e RESPAWN_DETAIL_ROWS_d d0, d1, d2, d3, d4, d5, d6, d7,
#define RESPAWN_DETAIL_ROWS_f RESPAWN_DETAIL_ROWS_e e0, e1, e2, e3, e4, e5, e6, e7,
#define RESPAWN_DETAIL_ROWS_g RESPAWN_DETAIL_ROWS_f f0, f1, f2, f3, f4, f5, f6, f7,
#define RESPAWN_DETAIL_ROWS_h RESPAWN_DETAIL_ROWS_g g0, g1, g2, g3, g4, g5, g6, g7,
#define RESPAWN_DETAIL_ROWS_i RESPAWN_DETAIL_ROWS_h h0, h1, h2, h3, h4, h5, h6, h7,
#define RESPAWN_DETAIL_ROWS_j RESPAWN_DETAIL_ROWS_i i0, i1, i2, i3, i4, i5, i6, i7,
#define RESPAWN_DETAIL_ROWS_k RESPAWN_DETAIL_ROWS_j j0, j1, j2, j3, j4, j5, j6, j7,
#define RESPAWN_DETAIL_ROWS_l RESPAWN_DETAIL_ROWS_k k0, k1, k2, k3, k4, k5, k6, k7,
#define RESPAWN_DETAIL_ROWS_m RESPAWN_DETAIL_ROWS_l l0, l1, l2, l3, l4, l5, l6, l7,
#define RESPAWN_DETAIL_ROWS_n RESPAWN_DETAIL_ROWS_m m0, m1, m2, m3, m4, m5, m6, m7,
#define RESPAWN_DETAIL_ROWS_o RESPAWN_DETAIL_ROWS_n n0, n1, n2, n3, n4, n5, n6, n7,
#define RESPAWN_DETAIL_ROWS_p RESPAWN_DETAIL_ROWS_o o0, o1, o2, o3, o4, o5, o6, o7,

#define RESPAWN_DETAIL_COLUMNS_1(row) row##0
#define RESPAWN_DETAIL_COLUMNS_2(row) RESPAWN_DETAIL_COLUMNS_1(row), row##1
#define RESPAWN_DETAIL_COLUMNS_3(row) RESPAWN_DETAIL_COLUMNS_2(row), row##2
#define RESPAWN_DETAIL_COLUMNS_4(row) RESPAWN_DETAIL_COLUMNS_3(row), row##3
#define RESPAWN_DETAIL_COLUMNS_5(row) RESPAWN_DETAIL_COLUMNS_4(row), row##4
#define RESPAWN_DETAIL_COLUMNS_6(row) RESPAWN_DETAIL_COLUMNS_5(row), row##5
#define RESPAWN_DETAIL_COLUMNS_7(row) RESPAWN_DETAIL_COLUMNS_6(row), row##6
#define RESPAWN_DETAIL_COLUMNS_8(row) RESPAWN_DETAIL_COLUMNS_7(row), row##7

// As many {} as there are names.
#define RESPAWN_DETAIL_BRACE_ROWS_a
#define RESPAWN_DETAIL_BRACE_ROWS_b {}, {}, {}, {}, {}, {}, {}, {},
#define RESPAWN_DETAIL_BRACE_ROWS_c RESPAWN_DETAIL_BRACE_ROWS_b RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_d RESPAWN_DETAIL_BRACE_ROWS_c RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_e RESPAWN_DETAIL_BRACE_ROWS_d RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_f RESPAWN_DETAIL_BRACE_ROWS_e RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_g RESPAWN_DETAIL_BRACE_ROWS_f RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_h RESPAWN_DETAIL_BRACE_ROWS_g RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_i RESPAWN_DETAIL_BRACE_ROWS_h RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_j RESPAWN_DETAIL_BRACE_ROWS_i RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_k RESPAWN_DETAIL_BRACE_ROWS_j RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_l RESPAWN_DETAIL_BRACE_ROWS_k RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_m RESPAWN_DETAIL_BRACE_ROWS_l RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_n RESPAWN_DETAIL_BRACE_ROWS_m RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_o RESPAWN_DETAIL_BRACE_ROWS_n RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_p RESPAWN_DETAIL_BRACE_ROWS_o RESPAWN_DETAIL_BRACE_ROWS_b

#define RESPAWN_DETAIL_BRACES_1                                                                              \
    {}
#define RESPAWN_DETAIL_BRACES_2                                                                              \
    RESPAWN_DETAIL_BRACES_1, {}
#define RESPAWN_DETAIL_BRACES_3                                                                              \
    RESPAWN_DETAIL_BRACES_2, {}
#define RESPAWN_DETAIL_BRACES_4                                                                              \
    RESPAWN_DETAIL_BRACES_3, {}
#define RESPAWN_DETAIL_BRACES_5                                                                              \
    RESPAWN_DETAIL_BRACES_4, {}
#define RESPAWN_DETAIL_BRACES_6                                                                              \
    RESPAWN_DETAIL_BRACES_5, {}
#define RESPAWN_DETAIL_BRACES_7                                                                              \
    RESPAWN_DETAIL_BRACES_6, {}
#define RESPAWN_DETAIL_BRACES_8                                                                              \
    RESPAWN_DETAIL_BRACES_7, {}

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
            return addresses_of(RESPAWN_DETAIL_ROWS_##row RESPAWN_DETAIL_COLUMNS_##column(row));             \
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
