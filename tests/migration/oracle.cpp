#include "tests/migration/oracle.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <string>

namespace respawn::test::oracle {

namespace {

using namespace model;

/// A field of the old structure, or of one inside of it, and where its value goes.
struct route {
    std::vector<std::size_t> from, to;
    const type* from_type;
    const type* to_type;
};

class rules {
public:
    rules(const layout& before, const layout& after) : before_{before}, after_{after} {}

    /// Whether a value of one type can become one of the other, as far as kinds decide it.
    [[nodiscard]] bool can_become(const type& from, const type& to) const
    {
        return are_alike(from, to) || opens(from, to) || encloses(from, to);
    }

    void check(const type& from, const type& to) const
    {
        if (!can_become(from, to))
            throw refused{spelling(before_, from) + " can't become " + spelling(after_, to)};
        if (are_alike(from, to))
            check_alike(from, to);
        else if (goes_by_opening(from, to))
            check_opening(from, to);
        else if (to.what == kind::structure)
            check(from, after_fields(to)[0].type);
        else if (to.what == kind::variant)
            check(from, to.parts[*alternative_for(from, to)]);
        else
            check(from, to.parts[0]);
    }

    /// `now`: what is in the new place already.
    [[nodiscard]] value become(const type& from, const value& was, const type& to, value now) const
    {
        if (are_alike(from, to))
            return become_alike(from, was, to, std::move(now));
        if (goes_by_opening(from, to))
            return open(from, was, to, std::move(now));
        return enclose(from, was, to, std::move(now));
    }

private:
    [[nodiscard]] const std::vector<field>& before_fields(const type& of) const
    {
        return before_.structures[static_cast<std::size_t>(of.index)].fields;
    }
    [[nodiscard]] const std::vector<field>& after_fields(const type& of) const
    {
        return after_.structures[static_cast<std::size_t>(of.index)].fields;
    }

    static bool is_product(const type& of)
    {
        return of.what == kind::structure || of.what == kind::pair || of.what == kind::tuple;
    }
    static bool is_characters(const type& of)
    {
        return of.what == kind::array && of.parts[0].what == kind::character;
    }
    static bool is_text(const type& from, const type& to)
    {
        return (from.what == kind::string && (to.what == kind::string || is_characters(to))) ||
               (is_characters(from) && to.what == kind::string);
    }

    [[nodiscard]] bool are_alike(const type& from, const type& to) const
    {
        if ((is_number(from.what) && is_number(to.what)) || (is_product(from) && is_product(to)) ||
            is_text(from, to) || (from.what == kind::variant && to.what == kind::variant))
            return true;
        if (is_map(from.what) && is_map(to.what))
            return can_become(from.parts[0], to.parts[0]) && can_become(from.parts[1], to.parts[1]);
        return ((is_collection(from.what) && is_collection(to.what)) ||
                (is_holder(from.what) && is_holder(to.what))) &&
               can_become(from.parts[0], to.parts[0]);
    }

    /// The value that is in the old object becomes the new one.
    [[nodiscard]] bool opens(const type& from, const type& to) const
    {
        if (from.what == kind::structure)
            return before_fields(from).size() == 1 && can_become(before_fields(from)[0].type, to);
        if (from.what == kind::variant)
            return std::any_of(from.parts.begin(), from.parts.end(), [&](const type& alternative) {
                return is_same(alternative, to);
            });
        return (is_holder(from.what) || is_collection(from.what)) && can_become(from.parts[0], to);
    }

    /// The old object becomes what is in the new one.
    [[nodiscard]] bool encloses(const type& from, const type& to) const
    {
        if (to.what == kind::structure)
            return after_fields(to).size() == 1 && can_become(from, after_fields(to)[0].type);
        if (to.what == kind::variant)
            return alternative_for(from, to).has_value();
        return (is_holder(to.what) || is_collection(to.what)) && can_become(from, to.parts[0]);
    }

    // What may be empty is opened first, so that nothing is made out of nothing.
    [[nodiscard]] bool goes_by_opening(const type& from, const type& to) const
    {
        const bool replaces_elements =
            is_collection(from.what) && is_holder(to.what) && !is_collection(to.parts[0].what);
        return opens(from, to) && (is_holder(from.what) || replaces_elements || !encloses(from, to));
    }

    [[nodiscard]] bool is_same(const type& from, const type& to) const
    {
        if (from.what != to.what)
            return false;
        if (from.what == kind::structure)
            return before_.structures[static_cast<std::size_t>(from.index)].name ==
                   after_.structures[static_cast<std::size_t>(to.index)].name;
        if (from.what == kind::enumeration)
            return before_.enumerations[static_cast<std::size_t>(from.index)].name ==
                   after_.enumerations[static_cast<std::size_t>(to.index)].name;
        return from.bytes == to.bytes && from.count == to.count &&
               std::equal(
                   from.parts.begin(), from.parts.end(), to.parts.begin(), to.parts.end(),
                   [&](const type& left, const type& right) { return is_same(left, right); });
    }

    [[nodiscard]] std::optional<std::size_t> alternative_for(const type& from, const type& to) const
    {
        for (std::size_t i = 0; i < to.parts.size(); ++i)
            if (is_same(from, to.parts[i]))
                return i;
        for (std::size_t i = 0; i < to.parts.size(); ++i)
            if (from.what == kind::structure ? has_same_fields(from, to.parts[i])
                                             : from.what == to.parts[i].what && can_become(from, to.parts[i]))
                return i;
        return std::nullopt;
    }

    /// A structure that was renamed.
    [[nodiscard]] bool has_same_fields(const type& from, const type& to) const
    {
        if (to.what != kind::structure)
            return false;
        const auto names = [](const layout& in, const type& of) {
            std::set<std::string> all;
            for (const auto& each : in.structures[static_cast<std::size_t>(of.index)].fields)
                all.insert(each.name);
            return all;
        };
        const auto before = names(before_, from);
        return !before.empty() && before == names(after_, to);
    }

    void check_alike(const type& from, const type& to) const
    {
        if (is_product(from)) {
            for (const route& each : routes(from, to))
                check(*each.from_type, *each.to_type);
        } else if (from.what == kind::variant) {
            for (const type& alternative : from.parts)
                if (const auto index = alternative_for(alternative, to))
                    check(alternative, to.parts[*index]);
        } else if (!is_number(from.what) && !is_text(from, to)) {
            for (std::size_t i = 0; i < from.parts.size(); ++i)
                check(from.parts[i], to.parts[i]);
        }
    }

    void check_opening(const type& from, const type& to) const
    {
        if (from.what == kind::structure)
            check(before_fields(from)[0].type, to);
        else if (from.what != kind::variant)
            check(from.parts[0], to);
        else
            for (const type& alternative : from.parts)
                if (alternative.what == to.what && can_become(alternative, to))
                    check(alternative, to);
    }

    [[nodiscard]] value become_alike(const type& from, const value& was, const type& to, value now) const
    {
        if (is_number(from.what)) {
            if (from.what == kind::enumeration && to.what == kind::enumeration)
                return enumeration(from, was, to, std::move(now));
            return number(from, was, to);
        }
        if (is_product(from))
            return product(from, was, to, std::move(now));
        if (is_text(from, to))
            return characters(from, was, to);
        if (from.what == kind::variant) {
            const type& held = from.parts[static_cast<std::size_t>(was.alternative)];
            if (const auto index = alternative_for(held, to))
                return variant(held, was.items[0], to, *index);
            return now;
        }
        if (is_holder(from.what)) {
            value made;
            for (const value& held : was.items)
                made.items.push_back(fresh(from.parts[0], held, to.parts[0]));
            return made;
        }
        if (is_map(from.what))
            return map(from, was, to);
        return collection(from, was, to, std::move(now));
    }

    [[nodiscard]] value fresh(const type& from, const value& was, const type& to) const
    {
        return become(from, was, to, initial(after_, to));
    }
    [[nodiscard]] value variant(const type& from, const value& was, const type& to, std::size_t index) const
    {
        value made;
        made.alternative = static_cast<int>(index);
        made.items.push_back(fresh(from, was, to.parts[index]));
        return made;
    }

    [[nodiscard]] value product(const type& from, const value& was, const type& to, value now) const
    {
        for (const route& each : routes(from, to)) {
            const value* source = &was;
            for (const std::size_t step : each.from)
                source = &source->items[step];
            value* target = &now;
            for (const std::size_t step : each.to)
                target = &target->items[step];
            *target = become(*each.from_type, *source, *each.to_type, *target);
        }
        return now;
    }

    [[nodiscard]] value collection(const type& from, const value& was, const type& to, value now) const
    {
        const bool order_matters = !is_set(to.what);
        if (from.what == kind::unordered_set && was.items.size() > 1 && order_matters)
            throw undecided{"elements of an unordered_set get an order"};
        if (to.what == kind::array) {
            for (std::size_t i = 0; i < std::min(was.items.size(), now.items.size()); ++i)
                now.items[i] = become(from.parts[0], was.items[i], to.parts[0], now.items[i]);
            return now;
        }
        value made;
        for (const value& item : was.items)
            made.items.push_back(fresh(from.parts[0], item, to.parts[0]));
        if (is_set(to.what))
            put_in_order(to, made);
        return made;
    }

    [[nodiscard]] value map(const type& from, const value& was, const type& to) const
    {
        value made;
        for (const value& item : was.items) {
            made.items.emplace_back();
            made.items.back().items = {
                fresh(from.parts[0], item.items[0], to.parts[0]),
                fresh(from.parts[1], item.items[1], to.parts[1])};
        }
        put_in_order(to, made);
        if (from.what == kind::unordered_map && made.items.size() != was.items.size())
            throw undecided{"of two entries of an unordered_map, one is kept"};
        return made;
    }

    [[nodiscard]] value open(const type& from, const value& was, const type& to, value now) const
    {
        if (from.what == kind::structure)
            return become(before_fields(from)[0].type, was.items[0], to, std::move(now));
        if (from.what == kind::variant) {
            const type& held = from.parts[static_cast<std::size_t>(was.alternative)];
            return held.what == to.what && can_become(held, to) ? become(held, was.items[0], to, now) : now;
        }
        if (from.what == kind::unordered_set && was.items.size() > 1)
            throw undecided{"the first element of an unordered_set is kept"};
        return was.items.empty() ? now : become(from.parts[0], was.items[0], to, std::move(now));
    }

    [[nodiscard]] value enclose(const type& from, const value& was, const type& to, value now) const
    {
        if (to.what == kind::variant)
            return variant(from, was, to, *alternative_for(from, to));
        if (to.what == kind::structure || to.what == kind::array) {
            const type& inner = to.what == kind::array ? to.parts[0] : after_fields(to)[0].type;
            now.items[0] = become(from, was, inner, now.items[0]);
            return now;
        }
        value made;
        made.items.push_back(fresh(from, was, to.parts[0]));
        return made;
    }

    [[nodiscard]] static value characters(const type& from, const value& was, const type& to)
    {
        std::string letters = was.text;
        if (from.what == kind::array)
            for (const value& letter : was.items) {
                if (letter.number == 0)
                    break;
                letters += static_cast<char>(static_cast<int>(letter.number));
            }
        value made;
        if (to.what == kind::string) {
            made.text = letters;
            return made;
        }
        made.items.resize(static_cast<std::size_t>(to.count));
        for (std::size_t i = 0; i + 1 < made.items.size() && i < letters.size(); ++i)
            made.items[i].number = letters[i];
        return made;
    }

    [[nodiscard]] const type& arithmetic(const layout& in, const type& of) const
    {
        return of.what == kind::enumeration ? in.enumerations[static_cast<std::size_t>(of.index)].underlying
                                            : of;
    }

    [[nodiscard]] value number(const type& was_type, const value& was, const type& is_type) const
    {
        const type& from = arithmetic(before_, was_type);
        const type& to = arithmetic(after_, is_type);
        value made;
        const auto is_byte = [](const type& of) {
            return of.bytes == 1 && of.what != kind::boolean && of.what != kind::floating_point;
        };
        if (to.what == kind::boolean) {
            made.number = was.number != 0 ? 1 : 0;
        } else if (to.what == kind::floating_point) {
            made.number = was.number;
            if (to.bytes == 4) {
                constexpr long double most = std::numeric_limits<float>::max();
                made.number = static_cast<float>(std::clamp(was.number, -most, most));
            } else {
                made.number = static_cast<double>(was.number);
            }
        } else if (
            is_byte(from) && is_byte(to) && (from.what == kind::character) != (to.what == kind::character)) {
            // A letter or a number, nobody knows: the same bits.
            made.number = was.number;
            if (was.number > largest(to))
                made.number -= 256;
            if (was.number < least(to))
                made.number += 256;
        } else {
            made.number = std::clamp(std::trunc(was.number), least(to), largest(to));
            if (made.number == 0)
                made.number = 0; // not -0
        }
        return made;
    }

    [[nodiscard]] value enumeration(const type& from, const value& was, const type& to, value now) const
    {
        const auto& before = before_.enumerations[static_cast<std::size_t>(from.index)];
        const auto& after = after_.enumerations[static_cast<std::size_t>(to.index)];
        const auto name_of = [&](std::int64_t number) -> const std::string* {
            for (const enumerator& each : before.enumerators)
                if (each.number == number)
                    return &each.name;
            return nullptr;
        };
        const auto number_of = [&](const std::string& name) -> std::optional<std::int64_t> {
            for (const enumerator& each : after.enumerators)
                if (each.name == name)
                    return each.number;
            return std::nullopt;
        };
        const auto whole = static_cast<std::int64_t>(was.number);
        if (const std::string* name = name_of(whole)) {
            if (const auto number = number_of(*name))
                now.number = static_cast<long double>(*number);
            return now; // a name that is gone: the default
        }
        // Flags, if at least as many names stand for one bit as for several: bits without a name stay.
        std::size_t single = 0, others = 0;
        for (const enumerator& each : before.enumerators)
            if (each.number != 0)
                ++(std::has_single_bit(static_cast<std::uint64_t>(each.number)) ? single : others);
        const auto bits = static_cast<std::uint64_t>(whole);
        std::uint64_t flags = 0;
        for (int i = 0; i < 64; ++i)
            if (const std::uint64_t bit = std::uint64_t{1} << i; (bits & bit) != 0) {
                const std::string* name = name_of(static_cast<std::int64_t>(bit));
                flags |= name ? static_cast<std::uint64_t>(number_of(*name).value_or(0)) : bit;
            }
        const bool are_flags = was.number >= 0 && single >= others && flags != bits;
        now.number = std::clamp(
            are_flags ? static_cast<long double>(static_cast<std::int64_t>(flags)) : was.number,
            least(after.underlying), largest(after.underlying));
        return now;
    }

    /// Which parts of a structure, pair or tuple become which of another.
    [[nodiscard]] std::vector<route> routes(const type& from, const type& to) const;

    struct named_part {
        std::string name;
        const model::type* type;
        std::vector<std::string> former_names;
        std::size_t index;
    };
    [[nodiscard]] static std::vector<named_part> parts_of(const layout& in, const type& of)
    {
        std::vector<named_part> parts;
        if (of.what == kind::structure) {
            for (const field& each : in.structures[static_cast<std::size_t>(of.index)].fields)
                parts.push_back({each.name, &each.type, each.former_names, parts.size()});
        } else {
            for (const type& each : of.parts) {
                const std::size_t index = parts.size();
                parts.push_back(
                    {of.what == kind::tuple ? std::to_string(index)
                     : index == 0           ? "first"
                                            : "second",
                     &each,
                     {},
                     index});
            }
        }
        return parts;
    }

    static bool is_called(const named_part& now, const std::string& before)
    {
        return now.name == before ||
               std::find(now.former_names.begin(), now.former_names.end(), before) != now.former_names.end();
    }

    /// Fields that are gone and are in a new structure now.
    bool move_in(
        std::vector<named_part>& gone, const type& structure, const std::vector<std::size_t>& path,
        std::vector<route>& all) const
    {
        bool took_any = false;
        for (const named_part& inner : parts_of(after_, structure)) {
            auto inner_path = path;
            inner_path.push_back(inner.index);
            const auto former = std::find_if(gone.begin(), gone.end(), [&](const named_part& each) {
                return is_called(inner, each.name) && can_become(*each.type, *inner.type);
            });
            if (former != gone.end()) {
                all.push_back({{former->index}, inner_path, former->type, inner.type});
                gone.erase(former);
                took_any = true;
            } else if (inner.type->what == kind::structure) {
                took_any = move_in(gone, *inner.type, inner_path, all) || took_any;
            }
        }
        return took_any;
    }

    /// Fields of a structure that is gone, and are beside it now.
    void move_out(
        std::vector<named_part>& added, const type& structure, const std::vector<std::size_t>& path,
        std::vector<route>& all) const
    {
        for (const named_part& inner : parts_of(before_, structure)) {
            auto inner_path = path;
            inner_path.push_back(inner.index);
            const auto now = std::find_if(added.begin(), added.end(), [&](const named_part& each) {
                return is_called(each, inner.name) && can_become(*inner.type, *each.type);
            });
            if (now != added.end()) {
                all.push_back({inner_path, {now->index}, inner.type, now->type});
                added.erase(now);
            } else if (inner.type->what == kind::structure) {
                move_out(added, *inner.type, inner_path, all);
            }
        }
    }

    const layout& before_;
    const layout& after_;
};

std::vector<route> rules::routes(const type& from, const type& to) const
{
    std::vector<route> all;
    std::vector<named_part> gone = parts_of(before_, from), added;
    const auto take = [&](const named_part& now, auto fits) {
        const auto former = std::find_if(gone.begin(), gone.end(), fits);
        if (former == gone.end())
            return false;
        all.push_back({{former->index}, {now.index}, former->type, now.type});
        gone.erase(former);
        return true;
    };
    for (named_part& now : parts_of(after_, to))
        if (!take(now, [&](const named_part& each) { return each.name == now.name; }))
            added.push_back(std::move(now));
    std::erase_if(
        added,
        [&](const named_part& now) {
            return take(
                now,
                [&](const named_part& each) { return now.name != each.name && is_called(now, each.name); });
        });
    std::erase_if(added, [&](const named_part& now) {
        return now.type->what == kind::structure && move_in(gone, *now.type, {now.index}, all);
    });
    for (const named_part& former : gone)
        if (former.type->what == kind::structure)
            move_out(added, *former.type, {former.index}, all);
    return all;
}

type root_type()
{
    return {kind::structure, 0, 0, 0, {}};
}

} // namespace

bool can_become(const layout& before, const type& from, const layout& after, const type& to)
{
    return rules{before, after}.can_become(from, to);
}

void check(const layout& before, const layout& after)
{
    rules{before, after}.check(root_type(), root_type());
}

value migrate(const layout& before, const layout& after, const value& root)
{
    return rules{before, after}.become(root_type(), root, root_type(), initial(after, root_type()));
}

} // namespace respawn::test::oracle
