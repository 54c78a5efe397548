#pragma once

#include <cstddef>
#include <string_view>

namespace respawn::detail {

/// Text that can be a template argument, so that a compiler's message shows it.
template <std::size_t Size>
struct fixed_string {
    char characters[Size + 1] = {};

    constexpr fixed_string() = default;
    constexpr explicit fixed_string(std::string_view text)
    {
        for (std::size_t i = 0; i < Size; ++i)
            characters[i] = text[i];
    }
    [[nodiscard]] constexpr std::string_view view() const { return {characters, Size}; }
};

template <std::size_t Size>
fixed_string(const char (&)[Size]) -> fixed_string<Size - 1>;

template <std::size_t... Sizes>
[[nodiscard]] consteval auto join(const fixed_string<Sizes>&... parts)
{
    fixed_string<(Sizes + ...)> result;
    char* end = result.characters;
    const auto append = [&end](std::string_view part) {
        for (char c : part)
            *end++ = c;
    };
    (append(parts.view()), ...);
    return result;
}

/// A constant of its own for `Text`: keeps the name without the compiler's long signature around it.
template <fixed_string Text>
inline constexpr auto stored_text = Text;

template <class T>
[[nodiscard]] consteval std::string_view type_signature()
{
    return {
        __PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1}; // counting its characters here would be slow
}

/// The compiler's spelling of T, e.g. "pong::ball".
template <class T>
[[nodiscard]] consteval std::string_view type_name()
{
    constexpr std::string_view known = type_signature<int>();
    constexpr std::size_t before = known.find("= int") + 2;
    constexpr std::size_t after = known.size() - before - 3;
    constexpr std::string_view signature = type_signature<T>();
    return signature.substr(before, signature.size() - before - after);
}

template <class T>
[[nodiscard]] consteval auto fixed_type_name()
{
    return fixed_string<type_name<T>().size()>{type_name<T>()};
}

template <class T>
[[nodiscard]] consteval std::string_view stored_type_name()
{
    return stored_text<fixed_type_name<T>()>.view();
}

[[nodiscard]] constexpr bool is_identifier_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// The last identifier in `signature`.
[[nodiscard]] constexpr std::string_view last_identifier(std::string_view signature)
{
    std::size_t end = signature.size();
    while (end > 0 && !is_identifier_character(signature[end - 1]))
        --end;
    std::size_t begin = end;
    while (begin > 0 && is_identifier_character(signature[begin - 1]))
        --begin;
    return signature.substr(begin, end - begin);
}

} // namespace respawn::detail
