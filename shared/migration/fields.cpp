#include "shared/migration/fields.hpp"

#include "shared/migration/default_value.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace respawn::migration {

namespace {

using schema::type_field;
using schema::type_kind;
using schema::type_node;

bool was_called(const type_field& field, std::string_view former)
{
    std::string_view names = field.former_names;
    while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find(','));
        if (name == former)
            return true;
        names.remove_prefix(std::min(names.size(), name.size() + 1));
    }
    return false;
}

/// A field of the structure that is compared, or of one that is inside of it, at whatever depth.
struct inner_field {
    std::string path; ///< "progress.score"
    std::uint64_t offset;
    std::uint32_t type;

    inner_field(const type_field& field) : path{field.name}, offset{field.offset}, type{field.type} {}
    inner_field(const inner_field& structure, const type_field& field) :
        path{structure.path + "." + field.name}, offset{structure.offset + field.offset}, type{field.type}
    {}
};

class field_matcher {
public:
    field_matcher(const layouts& both, std::uint32_t from, std::uint32_t to, unmatchable which) :
        both_{both}, before_{both.from[from]}, after_{both.to[to]}, which_{which}
    {}

    matched_fields match()
    {
        match_by_name();
        match_by_hint();
        match_parts_of(side::after);
        match_parts_of(side::before);
        report_rest();
        return std::move(made_);
    }

private:
    enum class side : std::uint8_t { before, after };

    [[nodiscard]] bool can_become(const type_field& old, const type_field& now) const
    {
        return method_for(both_, old.type, now.type) != method::forget;
    }
    [[nodiscard]] bool are_left_alone(const type_field& old, const type_field& now) const
    {
        return which_ == unmatchable::are_not && !can_become(old, now);
    }

    void match_by_name()
    {
        std::unordered_map<std::string_view, std::size_t> positions;
        for (std::size_t i = 0; i < before_.fields.size(); ++i)
            positions.try_emplace(before_.fields[i].name, i);
        std::vector<bool> is_matched(before_.fields.size());
        std::size_t last = 0;
        for (const type_field& field : after_.fields) {
            const auto found = positions.find(field.name);
            if (found == positions.end() || are_left_alone(before_.fields[found->second], field)) {
                added_.push_back(&field);
                continue;
            }
            in_order_ = in_order_ && found->second >= last;
            last = found->second;
            is_matched[found->second] = true;
            add_match(before_.fields[found->second], field);
        }
        for (std::size_t i = 0; i < before_.fields.size(); ++i)
            if (!is_matched[i])
                removed_.push_back(&before_.fields[i]);
    }

    void match_by_hint()
    {
        std::erase_if(
            added_,
            [&](const type_field* field) {
                const auto former = std::find_if(
                    removed_.begin(), removed_.end(),
                    [&](const type_field* old) {
                        return was_called(*field, old->name) && !are_left_alone(*old, *field);
                    });
                if (former == removed_.end())
                    return false;
                note(change_kind::renamed, field->name).before = (*former)->name;
                add_match(**former, *field);
                removed_.erase(former);
                return true;
            });
    }

    /// Fields that are in a structure on that side alone: "score" is "progress.score" now, or was that.
    void match_parts_of(side structures)
    {
        const bool is_new = structures == side::after;
        std::erase_if(is_new ? added_ : removed_, [&](const type_field* field) {
            std::vector<inner_field> rest;
            if (type_on(structures, field->type).kind != type_kind::structure ||
                !match_parts(structures, *field, rest))
                return false;
            for (const inner_field& each : rest)
                if (is_new)
                    note_added(each, {});
                else
                    note_removed(each, {});
            return true;
        });
    }

    /// Whether there was a counterpart for any; those that have none are the `rest`.
    bool match_parts(side where, const inner_field& structure, std::vector<inner_field>& rest)
    {
        auto& others = where == side::after ? removed_ : added_;
        bool is_any = false;
        for (const type_field& field : type_on(where, structure.type).fields) {
            const inner_field inner{structure, field};
            const auto other = std::find_if(others.begin(), others.end(), [&](const type_field* each) {
                return where == side::after ? is_moved(*each, field) : is_moved(field, *each);
            });
            if (other != others.end()) {
                if (where == side::after)
                    add_moved(**other, inner);
                else
                    add_moved(inner, **other);
                others.erase(other);
            } else if (
                type_on(where, field.type).kind != type_kind::structure || !match_parts(where, inner, rest)) {
                rest.push_back(inner);
                continue;
            }
            is_any = true;
        }
        return is_any;
    }

    [[nodiscard]] const type_node& type_on(side where, std::uint32_t type) const
    {
        return where == side::after ? both_.to[type] : both_.from[type];
    }
    [[nodiscard]] bool is_moved(const type_field& old, const type_field& now) const
    {
        return (old.name == now.name || was_called(now, old.name)) && can_become(old, now);
    }

    /// What a removed field may be now; empty: nobody can tell.
    struct likely_field {
        std::string path;      ///< "speed.x"
        std::string structure; ///< the name of the one that it is in
    };

    void add_match(const inner_field& old, const inner_field& now)
    {
        made_.matched.push_back({old.offset, now.offset, old.type, now.type, "." + now.path});
    }
    void add_moved(const inner_field& old, const inner_field& now)
    {
        note(change_kind::moved, now.path).before = old.path;
        add_match(old, now);
    }

    change& note(change_kind kind, const std::string& field = {})
    {
        change& made = made_.changes.emplace_back();
        made.kind = kind;
        made.field = field;
        return made;
    }
    void note_removed(const inner_field& field, likely_field likely)
    {
        change& made = note(change_kind::removed, field.path);
        made.before = describe(both_.from, field.type);
        made.likely_name = std::move(likely.path);
        made.structure = std::move(likely.structure);
        const auto index = static_cast<std::uint32_t>(made_.changes.size() - 1);
        made_.dropped.push_back({field.offset, field.type, index});
    }
    void note_added(const inner_field& field, std::string default_value)
    {
        change& made = note(change_kind::added, field.path);
        made.after = describe(both_.to, field.type);
        made.default_value = std::move(default_value);
    }

    void report_rest()
    {
        for (const type_field* field : removed_)
            note_removed(*field, likely_now(*field));
        for (const type_field* field : added_)
            note_added(*field, default_text(both_.to, after_, *field));
        if (removed_.empty() && added_.empty() && !in_order_)
            note(change_kind::reordered);
    }

    [[nodiscard]] likely_field likely_now(const type_field& removed) const
    {
        likely_field likely = likely_part(removed);
        return likely.path.empty() ? likely_sibling(removed) : likely;
    }

    // "dx" that has gone into a structure has, most likely, become "speed.x" there.
    [[nodiscard]] likely_field likely_part(const type_field& removed) const
    {
        likely_field likely;
        int count = 0;
        for (const type_field* added : added_) {
            const type_node& type = both_.to[added->type];
            if (type.kind != type_kind::structure)
                continue;
            for (const type_field& part : type.fields)
                if (looks_like(removed, part)) {
                    likely = {added->name + "." + part.name, type.name};
                    count += static_cast<int>(
                        std::count_if(removed_.begin(), removed_.end(), [&](const type_field* other) {
                            return looks_like(*other, part);
                        }));
                }
        }
        return count == 1 ? likely : likely_field{};
    }
    [[nodiscard]] bool looks_like(const type_field& removed, const type_field& part) const
    {
        return both_.identical(removed.type, part.type) &&
               (removed.name.starts_with(part.name) || removed.name.ends_with(part.name));
    }

    // A field that was renamed has, most likely, the same type and stands where the old one stood.
    [[nodiscard]] likely_field likely_sibling(const type_field& removed) const
    {
        const type_field* likely = nullptr;
        int count = 0;
        for (const type_field* added : added_)
            if (both_.identical(removed.type, added->type)) {
                likely = added;
                ++count;
            }
        const auto same = std::count_if(removed_.begin(), removed_.end(), [&](const type_field* other) {
            return likely && both_.identical(other->type, likely->type);
        });
        return count == 1 && same == 1 ? likely_field{likely->name, after_.name} : likely_field{};
    }

    const layouts& both_;
    const type_node& before_;
    const type_node& after_;
    unmatchable which_;
    std::vector<const type_field*> removed_, added_; ///< those without a counterpart so far
    bool in_order_ = true;
    matched_fields made_;
};

} // namespace

matched_fields match_fields(const layouts& both, std::uint32_t from, std::uint32_t to, unmatchable which)
{
    return field_matcher{both, from, to, which}.match();
}

} // namespace respawn::migration
