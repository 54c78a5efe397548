#include "shared/objects/finder.hpp"

#include "shared/objects/class_table.hpp"
#include "shared/schema/containment.hpp"

#include <algorithm>

namespace respawn::objects {

namespace {

using schema::type_field;
using schema::type_kind;
using schema::type_node;

struct stretch {
    std::uint32_t type;
    std::uint64_t address, count, stride;
};

// Without recursion: what owns each other may do so as often as there is memory.
class search {
public:
    search(
        const state_bytes& state, const type_list& types, const std::vector<bool>& wanted,
        const std::vector<bool>& leads, const finder::listener& tell) :
        state_{state},
        types_{types}, wanted_{wanted}, leads_{leads}, tell_{tell}
    {}

    bool look_from(std::uint32_t type, std::uint64_t address)
    {
        add(type, address, 1, types_[type].size_bytes);
        while (!waiting_.empty()) {
            const stretch now = waiting_.back();
            waiting_.pop_back();
            for (std::uint64_t i = pass_unused(now, 0); i < now.count; i = pass_unused(now, i + 1))
                look_at(now.type, now.address + i * now.stride);
        }
        return is_whole_;
    }

private:
    /// The first object from `first` on that is not only in memory that nobody uses: there all is zero.
    [[nodiscard]] std::uint64_t pass_unused(const stretch& all, std::uint64_t first)
    {
        const std::uint64_t address = all.address + first * all.stride;
        if (first >= all.count || (address >= used_.begin && address < used_.end))
            return first;
        used_ = state_.used_from(address);
        if (address >= used_.begin || all.stride == 0)
            return first;
        return first + std::min((used_.begin - address) / all.stride, all.count - first);
    }

    void look_at(std::uint32_t index, std::uint64_t address)
    {
        const type_node& type = types_[index];
        if (wanted_[index])
            tell_.found(index, address);
        switch (type.kind) {
        case type_kind::structure:
        case type_kind::pair:
        case type_kind::tuple:
            for (const type_field& field : type.fields)
                if (leads_[field.type])
                    look_at(field.type, address + field.offset);
            break;
        case type_kind::optional:
        case type_kind::unique_pointer:
            look_at_held(index, address);
            break;
        case type_kind::variant:
            look_at_alternative(index, address);
            break;
        default:
            if (elements::are_in(type.kind))
                look_at_elements(index, address);
        }
    }

    void look_at_held(std::uint32_t index, std::uint64_t address)
    {
        const type_node& holder = types_[index];
        if (!can_hold_any(holder))
            return;
        const auto held = held_object(state_, types_, index, address);
        if (held == 0)
            return;
        auto type = held ? std::optional{holder.element} : std::nullopt;
        if (held && holder.kind == type_kind::unique_pointer)
            type = dynamic_type(state_, types_, holder.element, *held);
        if (!type)
            is_whole_ = false;
        else if (leads_[*type])
            add_part(holder.kind, *type, *held, 1, types_[*type].size_bytes);
    }

    [[nodiscard]] bool can_hold_any(const type_node& holder) const
    {
        const auto leads = [&](std::uint32_t type) { return leads_[type]; };
        const auto& derived = types_[holder.element].derived;
        return leads(holder.element) || (holder.kind == type_kind::unique_pointer &&
                                         std::any_of(derived.begin(), derived.end(), leads));
    }

    void look_at_alternative(std::uint32_t index, std::uint64_t address)
    {
        const auto held = held_alternative(state_, types_, index, address);
        if (!held)
            is_whole_ = false;
        else if (*held < types_[index].fields.size() && leads_[types_[index].fields[*held].type])
            look_at(types_[index].fields[*held].type, address);
    }

    void look_at_elements(std::uint32_t index, std::uint64_t address)
    {
        const type_node& type = types_[index];
        if (!leads_[type.element] && !(schema::has_key(type.kind) && leads_[type.key]))
            return;
        auto found = elements::of(state_, types_, index, address);
        if (!found) {
            is_whole_ = false;
            return;
        }
        for (run now = found->next(); now.count != 0; now = found->next()) {
            if (leads_[type.element])
                add_part(
                    type.kind, type.element,
                    now.address + (schema::has_key(type.kind) ? value_offset(types_, type) : 0), now.count,
                    found->stride_bytes());
            if (schema::has_key(type.kind) && leads_[type.key])
                add_part(type.kind, type.key, now.address, now.count, found->stride_bytes());
        }
        is_whole_ = is_whole_ && found->is_whole();
    }

    void add_part(
        type_kind of, std::uint32_t type, std::uint64_t address, std::uint64_t count, std::uint64_t stride)
    {
        if (of == type_kind::array || of == type_kind::optional) {
            waiting_.push_back({type, address, count, stride});
            return;
        }
        // What owns itself would go on for ever.
        owned_bytes_ += count * types_[type].size_bytes;
        if (owned_bytes_ > state_.extent_bytes()) {
            is_whole_ = false;
            return;
        }
        add(type, address, count, stride);
    }

    void add(std::uint32_t type, std::uint64_t address, std::uint64_t count, std::uint64_t stride)
    {
        waiting_.push_back({type, address, count, stride});
        if (tell_.passed)
            tell_.passed(type, address, count, stride);
    }

    const state_bytes& state_;
    const type_list& types_;
    const std::vector<bool>& wanted_;
    const std::vector<bool>& leads_;
    const finder::listener& tell_;
    used_part used_{0, 0}; ///< the one that was looked at last
    std::vector<stretch> waiting_;
    std::uint64_t owned_bytes_ = 0;
    bool is_whole_ = true;
};

} // namespace

finder::finder(const type_list& types, const std::function<bool(const type_node&)>& is_wanted) :
    types_{types}, leads_{schema::contains_any(types, is_wanted)}
{
    for (const type_node& type : types)
        wanted_.push_back(is_wanted(type));
}

bool finder::look(
    const state_bytes& state, std::uint32_t type, std::uint64_t address, const listener& tell) const
{
    if (!leads_[type] || !state.contains(address, types_[type].size_bytes))
        return !leads_[type];
    return search{state, types_, wanted_, leads_, tell}.look_from(type, address);
}

} // namespace respawn::objects
