#pragma once

#include <respawn/schema/refusal.hpp>

/// The fields of structures, with the guards that refuse what the compiler would describe wrongly.
namespace respawn::detail {

template <class T>
[[nodiscard]] constexpr const type_description& describe();

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

/// Converts to the bases of T only.
template <class T>
struct any_base_of {
    template <class Base>
    requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>) operator Base() const;
};

/// Converts to nothing: what it can initialise, anything can.
struct nothing_known {};

/// Whether T has a base class: its first part is one, unless that takes any type at all.
template <class T>
concept has_base_class = requires
{
    T{any_base_of<T>{}};
}
&&!requires
{
    T{nothing_known{}};
};

/// Initialises every reference.
struct anything {
    template <class T>
    operator T&() const;
    template <class T>
    operator T&&() const;
};

/// Instantiated only for the compiler's message: names the structure, and its field by number, counted
/// from 1.
template <class Structure, std::size_t Number>
consteval void respawn_error_field_number()
{
    static_assert(
        Number == 0,
        "respawn: a field that is a reference, or that {} can't initialise, can't be kept in the state: "
        "use a pointer, or name the fields with RESPAWN_DESCRIBE");
}

enum class structure_problem {
    none,
    has_base,
    not_value_initialisable,
    unlisted,
    too_many_fields,
    gap,
    misplaced_field,
};

/// Instantiated only for the compiler's message: names the structure.
template <class Structure, structure_problem Problem>
consteval void respawn_error_structure()
{
    using enum structure_problem;
    static_assert(
        Problem != has_base,
        "respawn: the fields of a structure with base classes can't be listed: make the base a "
        "field, or name the fields with RESPAWN_DESCRIBE");
    static_assert(
        Problem != not_value_initialisable,
        "respawn: a structure in the state must be value-initialisable with {}: "
        "give each field a default, and use pointers instead of references");
    static_assert(
        Problem != unlisted, "respawn: the fields of this structure can't be listed: name them with "
                             "RESPAWN_DESCRIBE");
    static_assert(
        Problem != too_many_fields,
        "respawn: a structure in the state has at most 128 fields: group some of them in "
        "a structure, or name them with RESPAWN_DESCRIBE");
    static_assert(
        Problem != gap, "respawn: the fields that were found don't fill this structure: name them with "
                        "RESPAWN_DESCRIBE");
    static_assert(
        Problem != misplaced_field,
        "respawn: a field was not found inside of this structure: is it static, or a "
        "reference?");
}

/// The number of the first field that `{}` can't initialise, counted from 1; 0 if none was found.
template <class T, std::size_t Count, std::size_t Limit>
[[nodiscard]] consteval std::size_t number_of_uninitialisable_field()
{
    if constexpr (aggregate_fields<Count>::template initialize<T, anything>)
        return Count + 1;
    else if constexpr (Count < Limit)
        return number_of_uninitialisable_field<T, Count + 1, Limit>();
    else
        return 0;
}

/// How many fields the aggregate T has; 0 after a message about one that it can't be told of.
template <class T>
[[nodiscard]] consteval std::size_t count_aggregate_fields()
{
    constexpr std::size_t limit = sizeof(T) < max_aggregate_fields ? sizeof(T) : max_aggregate_fields;
    if constexpr (std::is_empty_v<T>) {
        return 0;
    } else if constexpr (has_base_class<T>) {
        respawn_error_structure<T, structure_problem::has_base>();
    } else if constexpr (!aggregate_fields<0>::initialize<T>) {
        constexpr std::size_t number = number_of_uninitialisable_field<T, 0, limit - 1>();
        respawn_error_field_number<T, number>();
        if constexpr (number == 0)
            respawn_error_structure<T, structure_problem::not_value_initialisable>();
    } else {
        constexpr std::size_t count = count_fields<T, 0, limit>();
        constexpr bool has_more = aggregate_fields<count>::template initialize<T, anything>;
        if constexpr (has_more && count == max_aggregate_fields)
            respawn_error_structure<T, structure_problem::too_many_fields>();
        else if constexpr (has_more)
            respawn_error_field_number<T, count + 1>();
        else if constexpr (count == 0)
            respawn_error_structure<T, structure_problem::unlisted>();
        else
            return count;
    }
    return 0;
}

template <class T>
[[nodiscard]] consteval auto find_fields() // a function: addresses of `object<T>` must not be stored
{
    if constexpr (described_by_macro<T>)
        return respawn_fields(described_type<T>{});
    else
        return aggregate_fields<count_aggregate_fields<T>()>::template addresses<T>();
}

template <std::size_t Index, auto First, auto... Rest>
[[nodiscard]] consteval auto address_at(member_list<First, Rest...>)
{
    if constexpr (Index == 0)
        return First;
    else
        return address_at<Index - 1>(member_list<Rest...>{});
}

template <class T, class Field>
[[nodiscard]] consteval const volatile void* address_in_object(field_pointer<Field> field)
{
    return field.address;
}
template <class T, class Class, class Field>
[[nodiscard]] consteval const volatile void* address_in_object(Field Class::*member)
{
    return &(object<T>.value.*member);
}

template <class Field>
std::type_identity<std::remove_cv_t<Field>> type_of_field(field_pointer<Field>);
template <class Class, class Field>
std::type_identity<std::remove_cv_t<Field>> type_of_field(Field Class::*);

template <auto Field>
[[nodiscard]] consteval auto fixed_field_name()
{
    return fixed_string<field_name<Field>().size()>{field_name<Field>()};
}

template <class T, auto Field, class Type>
[[nodiscard]] constexpr field_description describe_field(std::size_t offset)
{
    using answer = decltype(judge<Type>());
    field_description result;
    if constexpr (answer::why == refusal::none) {
        result = {stored_text<fixed_field_name<Field>()>.view(), offset, &describe<Type>};
    } else {
        constexpr auto full_name = join(fixed_type_name<T>(), fixed_string{"."}, fixed_field_name<Field>());
        respawn_error_field<T, typename answer::offender, Field, full_name, answer::why>();
    }
    return result;
}

/// The descriptions of a structure's fields, and the first byte after the last of them.
template <class T, std::size_t Count>
struct described_fields {
    std::array<field_description, Count> fields = {};
    std::size_t end = 0;

    template <std::size_t Index>
    constexpr void add()
    {
        constexpr auto field = address_at<Index>(find_fields<T>());
        using type = typename decltype(type_of_field(field))::type;
        const std::size_t begin = described_by_macro<T> ? 0 : end;
        const std::size_t offset = field_offset<T>(address_in_object<T>(field), begin);
        fields[Index] = describe_field<T, field, type>(offset);
        end = offset + sizeof(type);
    }
};

template <class T, std::size_t... Indices>
[[nodiscard]] consteval auto describe_fields(std::index_sequence<Indices...>)
{
    described_fields<T, sizeof...(Indices)> result;
    (result.template add<Indices>(), ...);
    return result;
}

template <class T>
[[nodiscard]] consteval auto describe_structure_fields()
{
    constexpr std::size_t count = decltype(find_fields<T>())::count;
    constexpr auto result = describe_fields<T>(std::make_index_sequence<count>{});
    constexpr std::size_t full_end = (result.end + alignof(T) - 1) / alignof(T) * alignof(T);
    if constexpr (result.end > sizeof(T))
        respawn_error_structure<T, structure_problem::misplaced_field>();
    else if constexpr (!described_by_macro<T> && count != 0 && full_end != sizeof(T))
        respawn_error_structure<T, structure_problem::gap>();
    return result.fields;
}

template <class T>
inline constexpr auto structure_fields = describe_structure_fields<T>();

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

} // namespace respawn::detail
