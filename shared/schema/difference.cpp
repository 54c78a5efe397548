#include "shared/schema/difference.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace respawn::schema {

namespace {

constexpr std::size_t no_parent = static_cast<std::size_t>(-1);

enum class step_kind { both, added, removed };

// One place in both layouts. Invariant: `parent` is the index of an earlier step.
struct step {
    step_kind kind = step_kind::both;
    std::size_t parent = no_parent;
    std::string label;
    std::uint32_t old_type = no_type;
    std::uint32_t new_type = no_type;
    std::optional<std::uint64_t> old_offset;
    std::optional<std::uint64_t> new_offset;
};

std::unordered_map<std::string_view, const type_field*> by_name(const type_node& type)
{
    std::unordered_map<std::string_view, const type_field*> result;
    for (const type_field& field : type.fields)
        result.try_emplace(field.name, &field);
    return result;
}

bool same_scalar(const type_node& old_type, const type_node& new_type)
{
    return old_type.kind == new_type.kind && old_type.size_bytes == new_type.size_bytes;
}

// Walks both layouts at once, in declaration order, without recursion: a schema may be as deep as it is long.
class comparison {
public:
    comparison(const view& old_schema, const view& new_schema, std::string_view root_name) :
        old_types_{old_schema.types()}, new_types_{new_schema.types()}, root_name_{root_name}
    {
        if (root_name_.empty())
            root_name_ = new_schema.root().name;
    }

    using judge = std::optional<std::string> (comparison::*)(std::size_t);

    // The sentence of the first step in declaration order for which `find` has one.
    std::optional<std::string> first(judge find)
    {
        steps_.clear();
        visited_.clear();
        waiting_.clear();
        push({{step_kind::both, no_parent, "", 0, 0, {}, {}}});
        while (!waiting_.empty()) {
            const std::size_t current = waiting_.back();
            waiting_.pop_back();
            if (auto sentence = (this->*find)(current))
                return sentence;
            if (steps_[current].kind == step_kind::both && is_first_visit(steps_[current]))
                push(children(current));
        }
        return std::nullopt;
    }

    std::optional<std::string> changed(std::size_t index)
    {
        const step& here = steps_[index];
        if (here.kind == step_kind::added)
            return place(index) + " is new";
        if (here.kind == step_kind::removed)
            return place(index) + " is gone";
        const type_node& old_type = old_types_[here.old_type];
        const type_node& new_type = new_types_[here.new_type];
        if (!same_alone(old_type, new_type))
            return place(index) + was_and_is(here);
        if (name_matters(new_type.kind) && old_type.name != new_type.name)
            return place(index) + (new_type.kind == type_kind::opaque ? was_and_is(here)
                                                                      : " has another comparison or hash");
        return std::nullopt;
    }

    std::optional<std::string> moved(std::size_t index)
    {
        const step& here = steps_[index];
        if (here.old_offset != here.new_offset)
            return place(index) + " moved from offset " + std::to_string(*here.old_offset) + " to " +
                   std::to_string(*here.new_offset);
        const type_node& old_type = old_types_[here.old_type];
        const type_node& new_type = new_types_[here.new_type];
        // A structure's own fields say more about why its size differs.
        if (old_type.size_bytes != new_type.size_bytes && !fields_moved(old_type, new_type))
            return place(index) + " had " + std::to_string(old_type.size_bytes) + " bytes, has " +
                   std::to_string(new_type.size_bytes);
        if (old_type.alignment != new_type.alignment && !fields_moved(old_type, new_type))
            return place(index) + " was aligned to " + std::to_string(old_type.alignment) + " bytes, is to " +
                   std::to_string(new_type.alignment);
        return std::nullopt;
    }

    [[nodiscard]] const std::string& root_name() const { return root_name_; }

private:
    [[nodiscard]] bool same_alone(const type_node& old_type, const type_node& new_type) const
    {
        if (old_type.kind != new_type.kind || old_type.count != new_type.count)
            return false;
        switch (new_type.kind) {
        case type_kind::boolean:
        case type_kind::character:
        case type_kind::signed_integer:
        case type_kind::unsigned_integer:
        case type_kind::floating_point:
        case type_kind::opaque:
            return old_type.size_bytes == new_type.size_bytes;
        case type_kind::enumeration:
            return same_scalar(old_types_[old_type.element], new_types_[new_type.element]);
        default:
            return true;
        }
    }

    [[nodiscard]] bool fields_moved(const type_node& old_type, const type_node& new_type) const
    {
        const auto old_fields = by_name(old_type);
        return std::any_of(new_type.fields.begin(), new_type.fields.end(), [&](const type_field& field) {
            const auto old_field = old_fields.find(field.name);
            return old_field == old_fields.end() || old_field->second->offset != field.offset ||
                   old_types_[old_field->second->type].size_bytes != new_types_[field.type].size_bytes ||
                   old_types_[old_field->second->type].alignment != new_types_[field.type].alignment;
        });
    }

    bool is_first_visit(const step& here)
    {
        return visited_.insert(std::uint64_t{here.old_type} << 32 | here.new_type).second;
    }

    // The last pushed is the next visited.
    void push(std::vector<step> steps)
    {
        for (auto next = steps.rbegin(); next != steps.rend(); ++next) {
            waiting_.push_back(steps_.size());
            steps_.push_back(std::move(*next));
        }
    }

    [[nodiscard]] std::vector<step> children(std::size_t parent) const
    {
        const type_node& old_type = old_types_[steps_[parent].old_type];
        const type_node& new_type = new_types_[steps_[parent].new_type];
        std::vector<step> result = compare_fields(old_type, new_type);
        if (has_key(new_type.kind))
            result.push_back({step_kind::both, 0, "[key]", old_type.key, new_type.key, {}, {}});
        if (has_element(new_type.kind) && new_type.kind != type_kind::enumeration)
            result.push_back(
                {step_kind::both,
                 0,
                 element_label(new_type.kind),
                 old_type.element,
                 new_type.element,
                 {},
                 {}});
        for (step& child : result)
            child.parent = parent;
        return result;
    }

    static std::string element_label(type_kind kind)
    {
        return kind == type_kind::pointer ? "->" : kind == type_kind::optional ? "" : "[]";
    }

    // In the order of the new declaration; what is gone stands where the old declaration had it.
    [[nodiscard]] std::vector<step> compare_fields(const type_node& old_type, const type_node& new_type) const
    {
        const auto old_fields = by_name(old_type);
        const auto new_fields = by_name(new_type);
        std::vector<step> result;
        for (std::size_t i = 0; i < std::max(old_type.fields.size(), new_type.fields.size()); ++i) {
            if (i < old_type.fields.size() && !new_fields.contains(old_type.fields[i].name))
                result.push_back({step_kind::removed, 0, "." + old_type.fields[i].name, {}, {}, {}, {}});
            if (i >= new_type.fields.size())
                continue;
            const type_field& field = new_type.fields[i];
            const auto found = old_fields.find(field.name);
            if (found == old_fields.end())
                result.push_back({step_kind::added, 0, "." + field.name, {}, {}, {}, {}});
            else
                result.push_back(
                    {step_kind::both, 0, "." + field.name, found->second->type, field.type,
                     found->second->offset, field.offset});
        }
        return result;
    }

    // "game.balls[].dx", or "what game.speed points to".
    [[nodiscard]] std::string place(std::size_t index) const
    {
        std::vector<std::string_view> labels;
        for (; steps_[index].parent != no_parent; index = steps_[index].parent)
            labels.push_back(steps_[index].label);
        std::string path = root_name_;
        for (auto label = labels.rbegin(); label != labels.rend(); ++label)
            path += path.ends_with("->") && label->starts_with(".") ? label->substr(1) : *label;
        if (path.ends_with("->"))
            return "what " + path.substr(0, path.size() - 2) + " points to";
        return path;
    }

    [[nodiscard]] std::string was_and_is(const step& here) const
    {
        const std::string at = here.old_offset ? " at offset " + std::to_string(*here.old_offset) : "";
        return " was " + describe(old_types_, here.old_type) + at + ", is " +
               describe(new_types_, here.new_type);
    }

    const std::vector<type_node>& old_types_;
    const std::vector<type_node>& new_types_;
    std::string root_name_;
    std::vector<step> steps_;
    std::vector<std::size_t> waiting_;
    std::unordered_set<std::uint64_t> visited_;
};

} // namespace

std::optional<std::string> first_difference(
    const view& old_schema, const view& new_schema, std::string_view root_name)
{
    comparison both{old_schema, new_schema, root_name};
    if (auto sentence = both.first(&comparison::changed))
        return sentence;
    if (auto sentence = both.first(&comparison::moved))
        return sentence;
    if (old_schema.hash() != new_schema.hash())
        return both.root_name() + " has another layout, but the same fields";
    return std::nullopt;
}

} // namespace respawn::schema
