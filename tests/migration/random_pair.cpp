#include "tests/migration/random_pair.hpp"

#include "tests/migration/oracle.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <set>

namespace respawn::test {

namespace {

using namespace model;

constexpr int tries = 30;

class dice {
public:
    explicit dice(std::uint32_t seed) : engine_{seed} {}

    /// Both included.
    int between(int least, int most)
    {
        return least + static_cast<int>(engine_() % static_cast<std::uint32_t>(most - least + 1));
    }
    bool one_in(int number) { return between(1, number) == 1; }
    std::uint64_t bits() { return std::uint64_t{engine_()} << 32 | engine_(); }
    template <class Range>
    auto& one_of(Range& range)
    {
        return range[static_cast<std::size_t>(between(0, static_cast<int>(range.size()) - 1))];
    }
    template <class Range>
    void shuffle(Range& range)
    {
        for (std::size_t i = range.size(); i > 1; --i)
            std::swap(range[i - 1], range[static_cast<std::size_t>(between(0, static_cast<int>(i) - 1))]);
    }

private:
    std::mt19937 engine_; // its numbers are the same everywhere; those of distributions are not
};

const std::array scalars{
    type{kind::boolean, 1},          type{kind::character, 1},        type{kind::signed_integer, 1},
    type{kind::signed_integer, 2},   type{kind::signed_integer, 4},   type{kind::signed_integer, 8},
    type{kind::unsigned_integer, 1}, type{kind::unsigned_integer, 2}, type{kind::unsigned_integer, 4},
    type{kind::unsigned_integer, 8}, type{kind::floating_point, 4},   type{kind::floating_point, 8}};
const std::array underlying_types{
    type{kind::unsigned_integer, 1}, type{kind::signed_integer, 2}, type{kind::signed_integer, 4},
    type{kind::unsigned_integer, 8}};
const std::array sequences{kind::vector, kind::deque, kind::list};
const std::array enumerator_names{"red", "green", "blue", "amber", "violet", "grey", "teal"};

class maker {
public:
    maker(std::uint32_t seed, const pair_limits& limits) : dice_{seed}, limits_{limits} {}

    layout make_layout()
    {
        layout made;
        for (int i = dice_.between(1, 2); i > 0; --i)
            add_enumeration(made);
        const int structures = dice_.between(2, 4);
        for (int i = 0; i < structures; ++i)
            made.structures.push_back({"s" + std::to_string(i), {}});
        for (int i = structures - 1; i >= 0; --i) {
            const int count = i == 0 ? dice_.between(3, limits_.most_fields) : dice_.between(1, 5);
            for (int k = 0; k < count; ++k)
                made.structures[static_cast<std::size_t>(i)].fields.push_back(make_field(made, i + 1));
        }
        settle(made);
        return made;
    }

    value make_value(const layout& in, const type& of, int depth = 0)
    {
        value made;
        switch (of.what) {
        case kind::enumeration:
            made.number = make_enumeration_value(in.enumerations[static_cast<std::size_t>(of.index)]);
            break;
        case kind::string:
            made.text = make_text();
            break;
        case kind::structure:
            for (const field& each : in.structures[static_cast<std::size_t>(of.index)].fields)
                made.items.push_back(
                    dice_.one_in(8) ? each.default_value : make_value(in, each.type, depth + 1));
            break;
        case kind::pair:
        case kind::tuple:
            for (const type& part : of.parts)
                made.items.push_back(make_value(in, part, depth + 1));
            break;
        case kind::variant:
            made.alternative = dice_.between(0, static_cast<int>(of.parts.size()) - 1);
            made.items.push_back(
                make_value(in, of.parts[static_cast<std::size_t>(made.alternative)], depth + 1));
            break;
        default:
            if (is_arithmetic(of.what))
                made.number = make_number(of);
            else
                fill(in, of, made, depth);
        }
        return made;
    }

    /// Several edits; what they were.
    std::string edit(layout& all)
    {
        std::string told;
        for (int i = dice_.between(1, 6); i > 0; --i)
            for (int attempt = 0; attempt < tries; ++attempt) {
                layout tried = all;
                const std::string what = edit_once(tried);
                if (what.empty())
                    continue;
                settle(tried);
                all = std::move(tried);
                told += (told.empty() ? "" : ", ") + what;
                break;
            }
        return told;
    }

private:
    void add_enumeration(layout& all)
    {
        enumeration made;
        made.name = "e" + std::to_string(all.enumerations.size());
        made.underlying = dice_.one_of(underlying_types);
        std::vector<std::string> names{enumerator_names.begin(), enumerator_names.end()};
        dice_.shuffle(names);
        names.resize(static_cast<std::size_t>(dice_.between(2, 5)));
        for (std::string& name : names)
            made.enumerators.push_back({std::move(name), 0});
        renumber(made);
        all.enumerations.push_back(std::move(made));
    }

    void renumber(enumeration& all)
    {
        const bool are_flags = dice_.one_in(2);
        std::int64_t next = dice_.between(0, 3);
        if (all.underlying.what == kind::signed_integer)
            next -= 2;
        if (are_flags)
            next = 1;
        for (enumerator& each : all.enumerators) {
            each.number = next;
            next = are_flags ? next * 2 : next + dice_.between(1, 3);
        }
    }

    field make_field(const layout& in, int first_structure)
    {
        field made;
        made.name = new_name();
        made.type = make_type(in, first_structure);
        initialise(made, in);
        return made;
    }
    std::string new_name() { return "f" + std::to_string(next_name_++); }

    void initialise(field& of, const layout& in)
    {
        of.has_initialiser = false;
        const type& inner = of.type.parts.empty() ? of.type : of.type.parts[0];
        const bool is_simple =
            is_arithmetic(inner.what) && (of.type.parts.empty() || of.type.what == kind::array ||
                                          of.type.what == kind::vector || of.type.what == kind::optional);
        if ((is_simple || of.type.what == kind::string) && dice_.one_in(2)) {
            of.has_initialiser = true;
            of.default_value = make_value(in, of.type);
        }
    }

    type make_key(const layout& in)
    {
        switch (dice_.between(0, 4)) {
        case 0:
            return {kind::string, 0};
        case 1:
            return {kind::enumeration, 0, dice_.between(0, static_cast<int>(in.enumerations.size()) - 1)};
        default:
            return scalars[static_cast<std::size_t>(dice_.between(2, 9))];
        }
    }

    type make_type(const layout& in, int first_structure)
    {
        for (int attempt = 0; attempt < tries; ++attempt) {
            type made = !limits_.known_types.empty() && dice_.one_in(2) ? known_type(in, first_structure)
                                                                        : try_type(in, first_structure, 0);
            if (is_allowed(in, made))
                return made;
        }
        return dice_.one_of(scalars);
    }

    type known_type(const layout& in, int first_structure)
    {
        type made = dice_.one_of(limits_.known_types);
        replace_named(in, first_structure, made);
        return made;
    }

    void replace_named(const layout& in, int first_structure, type& of)
    {
        const int last_structure = static_cast<int>(in.structures.size()) - 1;
        if (of.what == kind::enumeration)
            of.index = dice_.between(0, static_cast<int>(in.enumerations.size()) - 1);
        if (of.what == kind::structure && first_structure <= last_structure)
            of.index = dice_.between(first_structure, last_structure);
        else if (of.what == kind::structure)
            of = dice_.one_of(scalars);
        for (type& part : of.parts)
            replace_named(in, first_structure, part);
    }

    type try_type(const layout& in, int first_structure, int depth)
    {
        const int last_structure = static_cast<int>(in.structures.size()) - 1;
        const int roll = dice_.between(0, depth < 2 ? 19 : 9);
        if (roll < 5)
            return dice_.one_of(scalars);
        if (roll < 6)
            return {kind::string, 0};
        if (roll < 7)
            return {kind::enumeration, 0, dice_.between(0, static_cast<int>(in.enumerations.size()) - 1)};
        if (roll < 10)
            return first_structure > last_structure
                       ? dice_.one_of(scalars)
                       : type{kind::structure, 0, dice_.between(first_structure, last_structure)};
        const auto inner = [&] { return try_type(in, first_structure, depth + 1); };
        switch (dice_.between(0, 12)) {
        case 0:
        case 1:
        case 2:
            return {dice_.one_of(sequences), 0, 0, 0, {inner()}};
        case 3:
        case 4:
            return {kind::array, 0, 0, dice_.between(1, 4), {inner()}};
        case 5:
            return {dice_.one_in(2) ? kind::set : kind::unordered_set, 0, 0, 0, {make_key(in)}};
        case 6:
        case 7:
            return {dice_.one_in(3) ? kind::unordered_map : kind::map, 0, 0, 0, {make_key(in), inner()}};
        case 8:
            return {kind::optional, 0, 0, 0, {inner()}};
        case 9:
            return {kind::unique_pointer, 0, 0, 0, {inner()}};
        case 10:
            return {kind::pair, 0, 0, 0, {inner(), inner()}};
        case 11:
            return {kind::tuple, 0, 0, 0, {inner(), inner(), inner()}};
        default:
            return {kind::variant, 0, 0, 0, {inner(), inner(), inner()}};
        }
    }

    [[nodiscard]] bool is_allowed(const layout& in, const type& made) const
    {
        return is_sound(made) && (!limits_.has_type || limits_.has_type(in, made));
    }

    static bool is_key(const type& of)
    {
        return of.what == kind::string || of.what == kind::enumeration ||
               (is_arithmetic(of.what) && of.what != kind::floating_point);
    }
    static bool is_alternative(const type& of)
    {
        return of.parts.empty() ||
               ((of.what == kind::vector || of.what == kind::optional) && is_arithmetic(of.parts[0].what));
    }

    /// Keys have an order; of alternatives there is one structure and one enumeration at most, since their
    /// names differ between layouts in one program.
    static bool is_sound(const type& of)
    {
        if ((is_set(of.what) || is_map(of.what)) && !is_key(of.parts[0]))
            return false;
        if (of.what == kind::variant) {
            std::set<std::string> seen;
            for (const type& part : of.parts) {
                const bool is_named = part.what == kind::structure || part.what == kind::enumeration;
                if (!is_alternative(part) ||
                    !seen
                         .insert(spelling(
                             {},
                             is_named ? type{part.what == kind::structure ? kind::structure : kind::list}
                                      : part,
                             false))
                         .second)
                    return false;
            }
        }
        return std::all_of(of.parts.begin(), of.parts.end(), is_sound);
    }

    long double make_number(const type& of)
    {
        if (of.what == kind::boolean)
            return dice_.between(0, 1);
        if (of.what == kind::floating_point)
            return make_floating(of);
        switch (dice_.between(0, 3)) {
        case 0: { // near a limit of some type
            const type& other = scalars[static_cast<std::size_t>(dice_.between(1, 9))];
            const long double near = (dice_.one_in(2) ? least(other) : largest(other)) + dice_.between(-1, 1);
            return std::clamp(near, least(of), largest(of));
        }
        case 1: { // any
            const std::uint64_t bits = dice_.bits() >> (64 - of.bytes * 8);
            const auto number = static_cast<long double>(bits);
            return number > largest(of) ? number - std::ldexp(1.0L, of.bytes * 8) : number;
        }
        default:
            return std::clamp<long double>(dice_.between(-5, 100), least(of), largest(of));
        }
    }

    long double make_floating(const type& of)
    {
        long double made = 0;
        switch (dice_.between(0, 3)) {
        case 0:
            made = dice_.between(-1000, 1000) / 8.0L;
            break;
        case 1:
            made = std::ldexp(static_cast<long double>(dice_.bits() >> 11), dice_.between(-80, 75));
            break;
        case 2:
            made = of.bytes == 8 ? 1e300L : 3e38L;
            break;
        default:
            made = static_cast<long double>(static_cast<std::int64_t>(dice_.bits()));
        }
        if (dice_.one_in(2))
            made = -made;
        made = of.bytes == 4 ? static_cast<long double>(static_cast<float>(made))
                             : static_cast<long double>(static_cast<double>(made));
        return made == 0 ? 0 : made; // there are two zeros
    }

    long double make_enumeration_value(const enumeration& of)
    {
        const auto number = [&] { return dice_.one_of(of.enumerators).number; };
        std::int64_t made = number();
        if (dice_.one_in(4))
            made |= number();
        else if (dice_.one_in(6))
            made = dice_.between(0, 40);
        return std::clamp(static_cast<long double>(made), least(of.underlying), largest(of.underlying));
    }

    std::string make_text()
    {
        std::string made;
        for (int length = dice_.one_in(4) ? dice_.between(16, 40) : dice_.between(0, 9); length > 0; --length)
            made += static_cast<char>(dice_.between('a', 'z'));
        return made;
    }

    void fill(const layout& in, const type& of, value& made, int depth)
    {
        int count = dice_.between(0, depth > 3 ? 2 : 4);
        if (depth < 2 && dice_.one_in(12))
            count = dice_.between(20, 150);
        if (of.what == kind::array)
            count = of.count;
        else if (is_holder(of.what))
            count = dice_.between(0, 2) == 0 ? 0 : 1;
        for (int i = 0; i < count; ++i) {
            if (is_map(of.what)) {
                made.items.emplace_back();
                made.items.back().items = {
                    make_value(in, of.parts[0], depth + 1), make_value(in, of.parts[1], depth + 1)};
            } else {
                made.items.push_back(make_value(in, of.parts[0], depth + 1));
            }
        }
        if (is_map(of.what) || is_set(of.what))
            put_in_order(of, made);
    }

    // Empty: it doesn't go with this structure.
    std::string edit_once(layout& all)
    {
        const auto reached = structures_in_order(all);
        const int index = dice_.one_of(reached);
        auto& fields = all.structures[static_cast<std::size_t>(index)].fields;
        const auto which = static_cast<std::size_t>(dice_.between(0, static_cast<int>(fields.size()) - 1));
        const std::string place = "s" + std::to_string(index) + "." + fields[which].name;
        switch (dice_.between(0, 16)) {
        case 0:
            fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(which), make_added(all, index));
            return "add before " + place;
        case 1:
            if (fields.size() == 1)
                return {};
            fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(which));
            return "remove " + place;
        case 2:
            dice_.shuffle(fields);
            return "reorder s" + std::to_string(index);
        case 3:
            fields[which].former_names.push_back(fields[which].name);
            fields[which].name = new_name();
            return "rename " + place + " with a hint";
        case 4:
            fields[which].name = new_name();
            return "rename " + place;
        case 5:
        case 6:
        case 7:
        case 8:
        case 9:
            return edit_type(all, fields[which]) ? "change the type of " + place : "";
        case 10:
        case 11:
            return edit_enumeration(dice_.one_of(all.enumerations));
        case 12:
            return nest(all, index, which) ? "nest " + place : "";
        case 13:
            return unnest(all, index, which) ? "take apart " + place : "";
        case 14:
            return enclose_in_structure(all, index, which) ? "enclose " + place : "";
        case 15:
            initialise(fields[which], all);
            return "another default for " + place;
        default:
            if (limits_.with_refused && dice_.one_in(6)) {
                fields[which].type = make_added(all, index).type;
                initialise(fields[which], all);
                return "any other type for " + place;
            }
            all.structures[static_cast<std::size_t>(index)].name += "x";
            return "rename s" + std::to_string(index);
        }
    }

    /// Of what is no structure, so that none comes to contain itself.
    field make_added(const layout& all, int index)
    {
        static_cast<void>(index);
        return make_field(all, static_cast<int>(all.structures.size()));
    }

    bool edit_type(layout& all, field& of)
    {
        if (!limits_.known_types.empty() && dice_.one_in(4))
            return choose_type(all, of);
        type made = of.type;
        type* place = &made;
        while (!place->parts.empty() && !dice_.one_in(3))
            place = &dice_.one_of(place->parts);
        if (!edit_type(all, *place) || made == of.type || !is_allowed(all, made))
            return false;
        of.type = made;
        initialise(of, all);
        return true;
    }

    /// Anything that it can become.
    bool choose_type(const layout& all, field& of)
    {
        const int next = static_cast<int>(all.structures.size());
        for (int attempt = 0; attempt < tries; ++attempt) {
            type made = known_type(all, next);
            if (made == of.type || !is_allowed(all, made) || !oracle::can_become(all, of.type, all, made))
                continue;
            of.type = made;
            initialise(of, all);
            return true;
        }
        return false;
    }

    bool edit_type(const layout& all, type& of)
    {
        const int roll = dice_.between(0, 9);
        if (roll == 0) {
            wrap(all, of);
            return true;
        }
        if (roll == 1 && !of.parts.empty() && !is_map(of.what)) {
            const type inner = dice_.one_of(of.parts);
            of = inner;
            return true;
        }
        if (is_arithmetic(of.what)) {
            of =
                roll == 2
                    ? type{kind::enumeration, 0, dice_.between(0, static_cast<int>(all.enumerations.size()) - 1)}
                    : dice_.one_of(scalars);
            return true;
        }
        if (is_map(of.what)) {
            of.what = of.what == kind::map ? kind::unordered_map : kind::map;
            return true;
        }
        switch (of.what) {
        case kind::enumeration:
            of = dice_.one_of(scalars);
            return true;
        case kind::string:
            of = {kind::array, 0, 0, dice_.between(1, 4) * 4, {type{kind::character, 1}}};
            return true;
        case kind::array:
            if (of.parts[0].what == kind::character && dice_.one_in(3)) {
                of = {kind::string, 0};
                return true;
            }
            if (dice_.one_in(2)) {
                of.count = dice_.between(1, 4);
                return true;
            }
            [[fallthrough]];
        case kind::vector:
        case kind::deque:
        case kind::list:
        case kind::set:
        case kind::unordered_set:
            of.what = dice_.one_in(4) ? (dice_.one_in(2) ? kind::set : kind::unordered_set)
                                      : dice_.one_of(sequences);
            of.count = 0;
            if (dice_.one_in(6)) {
                of.what = kind::array;
                of.count = dice_.between(1, 4);
            }
            return true;
        case kind::optional:
        case kind::unique_pointer:
            of.what = of.what == kind::optional ? kind::unique_pointer : kind::optional;
            return true;
        case kind::variant:
            dice_.shuffle(of.parts);
            if (dice_.one_in(2))
                of.parts.back() = dice_.one_of(scalars);
            return true;
        case kind::tuple:
            if (dice_.one_in(2) && of.parts.size() > 1)
                of.parts.pop_back();
            else
                of.parts.push_back(dice_.one_of(scalars));
            return true;
        case kind::pair:
            std::swap(of.parts[0], of.parts[1]);
            return true;
        default:
            return false;
        }
    }

    void wrap(const layout& all, type& of)
    {
        const type inner = of;
        switch (dice_.between(0, 6)) {
        case 0:
            of = {kind::optional, 0, 0, 0, {inner}};
            break;
        case 1:
            of = {kind::unique_pointer, 0, 0, 0, {inner}};
            break;
        case 2:
            of = {kind::array, 0, 0, dice_.between(1, 3), {inner}};
            break;
        case 3:
            of = {dice_.one_in(2) ? kind::set : kind::unordered_set, 0, 0, 0, {inner}};
            break;
        case 4:
            of = {kind::variant, 0, 0, 0, {make_key(all), inner, dice_.one_of(scalars)}};
            break;
        default:
            of = {dice_.one_of(sequences), 0, 0, 0, {inner}};
        }
    }

    std::string edit_enumeration(enumeration& of)
    {
        auto& all = of.enumerators;
        switch (dice_.between(0, 5)) {
        case 0:
            if (all.size() < 2)
                return {};
            all.erase(all.begin() + dice_.between(0, static_cast<int>(all.size()) - 1));
            return "remove an enumerator of " + of.name;
        case 1: {
            const std::string name = dice_.one_of(enumerator_names);
            std::int64_t number = 0;
            for (const enumerator& each : all) {
                if (each.name == name)
                    return {};
                number = std::max(number, each.number + 1);
            }
            all.push_back({name, number});
            return "add an enumerator to " + of.name;
        }
        case 2:
            dice_.shuffle(all);
            renumber(of);
            return "reorder enumerators of " + of.name;
        case 3:
            renumber(of);
            return "renumber " + of.name;
        case 4:
            of.underlying = dice_.one_of(underlying_types);
            renumber(of);
            return "another underlying type for " + of.name;
        default: {
            enumerator& one = dice_.one_of(all);
            const std::string name = dice_.one_of(enumerator_names);
            if (std::any_of(
                    all.begin(), all.end(), [&](const enumerator& each) { return each.name == name; }))
                return {};
            one.name = name;
            return "rename an enumerator of " + of.name;
        }
        }
    }

    bool nest(layout& all, int index, std::size_t which)
    {
        if (static_cast<int>(structures_in_order(all).size()) >= limits_.most_structures)
            return false;
        structure made{"s" + std::to_string(all.structures.size()), {}};
        auto& fields = all.structures[static_cast<std::size_t>(index)].fields;
        const std::size_t last =
            std::min(fields.size() - 1, which + static_cast<std::size_t>(dice_.between(0, 2)));
        const auto begin = fields.begin() + static_cast<std::ptrdiff_t>(which),
                   end = fields.begin() + static_cast<std::ptrdiff_t>(last) + 1;
        made.fields.assign(begin, end);
        fields.erase(begin, end);
        if (dice_.one_in(2))
            made.fields.push_back(make_added(all, index));
        dice_.shuffle(made.fields);
        field whole;
        whole.name = new_name();
        whole.type = {kind::structure, 0, static_cast<int>(all.structures.size())};
        fields.insert(fields.begin() + dice_.between(0, static_cast<int>(fields.size())), std::move(whole));
        all.structures.push_back(std::move(made));
        return true;
    }

    bool unnest(layout& all, int index, std::size_t which)
    {
        auto& fields = all.structures[static_cast<std::size_t>(index)].fields;
        const type of = fields[which].type;
        if (of.what != kind::structure)
            return false;
        std::vector<field> inner = all.structures[static_cast<std::size_t>(of.index)].fields;
        if (fields.size() + inner.size() > 16)
            return false;
        for (const field& each : inner)
            for (const field& other : fields)
                if (each.name == other.name)
                    return false;
        fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(which));
        fields.insert(
            fields.begin() + dice_.between(0, static_cast<int>(fields.size())), inner.begin(), inner.end());
        return true;
    }

    bool enclose_in_structure(layout& all, int index, std::size_t which)
    {
        if (static_cast<int>(structures_in_order(all).size()) >= limits_.most_structures)
            return false;
        field& wrapped = all.structures[static_cast<std::size_t>(index)].fields[which];
        field inner = wrapped;
        inner.name = new_name();
        inner.former_names.clear();
        wrapped.type = {kind::structure, 0, static_cast<int>(all.structures.size())};
        wrapped.has_initialiser = false;
        all.structures.push_back({"s" + std::to_string(all.structures.size()), {std::move(inner)}});
        return true;
    }

    dice dice_;
    const pair_limits& limits_;
    int next_name_ = 0;
};

void put_before_names(layout& all, const std::string& prefix)
{
    for (structure& each : all.structures)
        each.name = prefix + each.name;
    for (enumeration& each : all.enumerations)
        each.name = prefix + each.name;
}

bool all_types_are_allowed(const layout& all, const pair_limits& limits)
{
    for (const int index : structures_in_order(all))
        for (const field& each : all.structures[static_cast<std::size_t>(index)].fields)
            if (limits.has_type && !limits.has_type(all, each.type))
                return false;
    return true;
}

/// Nothing if the numbers led to something that the limits don't allow.
std::optional<random_pair> try_pair(std::uint32_t seed, const pair_limits& limits)
{
    random_pair made;
    maker numbers{seed, limits};
    made.before = numbers.make_layout();
    made.after = made.before;
    made.edits = numbers.edit(made.after);
    put_before_names(made.before, limits.before_prefix);
    put_before_names(made.after, limits.after_prefix);
    // Enumerations change under types that were allowed with them.
    if (!all_types_are_allowed(made.after, limits) ||
        (limits.has_room && (!limits.has_room(made.before) || !limits.has_room(made.after))))
        return std::nullopt;
    made.old_root = numbers.make_value(made.before, {kind::structure, 0, 0});
    made.is_refused = false;
    try {
        oracle::check(made.before, made.after);
        made.new_root = oracle::migrate(made.before, made.after, made.old_root);
    } catch (const oracle::refused&) {
        if (!limits.with_refused)
            return std::nullopt;
        made.is_refused = true;
    } catch (const oracle::undecided&) {
        return std::nullopt;
    }
    return made;
}

} // namespace

random_pair make_random_pair(std::uint32_t seed, const pair_limits& limits)
{
    for (std::uint32_t attempt = 0;; ++attempt)
        if (auto made = try_pair(seed * 2'654'435'761u + attempt, limits)) {
            made->seed = seed;
            return std::move(*made);
        }
}

std::string random_pair::description() const
{
    const type root{kind::structure, 0, 0};
    return "seed " + std::to_string(seed) + ": " + edits + "\nbefore:\n" + model::description(before) +
           "after:\n" + model::description(after) + "old: " + model::text(before, root, old_root) +
           "\nnew: " + (is_refused ? "refused" : model::text(after, root, new_root)) + "\n";
}

} // namespace respawn::test
