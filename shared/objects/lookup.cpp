#include "shared/objects/lookup.hpp"

#include "shared/objects/class_table.hpp"
#include "shared/objects/values.hpp"
#include "shared/text/nearest.hpp"

#include <algorithm>

namespace respawn::objects {

namespace {

using schema::type_kind;
using schema::type_node;

/// Pointers to pointers to pointers: more than anybody writes, and an end for those that lead in a circle.
constexpr int max_holders = 16;
constexpr std::size_t most_names_listed = 12;

bool is_associative(type_kind kind)
{
    return schema::has_key(kind) || kind == type_kind::set || kind == type_kind::unordered_set;
}

std::string listed(const std::vector<std::string_view>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < most_names_listed; ++i)
        text += (i == 0 ? "" : ", ") + std::string{names[i]};
    return names.size() > most_names_listed ? text + ", …" : text;
}

std::string suggestion(std::string_view typed, const std::vector<std::string_view>& names)
{
    const auto meant = text::nearest(typed, names);
    return meant.empty() ? "" : ", perhaps you meant " + std::string{meant};
}

/// Finds the parts of the places found so far, step by step.
class path_finder {
public:
    path_finder(const state_bytes& state, work_limit& work) : state_{state}, work_{work} {}

    /// Adds what `next` leads to from `from`.
    result<void> take(const target& from, const step& next, std::vector<target>& found)
    {
        switch (next.what) {
        case step::kind::field:
            return take_field(from, next, found);
        case step::kind::target:
            return take_target(from, found);
        default:
            return take_elements(from, next, found);
        }
    }

private:
    // Through what holds or points to something, up to what is none of these.
    struct end_of_holders {
        place where;
        bool through_pointer = false;
    };
    result<end_of_holders> through_holders(const target& from, std::string_view field)
    {
        end_of_holders now{from.where};
        for (int i = 0; i < max_holders && can_hold(now.where.node().kind); ++i) {
            if (now.where.node().kind == type_kind::variant && is_alternative(now.where, field))
                break;
            const held next = held_by(state_, now.where);
            if (next.what != held::how::object)
                return failure{from.path + " " + why_not(now.where, next)};
            now.through_pointer = now.through_pointer || points(now.where);
            now.where = next.where;
        }
        return now;
    }

    static bool points(const place& holder)
    {
        return holder.node().kind == type_kind::pointer || holder.node().kind == type_kind::unique_pointer;
    }

    static bool is_alternative(const place& variant, std::string_view name)
    {
        const auto& all = variant.node().fields;
        return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
    }

    static std::string why_not(const place& holder, const held& found)
    {
        if (found.what == held::how::damaged)
            return "is damaged";
        if (found.what == held::how::unknown_class)
            return "holds an object of a class that RESPAWN_DERIVED does not name";
        if (found.what == held::how::outside)
            return "points outside of the state";
        return points(holder) ? "is null" : "is empty";
    }

    result<void> take_field(const target& from, const step& next, std::vector<target>& found)
    {
        const auto reached = through_holders(from, next.text);
        if (!reached)
            return reached.error();
        const type_node& type = reached->where.node();
        const std::string path = from.path + (reached->through_pointer ? "->" : ".") + next.text;
        const auto has_name = [&](const schema::type_field& each) { return each.name == next.text; };
        const auto field = std::find_if(type.fields.begin(), type.fields.end(), has_name);
        if (type.kind == type_kind::enumeration || field == type.fields.end())
            return no_field(from, reached->where, next.text);
        if (type.kind == type_kind::variant) {
            const auto index =
                held_alternative(state_, *reached->where.types, reached->where.type, reached->where.address);
            if (!index)
                return failure{from.path + " is damaged"};
            if (*index != static_cast<std::uint32_t>(field - type.fields.begin()))
                return failure{
                    from.path + " does not hold alternative " + next.text + " now" +
                    (*index < type.fields.size() ? ", but " + type.fields[*index].name : "")};
        }
        found.push_back({path, reached->where.field(*field)});
        return {};
    }

    failure no_field(const target& from, const place& where, const std::string& name)
    {
        // To find what a person meant takes as long as that for each name.
        constexpr std::uint64_t steps_for_a_name = 50;
        const type_node& type = where.node();
        if (!work_.spend(type.fields.size() * steps_for_a_name))
            return failure{from.path + " has no field " + name};
        if (type.kind == type_kind::enumeration || type.fields.empty())
            return failure{
                from.path + " is a " + schema::describe(*where.types, where.type) + ", which has no field " +
                name};
        std::vector<std::string_view> names;
        for (const schema::type_field& each : type.fields)
            names.push_back(each.name);
        return failure{
            from.path + " has no field " + name + suggestion(name, names) + "; it has " + listed(names)};
    }

    result<void> take_target(const target& from, std::vector<target>& found)
    {
        if (!can_hold(from.where.node().kind))
            return failure{
                from.path + " is a " + schema::describe(*from.where.types, from.where.type) +
                ", which leads to nothing else"};
        const held next = held_by(state_, from.where);
        if (next.what != held::how::object)
            return failure{from.path + " " + why_not(from.where, next)};
        found.push_back({from.path + ".*", next.where});
        return {};
    }

    result<void> take_elements(const target& from, const step& next, std::vector<target>& found)
    {
        const auto reached = through_holders(from, {});
        if (!reached)
            return reached.error();
        const place& container = reached->where;
        const type_node& type = container.node();
        if (!has_elements(type.kind))
            return failure{
                from.path + " is a " + schema::describe(*container.types, container.type) +
                ", which has no elements"};
        if (next.what == step::kind::entries)
            return take_entries(from, container, next, found);
        if (is_associative(type.kind))
            return take_key(from, container, next.text, found);
        const auto index = parse_index(next.text);
        if (!index)
            return failure{
                from.path + " is a " + schema::describe(*container.types, container.type) +
                ", whose elements have numbers, and " + next.text + " is none"};
        return take_entries(from, container, {step::kind::entries, {}, *index, *index}, found);
    }

    static std::optional<std::uint64_t> parse_index(const std::string& text)
    {
        const auto parsed = parse_path("x[#" + text + "]");
        if (!parsed || parsed->steps.size() != 1 || parsed->steps.front().is_range)
            return std::nullopt;
        return parsed->steps.front().first;
    }

    result<void> take_entries(
        const target& from, const place& container, const step& wanted, std::vector<target>& found)
    {
        const bool by_key = is_associative(container.node().kind);
        if (by_key && !wanted.counts_places)
            return failure{
                from.path + " is found into by keys: for a range of its entries, by their order, write [#" +
                std::to_string(wanted.first) + "..#" +
                std::to_string(wanted.last == no_limit ? wanted.first + 9 : wanted.last) + "]"};
        const auto count = element_count(state_, container);
        if (!count)
            return failure{from.path + " is damaged"};
        if (wanted.first >= *count && !(wanted.is_range && wanted.first == 0))
            return failure{from.path + " has " + count_text(*count)};
        bool is_full = false;
        const walk_end end = for_each_element(state_, container, wanted.first, work_, [&](const entry& each) {
            if (each.index > wanted.last)
                return false;
            is_full = found.size() == max_targets;
            if (!is_full)
                found.push_back({from.path + entry_label(state_, container, each), each.element});
            return !is_full && each.index != wanted.last;
        });
        if (is_full)
            return failure{
                "the path names more than " + std::to_string(max_targets) + " parts: make a range smaller"};
        return outcome(from, end);
    }

    static result<void> outcome(const target& from, walk_end end)
    {
        if (end == walk_end::damaged)
            return failure{from.path + " is damaged"};
        if (end == walk_end::too_long)
            return failure{
                "the path takes too long to follow: make a range smaller, or look at less of " + from.path};
        return {};
    }

    static std::string count_text(std::uint64_t count)
    {
        if (count == 0)
            return "no elements";
        return std::to_string(count) + (count == 1 ? " element: [0]" : " elements: [0] to [") +
               (count == 1 ? "" : std::to_string(count - 1) + "]");
    }

    result<void> take_key(
        const target& from, const place& container, const std::string& text, std::vector<target>& found)
    {
        const type_node& type = container.node();
        const std::uint32_t key_type = schema::has_key(type.kind) ? type.key : type.element;
        if (!is_value(*container.types, key_type) || (*container.types)[key_type].kind == type_kind::pointer)
            return failure{
                "the keys of " + from.path + " can't be written: name an entry by its place, such as [#0]"};
        const auto key = parse_value(*container.types, key_type, text);
        if (!key)
            return failure{"as a key of " + from.path + ", " + key.error().sentence};
        bool is_found = false;
        const walk_end end = for_each_element(state_, container, 0, work_, [&](const entry& each) {
            is_found = holds(state_, each.key.value_or(each.element), *key);
            if (is_found)
                found.push_back({from.path + entry_label(state_, container, each), each.element});
            return !is_found;
        });
        if (is_found || end == walk_end::damaged || end == walk_end::too_long)
            return is_found ? result<void>{} : outcome(from, end);
        return failure{from.path + " has no entry " + text};
    }

    const state_bytes& state_;
    work_limit& work_;
};

result<target> find_root(std::span<const root> roots, const std::string& name)
{
    std::vector<std::string_view> names;
    for (const root& each : roots) {
        if (each.name == name && !each.types)
            return failure{"the types of the root " + name + " are damaged in the state"};
        if (each.name == name)
            return target{root_text(name), each.object()};
        names.push_back(each.name);
    }
    return failure{
        "there is no root " + name + suggestion(name, names) + "; " +
        (names.empty() ? "the state has none yet" : "there is " + listed(names))};
}

walk_end walk_bits(
    const state_bytes& state, const place& container, std::uint64_t first, work_limit& work,
    const std::function<bool(const entry&)>& use)
{
    const auto bits = packed_bits(state, container.address);
    if (!bits)
        return walk_end::damaged;
    for (std::uint64_t i = first; i < bits->count; ++i) {
        if (!work.spend())
            return walk_end::too_long;
        place value = container.at(container.node().element, bits->address + i / 8);
        value.bit = static_cast<std::uint8_t>(i % 8);
        if (!use({i, value}))
            return walk_end::stopped;
    }
    return walk_end::done;
}

} // namespace

bool has_elements(type_kind kind)
{
    return elements::are_in(kind) || kind == type_kind::bit_vector;
}

std::string entry_label(const state_bytes& state, const place& container, const entry& each)
{
    if (each.key)
        return key_text(state, *each.key, each.index);
    return is_associative(container.node().kind) ? entry_text(each.index) : index_text(each.index);
}

std::optional<std::uint64_t> element_count(const state_bytes& state, const place& container)
{
    return size_of(state, *container.types, container.type, container.address);
}

walk_end for_each_element(
    const state_bytes& state, const place& container, std::uint64_t first, work_limit& work,
    const std::function<bool(const entry&)>& use)
{
    const type_node& type = container.node();
    if (type.kind == type_kind::bit_vector)
        return walk_bits(state, container, first, work, use);
    auto all = elements::of(state, *container.types, container.type, container.address);
    if (!all)
        return walk_end::damaged;
    const bool has_key = schema::has_key(type.kind);
    const std::uint64_t offset = has_key ? value_offset(*container.types, type) : 0;
    std::uint64_t index = 0;
    for (run now = all->next(); now.count != 0; now = all->next()) {
        if (!work.spend())
            return walk_end::too_long;
        // Whole runs are passed over without looking at their elements.
        const std::uint64_t skipped = first > index ? std::min(first - index, now.count) : 0;
        for (std::uint64_t i = skipped; i < now.count; ++i) {
            if (!work.spend())
                return walk_end::too_long;
            const std::uint64_t address = now.address + i * all->stride_bytes();
            entry found{index + i, container.at(type.element, address + offset)};
            if (has_key)
                found.key = container.at(type.key, address);
            if (!use(found))
                return walk_end::stopped;
        }
        index += now.count;
    }
    return all->is_whole() ? walk_end::done : walk_end::damaged;
}

bool can_hold(type_kind kind)
{
    return kind == type_kind::pointer || kind == type_kind::optional || kind == type_kind::unique_pointer ||
           kind == type_kind::variant;
}

held held_by(const state_bytes& state, const place& holder)
{
    const type_node& type = holder.node();
    if (type.kind == type_kind::pointer) {
        const auto address = state.read<std::uint64_t>(holder.address);
        if (!address)
            return {held::how::damaged};
        if (*address == 0)
            return {};
        if (!state.contains(*address, (*holder.types)[type.element].size_bytes))
            return {held::how::outside};
        // One to an object of a class that isn't named leads to as much as was declared.
        const auto class_of = dynamic_type(state, *holder.types, type.element, *address);
        return {held::how::object, holder.at(class_of.value_or(type.element), *address)};
    }
    if (type.kind == type_kind::variant) {
        const auto index = held_alternative(state, *holder.types, holder.type, holder.address);
        if (!index)
            return {held::how::damaged};
        if (*index == type.fields.size())
            return {};
        return {held::how::object, holder.field(type.fields[*index])};
    }
    const auto address = held_object(state, *holder.types, holder.type, holder.address);
    if (!address)
        return {held::how::damaged};
    if (*address == 0)
        return {};
    if (type.kind == type_kind::optional)
        return {held::how::object, holder.at(type.element, *address)};
    const auto class_of = dynamic_type(state, *holder.types, type.element, *address);
    if (!class_of)
        return {held::how::unknown_class};
    return {held::how::object, holder.at(*class_of, *address)};
}

result<std::vector<target>> look_up(
    const state_bytes& state, std::span<const root> roots, const path& wanted, work_limit& work)
{
    auto first = find_root(roots, wanted.root);
    if (!first)
        return first.error();
    path_finder next{state, work};
    std::vector<target> now{std::move(*first)};
    bool is_range = false;
    for (const step& each : wanted.steps) {
        std::vector<target> found;
        std::optional<failure> problem;
        for (const target& from : now) {
            const auto taken = next.take(from, each, found);
            if (!taken && (!is_range || work.is_over() || found.size() == max_targets))
                return taken.error();
            if (!taken && !problem)
                problem = taken.error();
        }
        // Of a range, those that have no such part are left out: a null pointer among many, say.
        if (found.empty() && problem)
            return *problem;
        is_range = is_range || each.is_range;
        now = std::move(found);
    }
    return now;
}

result<target> look_up_one(
    const state_bytes& state, std::span<const root> roots, const path& wanted, work_limit& work)
{
    for (const step& each : wanted.steps)
        if (each.is_range)
            return failure{"the path names a range: name one part"};
    auto found = look_up(state, roots, wanted, work);
    if (!found)
        return found.error();
    return std::move(found->front());
}

} // namespace respawn::objects
