#pragma once

#include <respawn/schema/boost_describe.hpp>
#include <respawn/schema/hinted_fields.hpp>
#include <respawn/schema/refusal.hpp>

/// The fields of structures, with the guards that refuse what the compiler would describe wrongly.
namespace respawn::detail {

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

/// `closed`: some of its fields may be private.
enum class base_kind { empty, plain, closed };
template <class Base>
inline constexpr base_kind kind_of_base = std::is_empty_v<Base>       ? base_kind::empty
                                          : std::is_aggregate_v<Base> ? base_kind::plain
                                                                      : base_kind::closed;

/// Converts to the bases of T only, of these kinds; no kinds: of all.
template <class T, base_kind... Kinds>
struct any_base_of {
    template <class Base>
    requires(
        std::is_base_of_v<Base, T> && !std::is_same_v<Base, T> &&
        (sizeof...(Kinds) == 0 || ((kind_of_base<Base> == Kinds) || ...)))
    operator Base() const;
};

/// Converts to nothing: what it can initialise, anything can.
struct nothing_known {};

/// Whether the part of T behind those that are initialised from `Before` is a base, unless it takes any type
/// at all.
template <class T, class Base, class... Before>
concept has_base_behind = requires
{
    T{Before{}..., Base{}};
}
&&!requires
{
    T{Before{}..., nothing_known{}};
};

/// Whether T has a base class.
template <class T>
concept has_base_class = has_base_behind<T, any_base_of<T>>;

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
    else if constexpr (described_by_boost<T>)
        return boost_members<T>();
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

template <auto Field>
[[nodiscard]] consteval auto fixed_field_name()
{
    return fixed_string<field_name<Field>().size()>{field_name<Field>()};
}

/// A getter of the field's type, after a message about one that can't be in the state.
template <class T, auto Field, class Type>
[[nodiscard]] consteval type_getter judged_type_getter()
{
    using answer = decltype(judge<Type>());
    if constexpr (answer::why == refusal::none) {
        return &describe<Type>;
    } else {
        constexpr auto full_name = join(fixed_type_name<T>(), fixed_string{"."}, fixed_field_name<Field>());
        respawn_error_field<T, typename answer::offender, Field, full_name, answer::why>();
        return nullptr;
    }
}

template <class T, auto Field>
[[nodiscard]] consteval type_getter field_type_getter()
{
    using type = field_type<Field>;
    if constexpr (!hinted<T>)
        return judged_type_getter<T, Field, type>();
    else if constexpr (is_ignored<T, Field>())
        return &describe_ignored<type>;
    else
        return judged_type_getter<T, Field, type>();
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
        const std::size_t begin = described_by_hand<T> ? 0 : end;
        const std::size_t offset = field_offset<T>(address_in_object<T>(field), begin);
        fields[Index] = {
            stored_text<fixed_field_name<field>()>.view(), offset, field_type_getter<T, field>()};
        if constexpr (hinted<T>)
            fields[Index].former_names = former_names<T, field>();
        end = offset + sizeof(field_type<field>);
    }
};

template <class T, std::size_t... Indices>
[[nodiscard]] consteval auto describe_fields(std::index_sequence<Indices...>)
{
    described_fields<T, sizeof...(Indices)> result;
    (result.template add<Indices>(), ...);
    return result;
}

/// Refuses a hint that is about no field of T.
template <class T, std::size_t Hint, std::size_t... Indices>
consteval void check_hint(std::index_sequence<Indices...>)
{
    constexpr auto hint = std::get<Hint>(hints<T>);
    if constexpr (requires { hint.convert; })
        require_conversion_of<T>(hint);
    else if constexpr (!(is_field<T, address_at<Indices>(find_fields<T>())>(hint.member) || ...))
        respawn_error_hint<hint.member>();
}
template <class T, std::size_t... Indices, std::size_t... Hints>
consteval void check_hints(std::index_sequence<Indices...> fields, std::index_sequence<Hints...> all)
{
    (check_hint<T, Hints>(fields), ...);
    (check_former_name<T, Hints>(all), ...);
}

/// Instantiated only for the compiler's message: names the class and its base.
template <class Class, class Base, base_kind Kind>
consteval void respawn_error_left_out_base()
{
    static_assert(
        Kind != base_kind::plain,
        "respawn: RESPAWN_DESCRIBE leaves out a field of this class's base, whose value would be lost when "
        "types change: name it too (first make it a whole field if it is a bit-field, which has no address), "
        "with the hint respawn::ignored if it is no part of the state, or make the base a field");
    static_assert(
        Kind != base_kind::closed,
        "respawn: RESPAWN_DESCRIBE leaves out a field of this class's base, whose value would be lost when "
        "types change: name it too (if it is private, the base must have RESPAWN_DESCRIBE_FRIEND of this "
        "class), with the hint respawn::ignored if it is no part of the state, or make the base a field");
}

template <class Base, auto... Members>
[[nodiscard]] consteval std::size_t count_declared_by(member_list<Members...>)
{
    return (std::size_t{0} + ... + (std::is_same_v<declaring_class<Members>, Base> ? 1 : 0));
}

/// How many fields Base declares itself; 0 if nobody can tell.
template <class Base>
[[nodiscard]] consteval std::size_t count_own_fields()
{
    if constexpr (described_by_hand<Base>)
        return count_declared_by<Base>(find_fields<Base>());
    else if constexpr (!std::is_aggregate_v<Base> || std::is_empty_v<Base>)
        return 0;
    else if constexpr (has_base_class<Base> || !aggregate_fields<0>::initialize<Base>)
        return 0;
    else
        return count_fields < Base, 0,
               sizeof(Base) < max_aggregate_fields ? sizeof(Base) : max_aggregate_fields > ();
}

/// Refuses a description of T that names fewer of a base's fields than that has.
template <class T, class Base>
consteval void check_base()
{
    if constexpr (count_declared_by<Base>(find_fields<T>()) < count_own_fields<Base>())
        respawn_error_left_out_base<T, Base, kind_of_base<Base>>();
}
/// The bases that there are known to be: those of which some fields are named.
template <class T, auto... Members>
consteval void check_bases(member_list<Members...>)
{
    (check_base<T, declaring_class<Members>>(), ...);
}

/// Of what kind the first base of the aggregate T is that has something in it; `empty`: there is none.
template <class T, class... Before>
[[nodiscard]] consteval base_kind first_base_with_fields()
{
    using enum base_kind;
    if constexpr (has_base_behind<T, any_base_of<T, plain>, Before...>)
        return plain;
    else if constexpr (has_base_behind<T, any_base_of<T, closed>, Before...>)
        return closed;
    else if constexpr (has_base_behind<T, any_base_of<T, empty>, Before...>)
        return first_base_with_fields<T, Before..., any_base_of<T, empty>>();
    else
        return empty;
}

template <std::size_t Count>
[[nodiscard]] consteval bool has_field_at_front(const std::array<field_description, Count>& fields)
{
    for (const field_description& each : fields)
        if (each.offset == 0)
            return true;
    return false;
}

/// Refuses a description of T that does not name what stands at the front of it, if that is a base's.
template <class T, bool HasFieldAtFront>
consteval void check_front()
{
    if constexpr (std::is_aggregate_v<T> && !HasFieldAtFront) {
        constexpr base_kind kind = first_base_with_fields<T>();
        if constexpr (kind != base_kind::empty)
            respawn_error_left_out_base<T, any_base_of<T>, kind>();
    }
}

template <class T>
[[nodiscard]] consteval auto describe_structure_fields()
{
    constexpr std::size_t count = decltype(find_fields<T>())::count;
    constexpr auto result = describe_fields<T>(std::make_index_sequence<count>{});
    constexpr std::size_t full_end = (result.end + alignof(T) - 1) / alignof(T) * alignof(T);
    if constexpr (result.end > sizeof(T))
        respawn_error_structure<T, structure_problem::misplaced_field>();
    else if constexpr (!described_by_hand<T> && count != 0 && full_end != sizeof(T))
        respawn_error_structure<T, structure_problem::gap>();
    if constexpr (described_by_macro<T>) {
        check_bases<T>(find_fields<T>());
        check_front<T, has_field_at_front(result.fields)>();
    }
    if constexpr (hinted<T>)
        check_hints<T>(
            std::make_index_sequence<count>{}, std::make_index_sequence<std::tuple_size_v<hint_tuple<T>>>{});
    return result.fields;
}

template <class T>
inline constexpr auto structure_fields = describe_structure_fields<T>();

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

} // namespace respawn::detail
