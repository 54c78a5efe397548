#include "shared/objects/path.hpp"

#include "shared/objects/values.hpp"

#include <algorithm>
#include <charconv>

namespace respawn::objects {

namespace {

constexpr std::size_t max_steps = 256;
constexpr std::size_t longest_key_text = 64;
constexpr std::size_t npos = std::string_view::npos;

std::optional<std::uint64_t> number_in(std::string_view text)
{
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional{number} : std::nullopt;
}

bool is_separator(std::string_view text)
{
    return text.starts_with('.') || text.starts_with('[') || text.starts_with("->");
}

/// Behind the quote that ends the literal at the front of `text`; npos: it does not end.
std::size_t end_of_literal(std::string_view text)
{
    for (std::size_t i = 1; i < text.size(); ++i)
        if (text[i] == '\\')
            ++i;
        else if (text[i] == text.front())
            return i + 1;
    return npos;
}

class parser {
public:
    explicit parser(std::string_view text) : text_{text}, rest_{text} {}

    result<path> parse()
    {
        if (text_.size() > max_path_bytes)
            return failure{"the path is longer than " + std::to_string(max_path_bytes) + " bytes"};
        if (auto named = take_root(); !named)
            return named.error();
        while (!rest_.empty()) {
            if (made_.steps.size() == max_steps)
                return failure{"the path has more than " + std::to_string(max_steps) + " parts"};
            if (auto taken = take_step(); !taken)
                return taken.error();
        }
        return std::move(made_);
    }

private:
    [[nodiscard]] failure wrong(const std::string& what) const
    {
        return failure{
            quoted(text_) + ": " + what + " at character " + std::to_string(text_.size() - rest_.size() + 1)};
    }

    result<void> take_root()
    {
        if (rest_.empty())
            return failure{"the path is empty: begin it with the name of a root"};
        if (rest_.starts_with('"')) {
            const std::size_t end = end_of_literal(rest_);
            const auto name = end == npos ? std::nullopt : unquoted(rest_.substr(0, end));
            if (!name)
                return wrong("the quoted name is not closed");
            made_.root = *name;
            rest_.remove_prefix(end);
            if (!rest_.empty() && !is_separator(rest_))
                return wrong("there must be a . or a [");
            return {};
        }
        made_.root = take_name();
        if (made_.root.empty())
            return wrong("there must be the name of a root");
        return {};
    }

    std::string take_name()
    {
        std::size_t length = 0;
        while (length < rest_.size() && !is_separator(rest_.substr(length)))
            ++length;
        std::string name{rest_.substr(0, length)};
        rest_.remove_prefix(length);
        return name;
    }

    result<void> take_step()
    {
        if (rest_.starts_with('['))
            return take_brackets();
        rest_.remove_prefix(rest_.starts_with('.') ? 1 : 2);
        step made;
        made.text = take_name();
        if (made.text.empty())
            return wrong("there must be the name of a field");
        if (made.text == "*")
            made = {step::kind::target};
        made_.steps.push_back(std::move(made));
        return {};
    }

    result<void> take_brackets()
    {
        const std::string_view inside = rest_.substr(1);
        const bool is_literal = inside.starts_with('"') || inside.starts_with('\'');
        const std::size_t literal_end = is_literal ? end_of_literal(inside) : 0;
        const std::size_t end = literal_end == npos ? npos : inside.find(']', literal_end);
        if (end == npos)
            return wrong("there is no ] for the [");
        if (end == 0)
            return wrong("there must be an index or a key between [ and ]");
        if (is_literal && literal_end != end)
            return wrong("there is more than a key between [ and ]");
        const std::string_view content = inside.substr(0, end);
        auto made = is_literal ? result<step>{step{step::kind::key, std::string{content}}} : step_in(content);
        if (!made)
            return made.error();
        rest_.remove_prefix(end + 2);
        if (!rest_.empty() && !is_separator(rest_))
            return wrong("there must be a . or a [");
        made_.steps.push_back(std::move(*made));
        return {};
    }

    [[nodiscard]] result<step> step_in(std::string_view content) const
    {
        if (content == "*")
            content = "..";
        const bool counts_places = content.find('#') != npos;
        const std::size_t dots = content.find("..");
        if (dots == npos && !counts_places)
            return step{step::kind::key, std::string{content}};
        const auto number = [](std::string_view digits, std::uint64_t none) {
            digits.remove_prefix(digits.starts_with('#') ? 1 : 0);
            return digits.empty() ? std::optional{none} : number_in(digits);
        };
        const auto first = number(content.substr(0, dots), dots == npos ? no_limit : 0);
        const auto last = dots == npos ? first : number(content.substr(dots + 2), no_limit);
        if (!first || !last || *first > *last || (dots == npos && *first == no_limit))
            return wrong("there must be a range such as [2..5] or [#2..#5], or a place such as [#3]");
        return step{step::kind::entries, {}, *first, *last, dots != npos, counts_places || content == ".."};
    }

    std::string_view text_, rest_;
    path made_;
};

} // namespace

result<path> parse_path(std::string_view text)
{
    return parser{text}.parse();
}

std::string root_text(std::string_view name)
{
    bool is_plain = !name.empty() && name.find_first_of("\"\\") == npos;
    for (std::size_t i = 0; i < name.size() && is_plain; ++i)
        is_plain = !is_separator(name.substr(i)) && static_cast<unsigned char>(name[i]) >= 0x20;
    return is_plain ? std::string{name} : quoted(name);
}

std::string index_text(std::uint64_t index)
{
    return "[" + std::to_string(index) + "]";
}

std::string entry_text(std::uint64_t index)
{
    return "[#" + std::to_string(index) + "]";
}

std::string key_text(const state_bytes& state, const place& key, std::uint64_t index)
{
    if (!is_value(*key.types, key.type))
        return entry_text(index);
    const auto content = read_value(state, key, longest_key_text);
    if (!content || content->left_out_bytes != 0 || content->what == value::form::pointer)
        return entry_text(index);
    const std::string text = shown(*content);
    // Only if it is understood again.
    const bool is_literal = content->what == value::form::text || content->what == value::form::character;
    if (!is_literal && text.find_first_of("]#*") != npos)
        return entry_text(index);
    const auto understood = parse_value(*key.types, key.type, text);
    if (!understood || !holds(state, key, *understood))
        return entry_text(index);
    return "[" + text + "]";
}

} // namespace respawn::objects
