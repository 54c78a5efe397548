#pragma once

#include "tests/migration/random_pair.hpp"
#include "tests/migration/run_time/slots.hpp"

#include <respawn/worker.hpp>

#include <map>

namespace respawn::test::run_time {

/// The real types that fields of run-time structures can have.
class palette {
public:
    /// All of them.
    [[nodiscard]] static const palette& get();

    /// Null: there is none. Indices in `wanted` are slots.
    [[nodiscard]] const palette_type* find(const model::type& wanted) const;
    /// Whatever the indices are.
    [[nodiscard]] bool has(const model::layout& in, const model::type& wanted) const;
    [[nodiscard]] std::vector<model::type> types() const;

    template <class T>
    void add();

private:
    void add(palette_type made);

    std::map<std::string, palette_type> types_; ///< by their spelling, with slots
    std::set<std::string> spellings_;           ///< without slots
};

void add_scalars(palette& all);
void add_enumerations(palette& all);
void add_slots(palette& all);

/// What C++ type a model's type is.
template <class T>
[[nodiscard]] model::type model_of()
{
    using model::kind;
    using namespace shown;
    if constexpr (std::is_same_v<T, bool>)
        return {kind::boolean, 1};
    else if constexpr (std::is_same_v<T, char>)
        return {kind::character, 1};
    else if constexpr (std::is_floating_point_v<T>)
        return {kind::floating_point, sizeof(T)};
    else if constexpr (std::is_arithmetic_v<T>)
        return {std::is_signed_v<T> ? kind::signed_integer : kind::unsigned_integer, sizeof(T)};
    else if constexpr (std::is_enum_v<T>)
        return {kind::enumeration, 0, static_cast<int>(number_of_enumeration<T>)};
    else if constexpr (is_a<T, std::basic_string>)
        return {kind::string, 0};
    else if constexpr (is_std_array<T>)
        return {kind::array, 0, 0, std::tuple_size_v<T>, {model_of<typename T::value_type>()}};
    else if constexpr (is_a<T, std::vector>)
        return {kind::vector, 0, 0, 0, {model_of<typename T::value_type>()}};
    else if constexpr (is_a<T, std::deque>)
        return {kind::deque, 0, 0, 0, {model_of<typename T::value_type>()}};
    else if constexpr (is_a<T, std::list>)
        return {kind::list, 0, 0, 0, {model_of<typename T::value_type>()}};
    else if constexpr (is_a<T, std::set>)
        return {kind::set, 0, 0, 0, {model_of<typename T::value_type>()}};
    else if constexpr (is_a<T, std::unordered_set>)
        return {kind::unordered_set, 0, 0, 0, {model_of<typename T::value_type>()}};
    else if constexpr (is_map<T>)
        return {
            is_a<T, std::map> ? kind::map : kind::unordered_map,
            0,
            0,
            0,
            {model_of<typename T::key_type>(), model_of<typename T::mapped_type>()}};
    else if constexpr (is_a<T, std::optional>)
        return {kind::optional, 0, 0, 0, {model_of<typename T::value_type>()}};
    else if constexpr (is_a<T, std::unique_ptr>)
        return {kind::unique_pointer, 0, 0, 0, {model_of<typename T::element_type>()}};
    else if constexpr (is_a<T, std::variant> || is_product<T>)
        return
            []<template <class...> class Template, class... Parts>(const Template<Parts...>*) -> model::type {
                return {
                    is_a<T, std::variant> ? kind::variant
                    : is_a<T, std::pair>  ? kind::pair
                                          : kind::tuple,
                    0,
                    0,
                    0,
                    {model_of<Parts>()...}};
            }(static_cast<const T*>(nullptr));
    else
        return {kind::structure, 0, T::number};
}

template <class T>
void palette::add()
{
    palette_type made{
        model_of<T>(),
        [] { return static_cast<detail::type_getter>(&detail::describe<T>); }(),
        sizeof(T),
        alignof(T),
        std::is_trivially_copyable_v<T>,
        &detail::construct_object<T>,
        &detail::destroy_object<T>,
        [](void* place, void* from) { ::new (place) T{std::move(*static_cast<T*>(from))}; },
        [](std::string& out, const void* object) { shown::show(out, *static_cast<const T*>(object)); },
        [](shown::reader& in, void* object) { shown::read(in, *static_cast<T*>(object)); }};
    add(std::move(made));
}

} // namespace respawn::test::run_time
