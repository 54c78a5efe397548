#pragma once

#include <respawn/schema/aggregate.hpp>

/// Names the fields of a class whose fields the compiler can't list: one with private members, constructors,
/// bases or packed fields. Stands in the class's own namespace, after the class. At most 256 fields; what
/// isn't listed is neither checked nor compared, and is value-initialised where the state is carried to
/// another layout.
///
///     class clock {
///         RESPAWN_DESCRIBE_FRIEND(clock);     // only if fields are private
///         int hour_ = 0, minute_ = 0;
///     };
///     RESPAWN_DESCRIBE(clock, hour_, minute_)
#define RESPAWN_DESCRIBE(type, ...)                                                                          \
    [[maybe_unused]] consteval auto respawn_fields(::respawn::detail::described_type<type>)                  \
    {                                                                                                        \
        using respawn_described_type [[maybe_unused]] = type;                                                \
        return ::respawn::detail::member_list<__VA_OPT__(                                                    \
            RESPAWN_DETAIL_EXPAND(RESPAWN_DETAIL_MEMBERS(__VA_ARGS__)))>{};                                  \
    }

/// Lets RESPAWN_DESCRIBE name the private fields of the class that this stands in.
#define RESPAWN_DESCRIBE_FRIEND(type)                                                                        \
    friend consteval auto respawn_fields(::respawn::detail::described_type<type>)

/// Names the classes that are derived from the class `type`, directly or not, and that a pointer or a
/// unique_ptr to it may lead to. Stands in the namespace of `type`, after all of them.
///
///     struct thing {
///         virtual ~thing() = default;
///         int hp = 1;
///     };
///     RESPAWN_DESCRIBE(thing, hp)
///     struct dragon : thing {
///         float heat = 0;
///     };
///     RESPAWN_DESCRIBE(dragon, hp, heat)
///     RESPAWN_DERIVED(thing, dragon)
#define RESPAWN_DERIVED(type, ...)                                                                           \
    [[maybe_unused]] consteval auto respawn_derived(::respawn::detail::described_type<type>)                 \
    {                                                                                                        \
        return ::respawn::detail::class_list<__VA_ARGS__>{};                                                 \
    }

#define RESPAWN_DETAIL_MEMBERS(field, ...)                                                                   \
    &respawn_described_type::field __VA_OPT__(, RESPAWN_DETAIL_MORE RESPAWN_DETAIL_PARENTHESES(__VA_ARGS__))
#define RESPAWN_DETAIL_MORE() RESPAWN_DETAIL_MEMBERS
#define RESPAWN_DETAIL_PARENTHESES ()
// Each level scans its argument four times, and each scan expands one more field.
#define RESPAWN_DETAIL_EXPAND(...)                                                                           \
    RESPAWN_DETAIL_EXPAND_3(                                                                                 \
        RESPAWN_DETAIL_EXPAND_3(RESPAWN_DETAIL_EXPAND_3(RESPAWN_DETAIL_EXPAND_3(__VA_ARGS__))))
#define RESPAWN_DETAIL_EXPAND_3(...)                                                                         \
    RESPAWN_DETAIL_EXPAND_2(                                                                                 \
        RESPAWN_DETAIL_EXPAND_2(RESPAWN_DETAIL_EXPAND_2(RESPAWN_DETAIL_EXPAND_2(__VA_ARGS__))))
#define RESPAWN_DETAIL_EXPAND_2(...)                                                                         \
    RESPAWN_DETAIL_EXPAND_1(                                                                                 \
        RESPAWN_DETAIL_EXPAND_1(RESPAWN_DETAIL_EXPAND_1(RESPAWN_DETAIL_EXPAND_1(__VA_ARGS__))))
#define RESPAWN_DETAIL_EXPAND_1(...)                                                                         \
    RESPAWN_DETAIL_EXPAND_0(                                                                                 \
        RESPAWN_DETAIL_EXPAND_0(RESPAWN_DETAIL_EXPAND_0(RESPAWN_DETAIL_EXPAND_0(__VA_ARGS__))))
#define RESPAWN_DETAIL_EXPAND_0(...) __VA_ARGS__

namespace respawn::detail {

template <class T>
struct described_type {};

template <auto... Members>
struct member_list {
    static constexpr std::size_t count = sizeof...(Members);
};

template <class... Classes>
struct class_list {
    static constexpr std::size_t count = sizeof...(Classes);
};
template <class First, class... Rest>
struct class_list<First, Rest...> {
    static constexpr std::size_t count = 1 + sizeof...(Rest);
    using first = First;
};

template <class T>
concept derived_listed = std::is_class_v<T> && requires
{
    respawn_derived(described_type<T>{});
};

template <class T>
struct derived_classes {
    using type = class_list<>;
};
template <derived_listed T>
struct derived_classes<T> {
    using type = decltype(respawn_derived(described_type<T>{}));
};

template <class T>
concept described_by_macro = std::is_class_v<T> && requires
{
    respawn_fields(described_type<T>{});
};

} // namespace respawn::detail
