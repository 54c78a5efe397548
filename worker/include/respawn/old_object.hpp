#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace respawn {

namespace detail {

struct old_object_access;

/// A number as the old layout has it, whatever its type was there.
struct old_number {
    enum class kind : std::uint8_t { none, signed_integer, unsigned_integer, floating_point };

    kind what = kind::none;
    std::int64_t signed_integer = 0;
    std::uint64_t unsigned_integer = 0;
    double floating_point = 0;
};

} // namespace detail

/// One object as the last worker left it, in the layout that its type had then: what a function that
/// respawn::converted() names makes the new object from.
///
/// A path names what is looked at, from the object on: "hp", "position.x", "items[2].count". The fields of
/// pairs are "first" and "second", those of tuples "0", "1", …; optionals, pointers that own and the chosen
/// alternative of a variant are looked through. The values of maps have no path.
///
/// Reads only, and is valid only until the function that it was given to returns. Threads: the one that
/// called the function.
class old_object {
public:
    /// Whether there is something at `path`.
    [[nodiscard]] bool has(std::string_view path) const;

    /// The number of elements of the container, array or string at `path`; 0 when there is none.
    [[nodiscard]] std::size_t size(std::string_view path) const;

    /// The value at `path`: an arithmetic type, an enumeration by its number, or std::string, also of what a
    /// const char* points to in the state. Nothing when there is no such value, or when V can't hold it;
    /// fractions are cut off where V is integral.
    template <class V>
    [[nodiscard]] std::optional<V> get(std::string_view path) const
    {
        if constexpr (std::is_same_v<V, std::string>) {
            return text(path);
        } else if constexpr (std::is_enum_v<V>) {
            if (const auto value = get<std::underlying_type_t<V>>(path))
                return static_cast<V>(*value);
            return std::nullopt;
        } else {
            static_assert(
                std::is_arithmetic_v<V> && std::is_same_v<V, std::remove_cv_t<V>>,
                "respawn: an old object gives arithmetic types, enumerations and std::string");
            return converted_number<V>(number(path));
        }
    }

private:
    friend struct detail::old_object_access;

    explicit old_object(const void* source) : source_{source} {}

    // Of the worker library: what `source_` is only that knows.
    [[nodiscard]] detail::old_number number(std::string_view path) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view path) const;

    template <class V>
    [[nodiscard]] static std::optional<V> converted_number(const detail::old_number& number)
    {
        using kind = detail::old_number::kind;
        if (number.what == kind::signed_integer)
            return converted_integer<V>(number.signed_integer);
        if (number.what == kind::unsigned_integer)
            return converted_integer<V>(number.unsigned_integer);
        if (number.what == kind::floating_point)
            return converted_floating_point<V>(number.floating_point);
        return std::nullopt;
    }

    template <class V, class Integer>
    [[nodiscard]] static std::optional<V> converted_integer(Integer value)
    {
        if constexpr (std::is_floating_point_v<V>) {
            return static_cast<V>(value);
        } else {
            const V result = static_cast<V>(value);
            const bool sign_is_kept = (value < Integer{}) == (result < V{});
            if (!sign_is_kept || static_cast<Integer>(result) != value)
                return std::nullopt;
            return result;
        }
    }

    template <class V>
    [[nodiscard]] static std::optional<V> converted_floating_point(double value)
    {
        if constexpr (std::is_same_v<V, bool>) {
            return value != 0;
        } else if constexpr (std::is_integral_v<V>) {
            // Both ends are exact: the upper one is a power of two.
            constexpr double end = 2.0 * static_cast<double>(std::numeric_limits<V>::max() / 2 + 1);
            constexpr double lowest = static_cast<double>(std::numeric_limits<V>::min());
            if (!(value > lowest - 1 && value < end) && value != lowest)
                return std::nullopt;
            return static_cast<V>(value);
        } else {
            return static_cast<V>(value);
        }
    }

    const void* source_;
};

} // namespace respawn
