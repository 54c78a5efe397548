#include "tests/migration/model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace respawn::test::model {

namespace {

bool less(const value& left, const value& right)
{
    return left.number != right.number ? left.number < right.number : left.text < right.text;
}

std::string number_text(const type& of, long double number)
{
    char buffer[64];
    if (of.what == kind::floating_point)
        std::snprintf(buffer, sizeof buffer, "%.17g", static_cast<double>(number));
    else if (number < 0)
        std::snprintf(buffer, sizeof buffer, "%lld", static_cast<long long>(number));
    else
        std::snprintf(buffer, sizeof buffer, "%llu", static_cast<unsigned long long>(number));
    return buffer;
}

std::string join(const std::vector<std::string>& parts)
{
    std::string result;
    for (const std::string& each : parts)
        result += (result.empty() ? "" : ",") + each;
    return result;
}

void visit(const layout& of, int index, std::vector<int>& done);

void visit(const layout& of, const type& seen, std::vector<int>& done)
{
    if (seen.what == kind::structure)
        visit(of, seen.index, done);
    for (const type& part : seen.parts)
        visit(of, part, done);
}

void visit(const layout& of, int index, std::vector<int>& done)
{
    if (std::find(done.begin(), done.end(), index) != done.end())
        return;
    for (const field& each : of.structures[static_cast<std::size_t>(index)].fields)
        visit(of, each.type, done);
    done.push_back(index);
}

} // namespace

bool is_arithmetic(kind what)
{
    return what <= kind::floating_point;
}

bool is_number(kind what)
{
    return what <= kind::enumeration;
}

bool is_sequence(kind what)
{
    return what >= kind::vector && what <= kind::list;
}

bool is_set(kind what)
{
    return what == kind::set || what == kind::unordered_set;
}

bool is_map(kind what)
{
    return what == kind::map || what == kind::unordered_map;
}

bool is_collection(kind what)
{
    return what == kind::array || is_sequence(what) || is_set(what);
}

bool is_holder(kind what)
{
    return what == kind::optional || what == kind::unique_pointer;
}

long double least(const type& integer)
{
    if (integer.what == kind::signed_integer || integer.what == kind::character)
        return -std::ldexp(1.0L, integer.bytes * 8 - 1);
    return 0;
}

long double largest(const type& integer)
{
    if (integer.what == kind::boolean)
        return 1;
    const bool has_sign = integer.what == kind::signed_integer || integer.what == kind::character;
    return std::ldexp(1.0L, integer.bytes * 8 - (has_sign ? 1 : 0)) - 1;
}

void settle(layout& of)
{
    for (const int index : structures_in_order(of))
        for (field& each : of.structures[static_cast<std::size_t>(index)].fields)
            if (!each.has_initialiser)
                each.default_value = initial(of, each.type);
}

value initial(const layout& in, const type& of)
{
    value result;
    if (of.what == kind::structure)
        for (const field& each : in.structures[static_cast<std::size_t>(of.index)].fields)
            result.items.push_back(each.default_value);
    else if (of.what == kind::array)
        result.items.assign(static_cast<std::size_t>(of.count), initial(in, of.parts[0]));
    else if (of.what == kind::variant)
        result.items.push_back(initial(in, of.parts[0]));
    else if (of.what == kind::pair || of.what == kind::tuple)
        for (const type& part : of.parts)
            result.items.push_back(initial(in, part));
    return result;
}

void put_in_order(const type& of, value& object)
{
    const bool has_values = is_map(of.what);
    const auto key = [&](const value& item) -> const value& { return has_values ? item.items[0] : item; };
    std::stable_sort(
        object.items.begin(), object.items.end(),
        [&](const value& left, const value& right) { return less(key(left), key(right)); });
    const auto end =
        std::unique(object.items.begin(), object.items.end(), [&](const value& left, const value& right) {
            return !less(key(left), key(right));
        });
    object.items.erase(end, object.items.end());
}

std::string text(const layout& in, const type& of, const value& object)
{
    if (is_number(of.what))
        return number_text(of, object.number);
    if (of.what == kind::string)
        return std::to_string(object.text.size()) + ":" + object.text;
    if (is_holder(of.what))
        return object.items.empty() ? "-" : "+" + text(in, of.parts[0], object.items[0]);
    if (of.what == kind::variant)
        return "#" + std::to_string(object.alternative) + ":" +
               text(in, of.parts[static_cast<std::size_t>(object.alternative)], object.items[0]);
    std::vector<std::string> parts;
    if (of.what == kind::structure) {
        const auto& fields = in.structures[static_cast<std::size_t>(of.index)].fields;
        for (std::size_t i = 0; i < fields.size(); ++i)
            parts.push_back(text(in, fields[i].type, object.items[i]));
        return "{" + join(parts) + "}";
    }
    if (of.what == kind::pair || of.what == kind::tuple) {
        for (std::size_t i = 0; i < of.parts.size(); ++i)
            parts.push_back(text(in, of.parts[i], object.items[i]));
        return "{" + join(parts) + "}";
    }
    for (const value& item : object.items)
        if (is_map(of.what))
            parts.push_back(
                text(in, of.parts[0], item.items[0]) + "=" + text(in, of.parts[1], item.items[1]));
        else
            parts.push_back(text(in, of.parts[0], item));
    return "[" + join(parts) + "]";
}

std::string spelling(const layout& in, const type& of, bool with_indices)
{
    constexpr std::array names{
        "bool",   "char",          "i",        "u",          "f",       "e",    "s",
        "string", "array",         "vector",   "deque",      "list",    "set",  "unordered_set",
        "map",    "unordered_map", "optional", "unique_ptr", "variant", "pair", "tuple"};
    std::string result = names[static_cast<std::size_t>(of.what)];
    if (of.what == kind::signed_integer || of.what == kind::unsigned_integer ||
        of.what == kind::floating_point)
        return result + std::to_string(of.bytes);
    if (of.what == kind::enumeration) {
        const enumeration& named = in.enumerations[static_cast<std::size_t>(of.index)];
        return result + (with_indices ? std::to_string(of.index) + ":" : "") + spelling(in, named.underlying);
    }
    if (of.what == kind::structure)
        return result + (with_indices ? std::to_string(of.index) : "");
    if (of.parts.empty())
        return result;
    std::vector<std::string> parts;
    for (const type& part : of.parts)
        parts.push_back(spelling(in, part, with_indices));
    if (of.what == kind::array)
        parts.push_back(std::to_string(of.count));
    return result + "<" + join(parts) + ">";
}

std::string description(const layout& of)
{
    std::string result;
    for (std::size_t i = 0; i < of.enumerations.size(); ++i) {
        result += "  e" + std::to_string(i) + " " + of.enumerations[i].name + ":";
        for (const enumerator& each : of.enumerations[i].enumerators)
            result += " " + each.name + "=" + std::to_string(each.number);
        result += "\n";
    }
    for (const int index : structures_in_order(of)) {
        const structure& each = of.structures[static_cast<std::size_t>(index)];
        result += "  s" + std::to_string(index) + " " + each.name + " {\n";
        for (const field& part : each.fields) {
            result += "    " + part.name + ": " + spelling(of, part.type) + " = " +
                      text(of, part.type, part.default_value);
            for (const std::string& former : part.former_names)
                result += " (was " + former + ")";
            result += "\n";
        }
        result += "  }\n";
    }
    return result;
}

std::vector<int> structures_in_order(const layout& of)
{
    std::vector<int> done;
    visit(of, 0, done);
    return done;
}

} // namespace respawn::test::model
