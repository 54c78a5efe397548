#pragma once

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

/// Real objects as text, and back: the only way in which the tests of random pairs look at them. A structure
/// says what its fields are by a function `visit_fields(object, visitor)` beside it.
namespace respawn::test::shown {

template <class T, template <class...> class Template>
inline constexpr bool is_a = false;
template <template <class...> class Template, class... Arguments>
inline constexpr bool is_a<Template<Arguments...>, Template> = true;

template <class T>
inline constexpr bool is_std_array = false;
template <class E, std::size_t Count>
inline constexpr bool is_std_array<std::array<E, Count>> = true;

template <class T>
inline constexpr bool is_set = is_a<T, std::set> || is_a<T, std::unordered_set>;
template <class T>
inline constexpr bool is_map = is_a<T, std::map> || is_a<T, std::unordered_map>;
template <class T>
inline constexpr bool is_sequence = is_a<T, std::vector> || is_a<T, std::deque> || is_a<T, std::list>;
template <class T>
inline constexpr bool is_holder = is_a<T, std::optional> || is_a<T, std::unique_ptr>;
template <class T>
inline constexpr bool is_product = is_a<T, std::pair> || is_a<T, std::tuple>;

inline void show_number(std::string& out, long long number)
{
    out += std::to_string(number);
}
inline void show_number(std::string& out, unsigned long long number)
{
    out += std::to_string(number);
}
inline void show_number(std::string& out, double number)
{
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.17g", number);
    out += buffer;
}

template <class T>
void show(std::string& out, const T& object);

template <class T>
void show_scalar(std::string& out, T value)
{
    if constexpr (std::is_enum_v<T>)
        show_scalar(out, static_cast<std::underlying_type_t<T>>(value));
    else if constexpr (std::is_floating_point_v<T>)
        show_number(out, static_cast<double>(value));
    else if constexpr (std::is_signed_v<T>)
        show_number(out, static_cast<long long>(value));
    else
        show_number(out, static_cast<unsigned long long>(value));
}

struct show_next {
    std::string& out;
    bool is_first = true;

    template <class T>
    void operator()(const T& part)
    {
        if (!std::exchange(is_first, false))
            out += ',';
        show(out, part);
    }
};

/// In the order of their keys.
template <class T>
void show_unordered(std::string& out, const T& container)
{
    std::vector<const typename T::value_type*> all;
    for (const auto& each : container)
        all.push_back(&each);
    const auto key = [](const typename T::value_type* each) -> const auto&
    {
        if constexpr (is_map<T>)
            return each->first;
        else
            return *each;
    };
    std::sort(
        all.begin(), all.end(), [&](const auto* left, const auto* right) { return key(left) < key(right); });
    bool is_first = true;
    for (const auto* each : all) {
        if (!std::exchange(is_first, false))
            out += ',';
        show(out, key(each));
        if constexpr (is_map<T>) {
            out += '=';
            show(out, each->second);
        }
    }
}

template <class T>
void show(std::string& out, const T& object)
{
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
        show_scalar(out, object);
    } else if constexpr (is_a<T, std::basic_string>) {
        out += std::to_string(object.size()) + ":";
        out.append(object.data(), object.size());
    } else if constexpr (is_sequence<T> || is_std_array<T>) {
        out += '[';
        show_next next{out};
        for (const auto& each : object)
            next(static_cast<const typename T::value_type&>(each)); // vector<bool> has none
        out += ']';
    } else if constexpr (is_set<T> || is_map<T>) {
        out += '[';
        show_unordered(out, object);
        out += ']';
    } else if constexpr (is_holder<T>) {
        out += object ? '+' : '-';
        if (object)
            show(out, *object);
    } else if constexpr (is_a<T, std::variant>) {
        out += "#" + std::to_string(object.index()) + ":";
        std::visit([&](const auto& held) { show(out, held); }, object);
    } else if constexpr (is_product<T>) {
        out += '{';
        show_next next{out};
        std::apply([&](const auto&... parts) { (next(parts), ...); }, object);
        out += '}';
    } else {
        out += '{';
        show_next next{out};
        visit_fields(object, next);
        out += '}';
    }
}

/// What show() has written.
class reader {
public:
    explicit reader(std::string_view text) : rest_{text} {}

    [[nodiscard]] char peek() const { return rest_.front(); }
    char take()
    {
        const char taken = rest_.front();
        rest_.remove_prefix(1);
        return taken;
    }
    std::string_view take(std::size_t count)
    {
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }
    /// Up to a character that no number has.
    std::string take_number()
    {
        return std::string{take(std::min(rest_.find_first_of(",=:]}"), rest_.size()))};
    }

private:
    std::string_view rest_;
};

template <class T>
void read(reader& in, T& object);

template <class T>
[[nodiscard]] T read_scalar(reader& in)
{
    const std::string number = in.take_number();
    if constexpr (std::is_enum_v<T>) {
        reader again{number};
        return static_cast<T>(read_scalar<std::underlying_type_t<T>>(again));
    } else if constexpr (std::is_floating_point_v<T>) {
        return static_cast<T>(std::strtod(number.c_str(), nullptr));
    } else if constexpr (std::is_signed_v<T>) {
        return static_cast<T>(std::strtoll(number.c_str(), nullptr, 10));
    } else {
        return static_cast<T>(std::strtoull(number.c_str(), nullptr, 10));
    }
}

struct read_next {
    reader& in;

    template <class T>
    void operator()(T& part)
    {
        in.take(); // what opens, or a comma
        read(in, part);
    }
};

template <class T>
void read_elements(reader& in, T& container)
{
    container = T{}; // keeps no memory, as clear() does
    for (in.take(); in.peek() != ']';) {
        if (in.peek() == ',')
            in.take();
        if constexpr (is_sequence<T>) {
            if constexpr (std::is_same_v<typename T::value_type, bool>)
                container.push_back(read_scalar<bool>(in));
            else
                read(in, container.emplace_back());
        } else {
            typename T::key_type key{};
            read(in, key);
            if constexpr (is_map<T>) {
                in.take();
                read(in, container[std::move(key)]);
            } else {
                container.insert(std::move(key));
            }
        }
    }
    in.take();
}

template <std::size_t Index = 0, class T>
void read_alternative(reader& in, T& variant, std::size_t index)
{
    if constexpr (Index < std::variant_size_v<T>) {
        if (index == Index)
            read(in, variant.template emplace<Index>());
        else
            read_alternative<Index + 1>(in, variant, index);
    }
}

template <class T>
void read(reader& in, T& object)
{
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
        object = read_scalar<T>(in);
    } else if constexpr (is_a<T, std::basic_string>) {
        const auto size = std::strtoull(in.take_number().c_str(), nullptr, 10);
        in.take();
        object.clear();
        object.shrink_to_fit();
        object = in.take(size);
    } else if constexpr (is_sequence<T> || is_set<T> || is_map<T>) {
        read_elements(in, object);
    } else if constexpr (is_std_array<T>) {
        read_next next{in};
        for (auto& each : object)
            next(each);
        in.take();
    } else if constexpr (is_holder<T>) {
        object.reset();
        if (in.take() == '+') {
            if constexpr (is_a<T, std::optional>) {
                read(in, object.emplace());
            } else {
                object = respawn::make_unique<typename T::element_type>();
                read(in, *object);
            }
        }
    } else if constexpr (is_a<T, std::variant>) {
        in.take();
        const auto index = std::strtoull(in.take_number().c_str(), nullptr, 10);
        in.take();
        read_alternative(in, object, index);
    } else if constexpr (is_product<T>) {
        read_next next{in};
        std::apply([&](auto&... parts) { (next(parts), ...); }, object);
        in.take();
    } else {
        read_next next{in};
        visit_fields(object, next);
        in.take();
    }
}

template <class T>
[[nodiscard]] std::string text_of(const T& object)
{
    std::string result;
    show(result, object);
    return result;
}

template <class T>
void fill(T& object, std::string_view text)
{
    reader in{text};
    read(in, object);
}

} // namespace respawn::test::shown
