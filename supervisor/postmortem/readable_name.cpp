#include "supervisor/postmortem/readable_name.hpp"

#include "supervisor/postmortem/demangled_bytes.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <vector>

#include <cxxabi.h>

namespace respawn::postmortem {

namespace {

/// A longer mangled name is not worth the time: demangled it can be thousands of times as long.
constexpr std::size_t longest_mangled = 4096;
constexpr std::size_t longest_demangled = 16384;
constexpr std::size_t longest_template_arguments = 24;
constexpr std::size_t longest_arguments = 48;
constexpr std::string_view call_operator = "operator()";

/// Some milliseconds. Of real names it is far less.
constexpr double longest_estimate = 1 << 20;

std::string demangled(std::string_view name)
{
    if (!name.starts_with("_Z") || name.size() > longest_mangled || demangled_bytes(name) > longest_estimate)
        return std::string{name.substr(0, longest_demangled)};
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> readable{
        abi::__cxa_demangle(std::string{name}.c_str(), nullptr, nullptr, &status), &std::free};
    return std::string{
        std::string_view{readable ? readable.get() : std::string{name}.c_str()}.substr(0, longest_demangled)};
}

void replace_all(std::string& text, std::string_view what, std::string_view by)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

void simplify(std::string& name)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> shorter{{
        {"std::__cxx11::", "std::"},
        {"[abi:cxx11]", ""},
        {"std::basic_string<char, std::char_traits<char>, std::allocator<char> >", "std::string"},
        {"std::basic_string_view<char, std::char_traits<char> >", "std::string_view"},
        {"(anonymous namespace)::", ""},
        {"{anonymous}::", ""},
    }};
    for (const auto& [what, by] : shorter)
        replace_all(name, what, by);
    // " [clone .cold]", and what else a compiler makes of a function.
    name.erase(std::min(name.find(" [clone "), name.size()));
}

/// Follows brackets. An arrow closes none.
class nesting {
public:
    void add(std::string_view text, std::size_t at)
    {
        const char c = text[at];
        if (c == '(' || c == '<' || c == '{' || c == '[')
            ++depth_;
        else if (c == ')' || c == '}' || c == ']' || (c == '>' && (at == 0 || text[at - 1] != '-')))
            depth_ -= depth_ == 0 ? 0 : 1;
    }
    [[nodiscard]] bool outside() const { return depth_ == 0; }

private:
    std::size_t depth_ = 0;
};

bool is_word(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Where the name of an operator begins that stands outside of all brackets; else the end. Its own signs are
/// no brackets.
std::size_t operator_position(std::string_view name)
{
    constexpr std::string_view word = "operator";
    nesting inside;
    for (std::size_t at = 0; at != name.size(); ++at) {
        if (inside.outside() && name.substr(at, word.size()) == word && (at == 0 || !is_word(name[at - 1])) &&
            (at + word.size() == name.size() || !is_word(name[at + word.size()])))
            return at;
        inside.add(name, at);
    }
    return name.size();
}

struct signature {
    std::string_view name, arguments; ///< the latter with its parentheses; empty: none were given
};

/// What may follow a function's arguments: " const", " &&".
bool is_qualifier(std::string_view text)
{
    return text.empty() || text.front() == ' ' || text.front() == '&';
}

/// Parts "take(int) const" into name and arguments.
signature parted(std::string_view text)
{
    const std::size_t last = text.rfind(')');
    if (last == std::string_view::npos || !is_qualifier(text.substr(last + 1)))
        return {text, {}};
    std::size_t depth = 0;
    for (std::size_t at = last + 1; at-- != 0;) {
        depth += text[at] == ')' ? 1 : 0;
        if (text[at] == '(' && --depth == 0) {
            const auto name = text.substr(0, at);
            // The parentheses of operator() are no arguments.
            if (name.ends_with("operator") || name.empty())
                break;
            return {name, text.substr(at, last + 1 - at)};
        }
    }
    return {text, {}};
}

std::string_view without_return_type(std::string_view name)
{
    const std::size_t end = operator_position(name);
    nesting inside;
    std::size_t begin = 0;
    for (std::size_t at = 0; at != end; ++at) {
        inside.add(name, at);
        if (name[at] == ' ' && inside.outside())
            begin = at + 1;
    }
    return name.substr(begin);
}

/// Parts "a::b<c::d>::e" at the colons outside of brackets. What follows an operator's name stays with it,
/// but for calls, in which lambdas stand.
std::vector<std::string_view> components_of(std::string_view name)
{
    std::vector<std::string_view> components;
    std::size_t operator_begin = operator_position(name);
    nesting inside;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < name.size(); ++at) {
        if (at == operator_begin) {
            if (!name.substr(at).starts_with(call_operator))
                break;
            const std::size_t after = at + call_operator.size();
            operator_begin = after + operator_position(name.substr(after));
            at = after - 1;
            continue;
        }
        inside.add(name, at);
        if (inside.outside() && name.substr(at, 2) == "::") {
            components.push_back(name.substr(begin, at - begin));
            begin = ++at + 1;
        }
    }
    components.push_back(name.substr(begin));
    return components;
}

std::string without_long_template_arguments(std::string_view text)
{
    std::string shorter;
    nesting inside;
    std::size_t opened = 0;
    for (std::size_t at = 0; at != text.size(); ++at) {
        const bool was_outside = inside.outside();
        inside.add(text, at);
        if (was_outside && text[at] == '<')
            opened = shorter.size();
        shorter += text[at];
        if (!was_outside && inside.outside() && text[at] == '>' &&
            shorter.size() - opened > longest_template_arguments)
            shorter.replace(opened, std::string::npos, "<...>");
    }
    return shorter;
}

bool is_lambda(std::string_view component)
{
    return component.starts_with("{lambda") || component.starts_with("<lambda") ||
           component.starts_with("$_") || component.starts_with("'lambda");
}

/// What calls a lambda, which nobody wrote.
bool is_lambda_plumbing(std::string_view component)
{
    return component.starts_with(call_operator) || component.starts_with("_FUN") ||
           component.starts_with("__invoke");
}

std::string component_text(std::string_view component)
{
    return component.starts_with("operator") ? std::string{component}
                                             : without_long_template_arguments(component);
}

/// "lambda in main" for "main::{lambda()#1}::operator()".
std::string joined(const std::vector<std::string_view>& components)
{
    std::string name;
    bool after_lambda = false;
    for (const std::string_view each : components) {
        if (is_lambda(each)) {
            name = name.empty() ? "lambda" : "lambda in " + name;
            after_lambda = true;
        } else if (!after_lambda || !is_lambda_plumbing(each)) {
            const bool is_last = &each == &components.back();
            const auto text = component_text(is_last ? each : parted(each).name);
            name += (name.empty() ? "" : "::") + text;
        }
    }
    return name;
}

std::string argument_text(std::string_view arguments)
{
    auto text = without_long_template_arguments(arguments.substr(0, longest_demangled));
    return text.size() > longest_arguments ? "(...)" : text;
}

} // namespace

std::string readable_name(std::string_view name)
{
    std::string text = demangled(name);
    simplify(text);
    const signature parts = parted(text);
    const auto components = components_of(without_return_type(parts.name));
    const bool is_of_lambda = std::any_of(components.begin(), components.end(), is_lambda);
    std::string readable = joined(components);
    if (!is_of_lambda && !parts.arguments.empty())
        readable += argument_text(parts.arguments);
    return readable;
}

bool is_runtime_name(std::string_view name)
{
    constexpr std::array families{"std::",    "__gnu_cxx::",  "__cxxabiv1::",    "respawn::", "__",
                                  "_Unwind_", "operator new", "operator delete", "_IO_"};
    constexpr std::array names{"abort", "raise", "gsignal", "_start", "_init", "_fini"};
    constexpr std::string_view lambda = "lambda in ";
    while (name.starts_with(lambda))
        name.remove_prefix(lambda.size());
    return std::any_of(
               families.begin(), families.end(),
               [&](const char* begin) { return name.starts_with(begin); }) ||
           std::find(names.begin(), names.end(), name.substr(0, name.find('('))) != names.end();
}

} // namespace respawn::postmortem
