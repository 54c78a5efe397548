#pragma once

#include <respawn/schema/derived.hpp>
#include <respawn/schema/enumerators.hpp>
#include <respawn/schema/operations.hpp>
#include <respawn/schema/product.hpp>
#include <respawn/schema/structure.hpp>

/// Descriptions of all types that the state knows.
namespace respawn::detail {

template <class T>
[[nodiscard]] consteval type_kind scalar_kind()
{
    if (std::is_same_v<T, bool>)
        return type_kind::boolean;
    if (character_type<T>)
        return type_kind::character;
    if (std::is_floating_point_v<T>)
        return type_kind::floating_point;
    return std::is_signed_v<T> ? type_kind::signed_integer : type_kind::unsigned_integer;
}

template <class T>
[[nodiscard]] consteval type_description describe_container(type_description result)
{
    using container = container_traits<T>;
    result.kind = container::kind;
    if constexpr (container::product) {
        result.fields = {product_fields<T>.data(), product_fields<T>.size()};
    } else {
        result.element = &describe<typename container::element>;
        result.count = container::count;
        if constexpr (!std::is_void_v<typename container::key>)
            result.key = &describe<typename container::key>;
        if constexpr (!std::is_same_v<typename container::policies, typename container::default_policies>)
            result.name = stored_type_name<typename container::policies>();
    }
    return result;
}

template <class T>
consteval void describe_structure(type_description& result)
{
    result.fields = {structure_fields<T>.data(), structure_fields<T>.size()};
    result.is_plain = std::is_aggregate_v<T> && !described_by_hand<T>;
    if constexpr (std::is_polymorphic_v<T>) {
        result.class_info = &class_info<T>;
        result.is_abstract = std::is_abstract_v<T>;
    }
    if constexpr (derived_listed<T>)
        result.derived = {derived_getters<T>.data(), derived_getters<T>.size()};
}

template <class T>
[[nodiscard]] consteval type_description describe_class(type_description result)
{
    result.kind = type_kind::structure;
    result.name = stored_type_name<T>();
    if constexpr (duration_type<T> || time_point_type<T>)
        result.fields = {chrono_fields<T>.data(), chrono_fields<T>.size()};
    else if constexpr (is_opaque<T>())
        result.kind = type_kind::opaque;
    else
        describe_structure<T>(result);
    return result;
}

template <class T>
[[nodiscard]] consteval type_description describe_enumeration(type_description result)
{
    result.kind = type_kind::enumeration;
    result.name = stored_type_name<T>();
    result.element = &describe<std::underlying_type_t<T>>;
    if constexpr (enumerators_listed<T> || enumeration_described_by_boost<T>)
        result.fields = {enumerator_fields<T>.data(), enumerator_fields<T>.size()};
    else
        result.enumerator_spelling = spell_enumerators<T>();
    return result;
}

template <class T>
[[nodiscard]] consteval type_description make_description()
{
    type_description result;
    result.size = sizeof(T);
    result.alignment = alignof(T);
    result.operations = &operations<T>;
    if constexpr (std::is_arithmetic_v<T>) {
        result.kind = scalar_kind<T>();
    } else if constexpr (std::is_enum_v<T>) {
        return describe_enumeration<T>(result);
    } else if constexpr (function_pointer_type<T>) {
        result.kind = type_kind::function_pointer;
        result.name = stored_type_name<std::remove_pointer_t<T>>();
    } else if constexpr (std::is_pointer_v<T>) {
        result.kind = type_kind::pointer;
        result.element = &describe<std::remove_pointer_t<T>>;
    } else if constexpr (container_traits<T>::known) {
        return describe_container<T>(result);
    } else {
        return describe_class<T>(result);
    }
    return result;
}

template <class T>
inline constexpr type_description description = make_description<T>();

template <class T>
[[nodiscard]] constexpr const type_description& describe()
{
    return description<plain_type_t<T>>;
}

} // namespace respawn::detail
