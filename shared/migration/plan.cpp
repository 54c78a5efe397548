#include "shared/migration/plan.hpp"

#include "shared/migration/compatibility.hpp"
#include "shared/migration/conversion_list.hpp"
#include "shared/migration/fields.hpp"
#include "shared/migration/shortcuts.hpp"

#include <algorithm>
#include <optional>

namespace respawn::migration {

namespace {

using schema::has_key;
using schema::type_field;
using schema::type_kind;
using schema::type_node;

constexpr std::string_view deeper = "->";

// "game.enemies[]" and ".hp", "game.held->" and ".hp".
std::string join(const std::string& path, std::string_view label)
{
    if (path.ends_with(deeper) && label.starts_with("."))
        label.remove_prefix(1);
    return path + std::string{label};
}

// What a path to a type's objects, or to what they own, has behind it.
std::string element_label(type_kind kind)
{
    return kind == type_kind::optional                                       ? ""
           : kind == type_kind::pointer || kind == type_kind::unique_pointer ? std::string{deeper}
                                                                             : "[]";
}

// What an object may be that an object of the type `holder` holds or points to.
std::vector<std::uint32_t> classes_behind(const std::vector<type_node>& all, const type_node& holder)
{
    std::vector<std::uint32_t> result{holder.element};
    const auto& derived = all[holder.element].derived;
    if (holder.kind != type_kind::optional)
        result.insert(result.end(), derived.begin(), derived.end());
    return result;
}

} // namespace

class planner {
public:
    planner(const schema::view& from, const schema::view& to, plan::settings how) :
        how_{std::move(how)}, both_{from.types(), to.types()}, needed_{both_}
    {
        made_.root_name_ = how_.root_name;
        made_.from_ = from.types();
        made_.to_ = to.types();
        how_.has_hook.resize(to.types().size());
        how_.is_plain.resize(to.types().size());
        how_.is_abstract.resize(to.types().size());
    }

    result<plan> make()
    {
        needed_.request(0, 0, how_.root_name);
        while (auto next = needed_.next()) {
            fill(next->conversion, next->path);
            if (needed_.is_full())
                problem_ = how_.root_name + " has too many types inside each other";
            if (problem_)
                return failure{std::move(*problem_)};
        }
        for (std::size_t i = 0; i < made_.changed_.size(); ++i)
            made_.changes_[i].other_places = needed_.other_places(made_.changed_[i]);
        made_.conversions_ = needed_.take();
        take_shortcuts(made_.conversions_, both_, how_.is_plain);
        return std::move(made_);
    }

private:
    using need = conversion_list::need;

    [[nodiscard]] conversion& at(std::uint32_t index) { return needed_[index]; }
    [[nodiscard]] const type_node& old_type(std::uint32_t index) const { return both_.from[index]; }
    [[nodiscard]] const type_node& new_type(std::uint32_t index) const { return both_.to[index]; }

    void fill(std::uint32_t index, const std::string& path)
    {
        at(index).path = path;
        const std::uint32_t from = at(index).from, to = at(index).to;
        if (old_type(from).kind == type_kind::ignored || new_type(to).kind == type_kind::ignored) {
            at(index).how = method::forget;
            return;
        }
        const method how = method_for(both_, from, to);
        if (how == method::forget) {
            refuse(path, from, to);
            return;
        }
        at(index).how = how;
        switch (how) {
        case method::number:
        case method::text:
            note_conversion(index, path);
            break;
        case method::enumeration:
            compare_enumerators(index, path);
            break;
        case method::product:
            match(index, path);
            break;
        case method::collection:
        case method::association:
            convert_elements(index, path);
            break;
        case method::hold:
            note_container(index, path);
            convert_behind(index, path, need::owned);
            break;
        case method::wrap:
            wrap(index, path);
            break;
        case method::unwrap:
            unwrap(index, path);
            break;
        case method::alternatives:
            convert_alternatives(index, path);
            break;
        case method::pointer:
            convert_pointer(index, path);
            break;
        default:
            break;
        }
    }

    void refuse(const std::string& path, std::uint32_t from, std::uint32_t to)
    {
        problem_ = path + " was " + describe(both_.from, from) + ", is " + describe(both_.to, to) +
                   ": there is no way from one to the other; give the field another name, or convert it with "
                   "RESPAWN_HINTS";
    }

    std::uint32_t add_change(change made)
    {
        made_.changes_.push_back(std::move(made));
        made_.changed_.push_back(needed_.structure());
        return static_cast<std::uint32_t>(made_.changes_.size() - 1);
    }

    // "game.enemies[].hp" is the field hp of "game.enemies[]".
    static void set_place(change& made, const std::string& path)
    {
        const std::size_t dot = path.rfind('.'), deeper_end = path.rfind(deeper);
        const bool is_deeper =
            deeper_end != std::string::npos && (dot == std::string::npos || dot < deeper_end);
        const std::size_t end = is_deeper ? deeper_end + deeper.size() : dot;
        if (end == std::string::npos) {
            made.path = path;
            return;
        }
        made.path = path.substr(0, end);
        made.field = path.substr(is_deeper ? end : end + 1);
    }

    [[nodiscard]] change converted(std::uint32_t index, const std::string& path)
    {
        change made;
        made.kind = change_kind::converted;
        set_place(made, path);
        made.before = describe(both_.from, at(index).from);
        made.after = describe(both_.to, at(index).to);
        return made;
    }

    void note_conversion(std::uint32_t index, const std::string& path)
    {
        if (at(index).is_identical)
            return;
        change made = converted(index, path);
        if (made.before != made.after)
            at(index).change = add_change(std::move(made));
    }

    // Of the container itself, not of what is in it.
    void note_container(std::uint32_t index, const std::string& path)
    {
        const type_node& before = old_type(at(index).from);
        const type_node& after = new_type(at(index).to);
        if (before.kind != after.kind || before.count != after.count)
            at(index).change = add_change(converted(index, path));
    }

    void compare_enumerators(std::uint32_t index, const std::string& path)
    {
        const type_node& before = old_type(at(index).from);
        const type_node& after = new_type(at(index).to);
        change made;
        made.kind = change_kind::enumerators;
        set_place(made, path);
        std::unordered_map<std::string_view, std::uint64_t> values;
        for (const type_field& enumerator : after.fields)
            values.try_emplace(enumerator.name, enumerator.offset);
        for (const type_field& enumerator : before.fields) {
            if (const auto found = values.find(enumerator.name); found != values.end()) {
                at(index).enumerators.push_back({enumerator.offset, found->second});
                values.erase(found);
            } else {
                made.before += (made.before.empty() ? "" : ", ") + enumerator.name;
            }
        }
        for (const type_field& enumerator : after.fields)
            if (values.contains(enumerator.name))
                made.after += (made.after.empty() ? "" : ", ") + enumerator.name;
        if (!at(index).is_identical)
            at(index).change = add_change(std::move(made));
    }

    void convert_elements(std::uint32_t index, const std::string& path)
    {
        note_container(index, path);
        const type_node& before = old_type(at(index).from);
        const type_node& after = new_type(at(index).to);
        if (has_key(before.kind)) {
            const std::uint32_t key = needed_.request(before.key, after.key, join(path, "[key]"));
            at(index).key = key;
        }
        const std::uint32_t element =
            needed_.request(before.element, after.element, join(path, element_label(after.kind)));
        at(index).element = element;
    }

    void wrap(std::uint32_t index, const std::string& path)
    {
        note_conversion(index, path);
        const std::uint32_t from = at(index).from;
        const type_node& after = new_type(at(index).to);
        std::uint32_t inner = after.element;
        if (after.kind == type_kind::structure) {
            inner = after.fields[0].type;
        } else if (after.kind == type_kind::variant) {
            const std::uint32_t alternative = alternative_for(both_, from, after);
            at(index).alternatives = {alternative};
            inner = after.fields[alternative].type;
        } else if (after.kind == type_kind::unique_pointer) {
            const auto classes = classes_behind(both_.to, after);
            const std::uint32_t number = counterpart_of({from}, 0, classes);
            if (number == none) {
                refuse(path, from, at(index).to);
                return;
            }
            if (number != 0)
                at(index).alternatives = {number};
            inner = classes[number];
        }
        const std::uint32_t element = needed_.request(from, inner, path);
        if (after.kind == type_kind::structure) {
            at(index).how = method::product;
            at(index).parts = {{0, after.fields[0].offset, element, 0}};
        } else {
            at(index).element = element;
        }
    }

    void unwrap(std::uint32_t index, const std::string& path)
    {
        note_conversion(index, path);
        const std::uint32_t to = at(index).to;
        const type_node& before = old_type(at(index).from);
        if (before.kind == type_kind::structure) {
            const std::uint32_t element = needed_.request(before.fields[0].type, to, path);
            at(index).how = method::product;
            at(index).parts = {{before.fields[0].offset, 0, element, 0}};
            return;
        }
        if (before.kind != type_kind::variant) {
            const std::uint32_t element = needed_.request(before.element, to, path);
            at(index).element = element;
            return;
        }
        for (const type_field& alternative : before.fields) {
            const bool fits = method_for(both_, alternative.type, to) != method::forget &&
                              old_type(alternative.type).kind == new_type(to).kind;
            const std::uint32_t element = fits ? needed_.request(alternative.type, to, path) : none;
            at(index).alternatives.push_back(fits ? 0 : none);
            at(index).alternative_plans.push_back(element);
        }
    }

    void convert_alternatives(std::uint32_t index, const std::string& path)
    {
        note_conversion(index, path);
        const type_node& before = old_type(at(index).from);
        const type_node& after = new_type(at(index).to);
        for (std::uint32_t i = 0; i < before.fields.size(); ++i) {
            const type_field& alternative = before.fields[i];
            const std::uint32_t counterpart = alternative_for(both_, alternative.type, after, i);
            const std::uint32_t element =
                counterpart == none ? none
                                    : needed_.request(alternative.type, after.fields[counterpart].type, path);
            at(index).alternatives.push_back(counterpart);
            at(index).alternative_plans.push_back(element);
        }
    }

    void convert_pointer(std::uint32_t index, const std::string& path)
    {
        change made;
        made.kind = change_kind::unpointed;
        made.path = path;
        at(index).change = add_change(std::move(made));
        convert_behind(index, path, need::pointed_at);
    }

    // What a pointer leads to, or an optional or a unique_pointer holds.
    void convert_behind(std::uint32_t index, const std::string& path, need why)
    {
        const type_node& before = old_type(at(index).from);
        const type_node& after = new_type(at(index).to);
        const auto olds = classes_behind(both_.from, before);
        const auto news = classes_behind(both_.to, after);
        std::vector<std::uint32_t> alternatives, plans;
        for (std::size_t i = 0; i < olds.size(); ++i) {
            const std::uint32_t counterpart = counterpart_of(olds, i, news);
            alternatives.push_back(counterpart);
            if (counterpart == none || method_for(both_, olds[i], news[counterpart]) == method::forget) {
                plans.push_back(none);
                continue;
            }
            const std::string behind = join(path, element_label(after.kind));
            const std::string label =
                counterpart == 0 ? "" : "(" + describe(both_.to, news[counterpart]) + ")";
            plans.push_back(needed_.request(olds[i], news[counterpart], behind + label, why));
        }
        at(index).element = plans[0];
        if (!schema::is_polymorphic(old_type(olds[0])) && !schema::is_polymorphic(new_type(news[0])))
            return;
        at(index).alternatives = std::move(alternatives);
        at(index).alternative_plans = std::move(plans);
    }

    // Classes are told apart by their names. One that nobody knows any more is what stands in its place.
    [[nodiscard]] std::uint32_t counterpart_of(
        const std::vector<std::uint32_t>& olds, std::size_t index,
        const std::vector<std::uint32_t>& news) const
    {
        const auto is_made = [&](std::size_t i) { return i != 0 || !how_.is_abstract[news[0]]; };
        const std::string& name = old_type(olds[index]).class_name;
        for (std::uint32_t i = 0; i < news.size(); ++i)
            if (!name.empty() && new_type(news[i]).class_name == name)
                return is_made(i) ? i : none;
        const auto has_name = [&](const type_node& type) { return type.class_name == name; };
        const bool is_known = !name.empty() && std::any_of(both_.to.begin(), both_.to.end(), has_name);
        return index == 0 && !is_known && is_made(0) ? 0 : none;
    }

    void match(std::uint32_t index, const std::string& path)
    {
        const std::uint32_t from = at(index).from, to = at(index).to;
        const bool has_hook = how_.has_hook[to];
        matched_fields found =
            match_fields(both_, from, to, has_hook ? unmatchable::are_not : unmatchable::are_matched);
        for (const matched_field& each : found.matched) {
            const std::uint32_t made = needed_.request(each.from, each.to, join(path, each.label));
            at(index).parts.push_back({each.from_offset, each.to_offset, made, 0});
        }
        const auto first_change = static_cast<std::uint32_t>(made_.changes_.size());
        for (change& each : found.changes) {
            each.path = path;
            add_change(std::move(each));
        }
        for (dropped_part& each : found.dropped)
            each.change += first_change;
        at(index).dropped = std::move(found.dropped);
    }

    plan::settings how_;
    layouts both_;
    conversion_list needed_;
    plan made_;
    std::optional<std::string> problem_;
};

std::vector<bool> plan::touched_by(std::vector<std::uint32_t> carried) const
{
    std::vector<bool> is_touched(conversions_.size());
    while (!carried.empty()) {
        const std::uint32_t index = carried.back();
        carried.pop_back();
        if (index == none || is_touched[index])
            continue;
        is_touched[index] = true;
        const conversion& how = conversions_[index];
        if (how.how == method::pointer)
            continue;
        carried.push_back(how.element);
        carried.push_back(how.key);
        carried.insert(carried.end(), how.alternative_plans.begin(), how.alternative_plans.end());
        for (const part& each : how.parts)
            carried.push_back(each.conversion);
    }
    std::vector<bool> result;
    for (const std::uint32_t structure : changed_)
        result.push_back(is_touched[structure]);
    return result;
}

result<plan> plan::create(const schema::view& from, const schema::view& to, settings how)
{
    return planner{from, to, std::move(how)}.make();
}

bool keeps_nothing(const plan& of)
{
    const conversion& root = of[0];
    return root.how == method::product && root.parts.empty() && !root.dropped.empty() &&
           !of.to()[root.to].fields.empty();
}

} // namespace respawn::migration
