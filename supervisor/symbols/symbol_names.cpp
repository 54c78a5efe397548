#include "supervisor/symbols/symbol_names.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <optional>

#include <cxxabi.h>

namespace respawn::supervisor {

namespace {

constexpr std::size_t longest_mangled = 4096;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_mangled(std::string_view name)
{
    return name.starts_with("_Z");
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> parts)
{
    return std::any_of(
        parts.begin(), parts.end(),
        [&](std::string_view each) { return text.find(each) != std::string_view::npos; });
}

/// Of g++ and clang.
bool names_something_unnamed(std::string_view mangled)
{
    // g++'s unnamed types at namespace scope, and clang's lambdas and types there.
    if (contains_any(mangled, {"._anon_", "$_"}))
        return true;
    // "Ul" begins a lambda and "Ut" an unnamed type, but both may be parts of a word.
    if (!contains_any(mangled, {"Ul", "Ut"}))
        return false;
    int status = -1;
    const std::unique_ptr<char, decltype(&std::free)> readable{
        mangled.size() > longest_mangled
            ? nullptr
            : abi::__cxa_demangle(std::string{mangled}.c_str(), nullptr, nullptr, &status),
        &std::free};
    // What can't be read is taken for the worst.
    return !readable || contains_any(readable.get(), {"{lambda", "{unnamed", "'lambda", "'unnamed"});
}

/// Whether one of the parts after the first dot is a number.
bool has_numbered_part(std::string_view name)
{
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos;) {
        const std::size_t next = name.find('.', dot + 1);
        const auto part = name.substr(dot + 1, next == std::string_view::npos ? next : next - dot - 1);
        if (!part.empty() && std::all_of(part.begin(), part.end(), is_digit))
            return true;
        dot = next;
    }
    return false;
}

/// Where the last of the names stands that a mangled name begins with: "4jump" in "_ZN4game4jumpEv".
std::optional<std::size_t> own_name_position(std::string_view mangled)
{
    std::size_t at = 1;
    while (at < mangled.size() && mangled[at] == 'Z') // local to a function: its name is what has a linkage
        ++at;
    const bool is_nested = at < mangled.size() && mangled[at] == 'N';
    at += is_nested ? 1 : 0;
    std::optional<std::size_t> last;
    do {
        const std::size_t begin = at < mangled.size() && mangled[at] == 'L' ? at + 1 : at;
        std::size_t bytes = 0;
        const char* end = mangled.data() + mangled.size();
        if (begin >= mangled.size() || !is_digit(mangled[begin]))
            break;
        const auto [after, error] = std::from_chars(mangled.data() + begin, end, bytes);
        if (error != std::errc{} || bytes > static_cast<std::size_t>(end - after))
            break;
        last = begin;
        at = static_cast<std::size_t>(after - mangled.data()) + bytes;
    } while (is_nested);
    return last;
}

/// "lives" for "_ZL5lives": a global variable outside of namespaces is not mangled.
std::optional<std::string> plain_name(std::string_view mangled)
{
    constexpr std::string_view prefix = "_ZL";
    if (!mangled.starts_with(prefix))
        return std::nullopt;
    const auto word = mangled.find_first_not_of("0123456789", prefix.size());
    const auto count = mangled.substr(prefix.size(), word - prefix.size());
    if (word == std::string_view::npos || count != std::to_string(mangled.size() - word))
        return std::nullopt;
    return std::string{mangled.substr(word)};
}

/// How many bytes of `text` are the number of a block: "_0", "__10_"; else 0.
std::size_t block_number_bytes(std::string_view text)
{
    if (text.size() >= 2 && text[0] == '_' && is_digit(text[1]))
        return 2;
    if (!text.starts_with("__"))
        return 0;
    const auto end = text.find_first_not_of("0123456789", 2);
    return end != std::string_view::npos && end > 2 && text[end] == '_' ? end + 1 : 0;
}

std::size_t block_number_bytes_at_end(std::string_view text)
{
    for (const std::size_t begin : {text.size() - std::min<std::size_t>(text.size(), 2), text.rfind("__")})
        if (begin < text.size() && begin + block_number_bytes(text.substr(begin)) == text.size())
            return text.size() - begin;
    return 0;
}

std::string block_number(int number)
{
    return number < 10 ? "_" + std::to_string(number) : "__" + std::to_string(number) + "_";
}

/// `name` with each number of a block at `at` in place of what is there.
void add_other_numbers(std::string_view name, std::size_t at, std::vector<std::string>& names)
{
    constexpr int most_blocks = 16;
    const std::string before{name.substr(0, at)};
    const std::string_view after = name.substr(at + block_number_bytes(name.substr(at)));
    names.push_back(before + std::string{after});
    for (int number = 0; number != most_blocks; ++number)
        names.push_back((before + block_number(number)).append(after));
}

} // namespace

bool is_numbered(std::string_view name)
{
    return has_numbered_part(name) || (is_mangled(name) && names_something_unnamed(name));
}

bool is_derived(std::string_view name)
{
    return name.find('.') != std::string_view::npos;
}

std::vector<std::string> names_of_other_linkage(std::string_view name, symbol_kind kind)
{
    std::vector<std::string> names;
    if (is_mangled(name)) {
        if (const auto at = own_name_position(name)) {
            std::string other{name};
            if (other[*at - 1] == 'L')
                other.erase(*at - 1, 1);
            else
                other.insert(*at, 1, 'L');
            names.push_back(std::move(other));
        }
        if (auto plain = plain_name(name); plain && kind == symbol_kind::object)
            names.push_back(std::move(*plain));
    } else if (kind == symbol_kind::object) {
        names.push_back("_ZL" + std::to_string(name.size()) + std::string{name});
    }
    return names;
}

std::vector<std::string> names_in_other_blocks(std::string_view name)
{
    std::vector<std::string> names;
    // Only what is local to a function has a Z beside the first.
    if (!is_mangled(name) || name.find('Z', 2) == std::string_view::npos || name.size() > longest_mangled)
        return names;
    constexpr int most_positions = 32;
    std::size_t end = name.find('E');
    for (int count = 0; count != most_positions; ++count) {
        // The number follows the name of what is local, or the E after it if that is a member's name.
        const auto before = name.substr(0, end);
        add_other_numbers(name, before.size() - block_number_bytes_at_end(before), names);
        if (end == std::string_view::npos)
            break;
        add_other_numbers(name, end + 1, names);
        end = name.find('E', end + 1);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::erase(names, name);
    return names;
}

} // namespace respawn::supervisor
