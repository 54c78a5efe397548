#include "worker/source/schema/enumerators.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace respawn::detail {

namespace {

// The parameters of spell_values() in respawn/schema/enumerators.hpp, as g++ and clang spell them:
//
//     … [with long long int First = -128; int Count = 384; …; auto ...Values = {(mode)-128, …, mode::play,
//     …}] … [First = -128LL, Count = 384, …, Values = <(mode)-128, …, mode::play, …>]
class spelled_signature {
public:
    explicit spelled_signature(std::string_view text) : text_{text} {}

    template <class Number>
    [[nodiscard]] std::optional<Number> number(std::string_view parameter) const
    {
        const std::string_view begin = after(std::string{parameter} + " = ");
        Number value{};
        if (std::from_chars(begin.data(), begin.data() + begin.size(), value).ec != std::errc{})
            return std::nullopt;
        return value;
    }

    // From behind the bracket that opens them.
    [[nodiscard]] std::string_view values() const
    {
        const std::string_view begin = after("Values = ");
        return begin.empty() ? begin : begin.substr(1);
    }

private:
    [[nodiscard]] std::string_view after(std::string_view text) const
    {
        const std::size_t found = text_.find(text);
        return found == text_.npos ? std::string_view{} : text_.substr(found + text.size());
    }

    std::string_view text_;
};

// Takes the next of the values, which stand between commas; brackets inside of them are those of a type's
// name.
std::string_view take_value(std::string_view& values)
{
    int depth = 0;
    std::size_t end = 0;
    for (; end < values.size(); ++end) {
        const char c = values[end];
        const bool is_arrow = c == '>' && end > 0 && values[end - 1] == '-';
        if (c == '(' || c == '<' || c == '{' || c == '[')
            ++depth;
        else if ((c == ')' || c == '>' || c == '}' || c == ']') && !is_arrow && --depth < 0)
            break;
        if (c == ',' && depth == 0)
            break;
    }
    const std::string_view value = values.substr(0, end);
    values.remove_prefix(std::min(values.size(), end + 1));
    return value.substr(std::min(value.size(), value.find_first_not_of(' ')));
}

// The last part of "mode::play"; empty for "(mode)3", which has no name.
std::string_view name_in(std::string_view value)
{
    const std::size_t before = value.find_last_of(":)->} ");
    if (before == value.npos)
        return value;
    return value[before] == ':' ? value.substr(before + 1) : std::string_view{};
}

// The values that the compiler was asked for, in the order in which it spells them.
std::vector<std::uint64_t> asked_values(const spelled_signature& signature)
{
    std::vector<std::uint64_t> values;
    const auto first = signature.number<std::int64_t>("First");
    const auto count = signature.number<int>("Count");
    const auto first_bit = signature.number<int>("FirstBit");
    const auto end_bit = signature.number<int>("EndBit");
    const auto largest = signature.number<std::uint64_t>("Largest");
    if (!first || !count || !first_bit || !end_bit || !largest)
        return values;
    for (int i = 0; i < *count; ++i)
        values.push_back(static_cast<std::uint64_t>(*first + i));
    for (int bit = *first_bit; bit < *end_bit; ++bit)
        values.push_back(std::uint64_t{1} << bit);
    // The highest bit of a signed type: spelled as the number that it stands for there.
    if (*first < 0 && *end_bit > *first_bit)
        values.back() = ~*largest;
    values.push_back(*largest);
    return values;
}

} // namespace

std::vector<enumerator> find_enumerators(std::string_view spelling)
{
    const spelled_signature signature{spelling};
    std::string_view rest = signature.values();
    std::vector<enumerator> found;
    for (const std::uint64_t value : asked_values(signature))
        if (const std::string_view name = name_in(take_value(rest)); !name.empty())
            found.push_back({std::string{name}, value});
    const auto by_value = [](const enumerator& a, const enumerator& b) { return a.value < b.value; };
    const auto equal = [](const enumerator& a, const enumerator& b) { return a.value == b.value; };
    std::stable_sort(found.begin(), found.end(), by_value);
    found.erase(std::unique(found.begin(), found.end(), equal), found.end());
    return found;
}

} // namespace respawn::detail
