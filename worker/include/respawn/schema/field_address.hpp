#pragma once

#include <respawn/schema/aggregate.hpp>

/// Where in an object a field is that a field_pointer or a pointer to a member stands for, and its type.
namespace respawn::detail {

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

template <class T, class Field>
[[nodiscard]] consteval const volatile void* address_in_object(field_pointer<Field> field)
{
    return field.address;
}
template <class T, class Class, class Field>
[[nodiscard]] constexpr const volatile void* address_in_object(Field Class::*member)
{
    // By a cast that sees private bases: a description may name their fields.
    return &((const volatile Class&)(object<T>.value).*member);
}

template <class Field>
std::type_identity<std::remove_cv_t<Field>> type_of_field(field_pointer<Field>);
template <class Class, class Field>
std::type_identity<std::remove_cv_t<Field>> type_of_field(Field Class::*);

template <class Class, class Field>
std::type_identity<Class> class_of_member(Field Class::*);

/// The class that declares the field which a pointer to a member stands for: T itself, or a base of it.
template <auto Member>
using declaring_class = typename decltype(class_of_member(Member))::type;

template <auto Field>
using field_type = typename decltype(type_of_field(Field))::type;

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

} // namespace respawn::detail
