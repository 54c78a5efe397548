#include "shared/migration/compatibility.hpp"

#include "shared/migration/numbers.hpp"
#include "shared/migration/plan.hpp"
#include "shared/schema/hash.hpp"

#include <algorithm>
#include <utility>

namespace respawn::migration {

namespace {

using schema::type_kind;
using schema::type_node;

// No type that a person wrote goes deeper.
constexpr std::size_t max_depth = 32;

class judge {
public:
    explicit judge(const layouts& both) : both_{both} {}

    [[nodiscard]] method method_for(std::uint32_t from, std::uint32_t to)
    {
        const type_node& old_type = both_.from[from];
        const type_node& new_type = both_.to[to];
        if (const method alike = method_for_alike(old_type, new_type); alike != method::forget)
            return alike;
        if (old_type.kind == new_type.kind && both_.identical(from, to))
            return method::copy;
        // What may be empty is opened first, so that nothing is made out of nothing.
        if ((is_holder(old_type.kind) || is_instead_of_elements(old_type, new_type)) && unwraps(old_type, to))
            return method::unwrap;
        if (wraps(from, new_type))
            return method::wrap;
        if (unwraps(old_type, to))
            return method::unwrap;
        return method::forget;
    }

    [[nodiscard]] std::uint32_t alternative_for(
        std::uint32_t from, const type_node& variant, std::uint32_t preferred = 0)
    {
        if (preferred < variant.fields.size() && is_same(from, variant.fields[preferred].type))
            return preferred;
        for (std::uint32_t i = 0; i < variant.fields.size(); ++i)
            if (is_same(from, variant.fields[i].type))
                return i;
        // A structure of another name is the same one, moved or renamed, or another thing altogether.
        const bool is_structure = both_.from[from].kind == type_kind::structure;
        for (std::uint32_t i = 0; i < variant.fields.size(); ++i)
            if (is_structure
                    ? is_renamed(from, variant.fields[i].type)
                    : has_same_kind(from, variant.fields[i].type) && fits(from, variant.fields[i].type))
                return i;
        return none;
    }

private:
    [[nodiscard]] bool fits(std::uint32_t from, std::uint32_t to)
    {
        // What would have to be put into itself, or taken out of itself, for ever.
        const std::pair pair{from, to};
        if (asked_.size() == max_depth || std::find(asked_.begin(), asked_.end(), pair) != asked_.end())
            return false;
        asked_.push_back(pair);
        const bool does = method_for(from, to) != method::forget;
        asked_.pop_back();
        return does;
    }

    [[nodiscard]] method method_for_alike(const type_node& old_type, const type_node& new_type)
    {
        const type_kind was = old_type.kind, is = new_type.kind;
        if (is_number(was) && is_number(is))
            return was == is && is == type_kind::enumeration ? method::enumeration : method::number;
        if (is_product(was) && is_product(is))
            return method::product;
        if (is_text(both_.from, old_type) && is_text(both_.to, new_type) &&
            (was == type_kind::string || is == type_kind::string))
            return method::text;
        if (points_to_characters(both_.from, old_type) && is_text(both_.to, new_type))
            return method::text;
        if (is_collection(was) && is_collection(is) && fits(old_type.element, new_type.element))
            return method::collection;
        if (schema::has_key(was) && schema::has_key(is) && fits(old_type.key, new_type.key) &&
            fits(old_type.element, new_type.element))
            return method::association;
        if (is_holder(was) && is_holder(is) && fits(old_type.element, new_type.element))
            return method::hold;
        if (was == type_kind::variant && is == type_kind::variant)
            return method::alternatives;
        if (was == type_kind::pointer && is == type_kind::pointer)
            return method::pointer;
        return method::forget;
    }

    // Between strings, and arrays of characters that end with a zero.
    static bool is_text(const std::vector<type_node>& types, const type_node& type)
    {
        return type.kind == type_kind::string ||
               (type.kind == type_kind::array && types[type.element].kind == type_kind::character);
    }

    static bool points_to_characters(const std::vector<type_node>& types, const type_node& type)
    {
        return type.kind == type_kind::pointer && types[type.element].kind == type_kind::character;
    }

    [[nodiscard]] bool wraps(std::uint32_t from, const type_node& new_type)
    {
        if (new_type.kind == type_kind::variant)
            return alternative_for(from, new_type) != none;
        if (new_type.kind == type_kind::structure)
            return new_type.fields.size() == 1 && fits(from, new_type.fields[0].type);
        return (is_collection(new_type.kind) || is_holder(new_type.kind)) &&
               (new_type.kind != type_kind::array || new_type.count > 0) && fits(from, new_type.element);
    }

    // A vector of items that is an optional item now, not an optional vector.
    [[nodiscard]] bool is_instead_of_elements(const type_node& old_type, const type_node& new_type) const
    {
        return is_collection(old_type.kind) && is_holder(new_type.kind) &&
               !is_collection(both_.to[new_type.element].kind);
    }

    [[nodiscard]] bool unwraps(const type_node& old_type, std::uint32_t to)
    {
        if (old_type.kind == type_kind::structure)
            return old_type.fields.size() == 1 && fits(old_type.fields[0].type, to);
        if (is_holder(old_type.kind) || is_collection(old_type.kind))
            return fits(old_type.element, to);
        if (old_type.kind == type_kind::variant)
            for (const schema::type_field& alternative : old_type.fields)
                if (is_same(alternative.type, to))
                    return true;
        return false;
    }

    [[nodiscard]] bool has_same_kind(std::uint32_t from, std::uint32_t to) const
    {
        return both_.from[from].kind == both_.to[to].kind;
    }

    [[nodiscard]] bool is_renamed(std::uint32_t from, std::uint32_t to) const
    {
        const auto& before = both_.from[from].fields;
        const auto& after = both_.to[to].fields;
        if (!has_same_kind(from, to))
            return false;
        const auto is_among = [&](const schema::type_field& wanted) {
            return std::any_of(
                after.begin(), after.end(), [&](const auto& each) { return each.name == wanted.name; });
        };
        return plain_name(both_.from[from].name) == plain_name(both_.to[to].name) ||
               (!before.empty() && before.size() == after.size() &&
                std::all_of(before.begin(), before.end(), is_among));
    }

    // The same type as people see it: structures and enumerations by their name, whatever is in them.
    [[nodiscard]] bool is_same(std::uint32_t from, std::uint32_t to) const
    {
        const type_node& old_type = both_.from[from];
        const type_node& new_type = both_.to[to];
        if (old_type.kind != new_type.kind)
            return false;
        if (new_type.kind == type_kind::structure || new_type.kind == type_kind::enumeration)
            return old_type.name == new_type.name;
        return both_.identical(from, to) ||
               (new_type.element != schema::no_type && is_named(both_.to[new_type.element]) &&
                is_same(old_type.element, new_type.element));
    }

    static bool is_named(const type_node& type)
    {
        return type.kind == type_kind::structure || type.kind == type_kind::enumeration;
    }

    const layouts& both_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> asked_; ///< from the outermost to the innermost
};

} // namespace

layouts::layouts(const std::vector<type_node>& from_types, const std::vector<type_node>& to_types) :
    from{from_types}, to{to_types}
{
    // In one table, so that classes of both can be compared.
    std::vector<type_node> all = from_types;
    const auto shift = static_cast<std::uint32_t>(from_types.size());
    const auto shifted = [shift](std::uint32_t index) {
        return index == schema::no_type ? index : index + shift;
    };
    for (type_node type : to_types) {
        type.element = shifted(type.element);
        type.key = shifted(type.key);
        for (schema::type_field& field : type.fields)
            field.type = shifted(field.type);
        for (std::uint32_t& derived : type.derived)
            derived = shifted(derived);
        all.push_back(std::move(type));
    }
    const auto classes = schema::layout_classes(all, schema::pointees::alike);
    from_classes.assign(classes.begin(), classes.begin() + shift);
    to_classes.assign(classes.begin() + shift, classes.end());
}

bool is_product(type_kind kind)
{
    return kind == type_kind::structure || kind == type_kind::pair || kind == type_kind::tuple;
}

bool is_collection(type_kind kind)
{
    switch (kind) {
    case type_kind::array:
    case type_kind::vector:
    case type_kind::bit_vector:
    case type_kind::deque:
    case type_kind::list:
    case type_kind::set:
    case type_kind::unordered_set:
        return true;
    default:
        return false;
    }
}

std::string_view plain_name(std::string_view structure)
{
    const auto scope = structure.substr(0, structure.find('<')).rfind("::");
    return scope == std::string_view::npos ? structure : structure.substr(scope + 2);
}

bool has_keys(type_kind kind)
{
    return schema::has_key(kind) || kind == type_kind::set || kind == type_kind::unordered_set;
}

std::uint32_t key_of(const type_node& type)
{
    return schema::has_key(type.kind) ? type.key : type.element;
}

bool is_holder(type_kind kind)
{
    return kind == type_kind::optional || kind == type_kind::unique_pointer;
}

method method_for(const layouts& both, std::uint32_t from, std::uint32_t to)
{
    return judge{both}.method_for(from, to);
}

std::uint32_t alternative_for(
    const layouts& both, std::uint32_t from, const type_node& to, std::uint32_t preferred)
{
    return judge{both}.alternative_for(from, to, preferred);
}

} // namespace respawn::migration
