#include "shared/objects/compare.hpp"

#include "shared/objects/difference_list.hpp"
#include "shared/objects/equal_bytes.hpp"
#include "shared/objects/lookup.hpp"
#include "shared/objects/pairs.hpp"
#include "shared/objects/path.hpp"
#include "shared/objects/tree.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace respawn::objects {

namespace {

using schema::type_kind;
using schema::type_node;
using how = part_step::how;

constexpr std::size_t most_text_bytes = 200;
constexpr const char* damaged = "<damaged>";

class comparer {
public:
    comparer(const state_view& before, const state_view& after, std::size_t most, work_limit& work) :
        before_{before}, after_{after}, work_{work}, found_{most, work}, pairs_{*before.bytes, *after.bytes},
        equal_{*before.bytes, *after.bytes, work}, pointers_{before, after, most_text_bytes, work}
    {}

    comparison run()
    {
        for (const root& each : after_.roots)
            compare_root(find(before_.roots, each.name), &each);
        for (const root& each : before_.roots)
            if (!find(after_.roots, each.name))
                compare_root(&each, nullptr);
        return judged();
    }

    comparison run(std::span<const target> befores, std::span<const target> afters)
    {
        std::unordered_map<std::string_view, const target*> olds;
        for (const target& each : befores)
            olds.emplace(each.path, &each);
        for (const target& each : afters) {
            const auto old = olds.find(each.path);
            const bool is_new = old == olds.end();
            compare_parts(each.path, is_new ? std::nullopt : std::optional{old->second->where}, each.where);
            if (!is_new)
                olds.erase(old);
        }
        for (const target& each : befores)
            if (olds.contains(each.path))
                compare_parts(each.path, each.where, std::nullopt);
        return judged();
    }

private:
    comparison judged()
    {
        comparison made = found_.judged(pointers_);
        made.is_cut = made.is_cut || owns_too_much();
        return made;
    }

    static const root* find(std::span<const root> roots, const std::string& name)
    {
        const auto found =
            std::find_if(roots.begin(), roots.end(), [&](const root& each) { return each.name == name; });
        return found == roots.end() ? nullptr : &*found;
    }

    void compare_root(const root* before, const root* after)
    {
        if (!before || !after) {
            using where = difference::where;
            return found_.add(
                {before ? where::only_before : where::only_after, root_text((after ? after : before)->name)});
        }
        if (!before->types || !after->types) {
            if (before->types != after->types)
                add_damage(root_text(after->name), !before->types, !after->types);
            return;
        }
        compare_parts(root_text(after->name), before->object(), after->object());
    }

    void compare_parts(
        const std::string& path, const std::optional<place>& before, const std::optional<place>& after)
    {
        const type_list* old_types = before ? before->types : nullptr;
        const type_list* new_types = after ? after->types : nullptr;
        pairs_.begin(path, old_types, new_types);
        equal_.use_types(old_types == new_types ? new_types : nullptr);
        waiting_.clear();
        come_to({}, before, after);
        while (!waiting_.empty()) {
            const std::uint32_t next = waiting_.back();
            waiting_.pop_back();
            const std::size_t already = waiting_.size();
            if (!work_.spend() || owns_too_much())
                return;
            look_at(next);
            // The last one first: they are taken from the end.
            std::reverse(waiting_.begin() + static_cast<std::ptrdiff_t>(already), waiting_.end());
        }
    }

    /// What is owned lies in the state once, but for arrays in arrays, which are visited once for each: a
    /// damaged state that owns itself, in a circle, has had its turn.
    [[nodiscard]] bool owns_too_much() const
    {
        constexpr std::uint64_t most_often = 64;
        return visited_bytes_ / most_often > after_.bytes->extent_bytes();
    }

    void come_to(const part_step& step, const std::optional<place>& before, const std::optional<place>& after)
    {
        if (after)
            visited_bytes_ += after->node().size_bytes;
        waiting_.push_back(pairs_.add(step, before, after));
    }

    void look_at(std::uint32_t index)
    {
        const part_pairs::part now = pairs_[index];
        if (!now.before || !now.after)
            return report_one_sided(index, now);
        const place &before = *now.before, &after = *now.after;
        if (equal_.are_equal(before, after))
            return;
        if (opens(before) || opens(after))
            return look_at_holders(index, before, after);
        const bool before_is_value = is_value(*before.types, before.type);
        const bool after_is_value = is_value(*after.types, after.type);
        if (before_is_value && after_is_value)
            return look_at_values(index, before, after);
        const type_kind before_kind = before.node().kind, after_kind = after.node().kind;
        if (is_sequence(before_kind) && is_sequence(after_kind))
            return look_at_sequences(index, before, after);
        if (schema::has_key(before_kind) && schema::has_key(after_kind))
            return look_at_associations(index, before, after);
        if (is_set(before_kind) && is_set(after_kind))
            return look_at_associations(index, before, after);
        const bool are_other_classes =
            before.types == after.types && before.node().class_name != after.node().class_name;
        if (!before_is_value && !after_is_value && has_named_parts(before_kind) &&
            has_named_parts(after_kind) && !are_other_classes)
            return look_at_fields(index, before, after);
        add(index, schema::describe(*before.types, before.type), schema::describe(*after.types, after.type));
    }

    void add(std::uint32_t index, std::string before, std::string after)
    {
        if (found_.is_full())
            return found_.leave_out();
        found_.add({difference::where::both, pairs_.path_of(index), std::move(before), std::move(after)});
    }
    void add_damage(std::string path, bool is_before_damaged, bool is_after_damaged)
    {
        found_.add(
            {difference::where::both, std::move(path), is_before_damaged ? damaged : "",
             is_after_damaged ? damaged : ""});
    }

    static bool is_set(type_kind kind) { return kind == type_kind::set || kind == type_kind::unordered_set; }
    static bool is_sequence(type_kind kind)
    {
        return has_elements(kind) && !is_set(kind) && !schema::has_key(kind);
    }
    static bool has_named_parts(type_kind kind)
    {
        return kind == type_kind::structure || kind == type_kind::pair || kind == type_kind::tuple;
    }
    static bool opens(const place& where)
    {
        return can_hold(where.node().kind) && where.node().kind != type_kind::pointer;
    }

    void look_at_holders(std::uint32_t index, const place& before, const place& after)
    {
        const held first = opens(before) ? held_by(*before_.bytes, before) : held{held::how::object, before};
        const held second = opens(after) ? held_by(*after_.bytes, after) : held{held::how::object, after};
        if (first.what == held::how::object && second.what == held::how::object)
            return come_to({index, how::held}, first.where, second.where);
        if (first.what != second.what)
            add(index, words(first, before_), words(second, after_));
    }

    std::string words(const held& what, const state_view& state)
    {
        if (what.what == held::how::object)
            return words(what.where, state);
        return what.what == held::how::nothing ? "none" : damaged;
    }

    std::string words(const place& where, const state_view& state)
    {
        work_limit little{1000};
        const tree made = grow_tree(*state.bytes, {}, {{"", where}}, {3, 8, 100, 100}, little);
        return made.nodes.empty() ? "" : short_text(made.nodes.front(), most_text_bytes);
    }

    void look_at_values(std::uint32_t index, const place& before, const place& after)
    {
        const type_kind kind = after.node().kind;
        if (kind == type_kind::ignored || before.node().kind == type_kind::ignored)
            return;
        const auto first = read_value(*before_.bytes, before, most_text_bytes);
        const auto second = read_value(*after_.bytes, after, most_text_bytes);
        const bool are_alike = before.node().kind == kind && first && second;
        if (kind == type_kind::pointer && are_alike) {
            if (first->target != 0 || second->target != 0)
                found_.add({before, after, first->target, second->target}, pairs_.path_of(index));
            return;
        }
        if (kind == type_kind::function_pointer && are_alike) {
            if (auto words = pointers_.compare_functions(
                    {before, after, first->target, second->target}, *first, *second))
                add(index, std::move(words->before), std::move(words->after));
            return;
        }
        if (are_equal(first, second, before, after))
            return;
        add(index, first ? shown(*first) : damaged, second ? shown(*second) : damaged);
    }

    [[nodiscard]] bool are_equal(
        const std::optional<value>& first, const std::optional<value>& second, const place& before,
        const place& after) const
    {
        if (!first || !second)
            return !first && !second;
        if (shown(*first) != shown(*second))
            return false;
        if (first->left_out_bytes == 0)
            return true;
        // Long texts that begin the same way.
        const auto one = characters(*before_.bytes, *before.types, before.type, before.address);
        const auto other = characters(*after_.bytes, *after.types, after.type, after.address);
        return one && other && std::equal(one->begin(), one->end(), other->begin(), other->end());
    }

    void look_at_fields(std::uint32_t index, const place& before, const place& after)
    {
        const auto &old_fields = before.node().fields, &new_fields = after.node().fields;
        std::unordered_map<std::string_view, const schema::type_field*> old_ones;
        old_ones.reserve(old_fields.size());
        for (const schema::type_field& each : old_fields)
            old_ones.emplace(each.name, &each);
        for (std::size_t i = 0; i < new_fields.size(); ++i) {
            const auto old = old_ones.find(new_fields[i].name);
            const bool is_new = old == old_ones.end();
            come_to(
                {index, how::field, i}, is_new ? std::nullopt : std::optional{before.field(*old->second)},
                after.field(new_fields[i]));
            if (!is_new)
                old_ones.erase(old);
        }
        for (std::size_t i = 0; i < old_fields.size(); ++i)
            if (old_ones.contains(old_fields[i].name))
                come_to({index, how::field, i}, before.field(old_fields[i]), std::nullopt);
    }

    void look_at_sequences(std::uint32_t index, const place& before, const place& after)
    {
        sequence olds{*before_.bytes, before}, news{*after_.bytes, after};
        const auto old_count = olds.count(), new_count = news.count();
        if (!old_count || !new_count) {
            if (old_count || new_count)
                add_damage(pairs_.path_of(index), !old_count, !new_count);
            return;
        }
        const std::uint64_t common = std::min(*old_count, *new_count);
        const bool can_be_passed = before.types == after.types && !olds.has_bits() && !news.has_bits() &&
                                   before.node().element == after.node().element;
        const auto shape = can_be_passed ? equal_.shape_of(after.node().element) : std::nullopt;
        for (std::uint64_t i = 0; i < common;) {
            if (!work_.spend())
                return;
            if (shape) {
                const std::uint64_t equal = equal_.pass_over(olds, news, common - i, *shape);
                i += equal;
                if (equal != 0)
                    continue;
            }
            const auto first = olds.next(), second = news.next();
            if (!first && !second)
                return;
            if (!first || !second)
                return add_damage(pairs_.path_of(index), !first, !second);
            // Bits are many: only those that differ are worth a visit.
            if (!first->bit || !second->bit || bit_at(before_, *first) != bit_at(after_, *second))
                come_to({index, how::element, i}, first, second);
            ++i;
        }
        if (*old_count > common)
            come_to({index, how::element, common, *old_count - 1}, before, std::nullopt);
        if (*new_count > common)
            come_to({index, how::element, common, *new_count - 1}, std::nullopt, after);
    }

    static bool bit_at(const state_view& state, const place& where)
    {
        const std::byte* byte = state.bytes->at(where.address, 1);
        return byte && (std::to_integer<unsigned>(*byte) >> *where.bit & 1u) != 0;
    }

    void look_at_associations(std::uint32_t index, const place& before, const place& after)
    {
        const bool is_same_type = before.types == after.types && before.type == after.type;
        const std::uint64_t passed = is_same_type ? pass_over_same_entries(index, before, after) : 0;
        if (is_same_type && passed == element_count(*before_.bytes, before) &&
            passed == element_count(*after_.bytes, after))
            return;
        std::unordered_map<std::string, entry> olds;
        const walk_end first =
            for_each_element(*before_.bytes, before, passed, work_, [&](const entry& each) {
                olds.emplace(identity(before_, each), each);
                return true;
            });
        const walk_end second = for_each_element(*after_.bytes, after, passed, work_, [&](const entry& each) {
            const auto old = olds.find(identity(after_, each));
            const bool is_new = old == olds.end();
            if (is_new || each.key)
                come_to(
                    {index, how::entry, each.index},
                    is_new ? std::nullopt : std::optional{old->second.element}, each.element);
            if (!is_new)
                olds.erase(old);
            return true;
        });
        std::vector<entry> gone;
        for (const auto& each : olds)
            gone.push_back(each.second);
        std::sort(gone.begin(), gone.end(), [](const entry& a, const entry& b) { return a.index < b.index; });
        for (const entry& each : gone)
            come_to({index, how::entry, each.index}, each.element, std::nullopt);
        if ((first == walk_end::damaged) != (second == walk_end::damaged))
            add_damage(pairs_.path_of(index), first == walk_end::damaged, second == walk_end::damaged);
    }

    /// Passes over the entries at the front that are the same nodes with the same keys; their values are
    /// looked at where they differ. How many they are.
    std::uint64_t pass_over_same_entries(std::uint32_t index, const place& before, const place& after)
    {
        const type_node& type = after.node();
        const bool has_key = schema::has_key(type.kind);
        const auto key_shape = equal_.shape_of(has_key ? type.key : type.element);
        const auto value_shape = equal_.shape_of(type.element);
        auto olds = elements::of(*before_.bytes, *before.types, before.type, before.address);
        auto news = elements::of(*after_.bytes, *after.types, after.type, after.address);
        if (!olds || !news || !key_shape)
            return 0;
        const std::uint64_t offset = has_key ? value_offset(*after.types, type) : 0;
        const auto is_same = [&](std::uint64_t address, const std::optional<byte_shape>& shape) {
            return shape && equal_.are_equal(address, address, 1, *shape);
        };
        for (std::uint64_t passed = 0;; ++passed) {
            const objects::run old = olds->next(), now = news->next();
            if (old.count == 0 || now.count == 0 || old.address != now.address || !work_.spend() ||
                !is_same(now.address, key_shape))
                return passed;
            const std::uint64_t value = now.address + offset;
            if (has_key && !is_same(value, value_shape))
                come_to(
                    {index, how::entry, passed}, before.at(type.element, value),
                    after.at(type.element, value));
        }
    }

    /// What tells an entry from the others in its container, in both states.
    [[nodiscard]] std::string identity(const state_view& state, const entry& each) const
    {
        constexpr std::size_t longest = 4096;
        const place key = each.key.value_or(each.element);
        const auto bytes = static_cast<std::size_t>(key.node().size_bytes);
        if (is_value(*key.types, key.type) && key.node().kind != type_kind::pointer)
            if (const auto content = read_value(*state.bytes, key, longest))
                return shown(*content);
        if (equal_.is_plain(key.type))
            if (const std::byte* first = state.bytes->at(key.address, bytes))
                return {reinterpret_cast<const char*>(first), bytes};
        return "#" + std::to_string(each.index);
    }

    void report_one_sided(std::uint32_t index, const part_pairs::part& now)
    {
        if (found_.is_full())
            return found_.leave_out();
        using where = difference::where;
        difference found{now.after ? where::only_after : where::only_before, pairs_.path_of(index)};
        if (now.come_by == how::element)
            return found_.add(std::move(found));
        if (now.before)
            found.before = words(*now.before, before_);
        if (now.after)
            found.after = words(*now.after, after_);
        found_.add(std::move(found));
    }

    state_view before_, after_;
    work_limit& work_;
    difference_list found_;
    part_pairs pairs_;
    std::vector<std::uint32_t> waiting_; ///< the numbers of pairs that are still to be looked at
    std::uint64_t visited_bytes_ = 0;
    equal_bytes equal_;
    pointer_comparer pointers_;
};

} // namespace

comparison compare(
    const state_view& before, const state_view& after, std::size_t most_differences, work_limit& work)
{
    return comparer{before, after, most_differences, work}.run();
}

comparison compare(
    const state_view& before, std::span<const target> parts_before, const state_view& after,
    std::span<const target> parts_after, std::size_t most_differences, work_limit& work)
{
    return comparer{before, after, most_differences, work}.run(parts_before, parts_after);
}

} // namespace respawn::objects
