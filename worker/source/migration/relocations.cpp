#include "worker/source/migration/relocations.hpp"

#include "shared/migration/compatibility.hpp"
#include "shared/objects/containers.hpp"

#include <algorithm>

namespace respawn::detail {

namespace {

using migration::conversion;
using migration::method;
using migration::none;
using objects::type_list;
using schema::type_kind;

const objects::state_bytes own = objects::state_bytes::own_memory();

// Whether both are the type that a pointer was declared with.
bool is_the_type(
    const type_list& left_types, std::uint32_t left, const type_list& right_types, std::uint32_t right)
{
    if (&left_types == &right_types)
        return left == right;
    const schema::type_node& one = left_types[left];
    const schema::type_node& other = right_types[right];
    return one.kind == other.kind && one.size_bytes == other.size_bytes && one.name == other.name &&
           one.fields.size() == other.fields.size();
}

// The same for a pointer to a class: it may lead to those derived from it.
bool is_same_type(
    const type_list& left_types, std::uint32_t left, const type_list& right_types, std::uint32_t right)
{
    const auto& derived = right_types[right].derived;
    return is_the_type(left_types, left, right_types, right) ||
           std::any_of(derived.begin(), derived.end(), [&](std::uint32_t each) {
               return is_the_type(left_types, left, right_types, each);
           });
}

bool is_set(type_kind kind)
{
    return kind == type_kind::set || kind == type_kind::unordered_set;
}

std::optional<std::uint64_t> element_place(
    const type_list& all, std::uint32_t container, std::uint64_t address, std::uint64_t index)
{
    auto found = objects::elements::of(own, all, container, address);
    if (!found)
        return std::nullopt;
    for (objects::run now = found->next(); now.count != 0; now = found->next()) {
        if (index < now.count)
            return now.address + index * found->stride_bytes();
        index -= now.count;
    }
    return std::nullopt;
}

// One step from an object that has moved into the part of it that is looked for.
struct position {
    std::uint32_t conversion;
    std::uint64_t from; ///< of the part
    std::uint64_t to;
};

class descent {
public:
    descent(const migration::plan& plan, const objects::state_bytes& before, std::uint64_t wanted) :
        plan_{plan}, before_{before}, wanted_{wanted}
    {}

    // The part that `wanted` lies in, and whether its bytes stayed together from there on.
    [[nodiscard]] std::optional<position> step(const position& now, bool& bytes_are_kept) const
    {
        const conversion& how = plan_[now.conversion];
        const std::uint64_t offset = wanted_ - now.from;
        switch (how.how) {
        case method::copy:
            bytes_are_kept = true;
            return position{none, now.from, now.to};
        case method::product:
            return step_into_product(how, now, offset, bytes_are_kept);
        case method::collection:
            return step_into_array(how, now, offset);
        case method::hold:
        case method::wrap:
            return step_into_holder(how, now);
        case method::unwrap:
        case method::alternatives:
            return step_into_alternative(how, now);
        default:
            return std::nullopt;
        }
    }

private:
    [[nodiscard]] std::optional<position> step_into_product(
        const conversion& how, const position& now, std::uint64_t offset, bool& bytes_are_kept) const
    {
        for (const migration::part& part : how.parts) {
            const bool is_raw = part.conversion == none;
            const std::uint64_t bytes =
                is_raw ? part.bytes : plan_.from()[plan_[part.conversion].from].size_bytes;
            if (offset < part.from_offset || offset - part.from_offset >= bytes)
                continue;
            bytes_are_kept = is_raw;
            return position{part.conversion, now.from + part.from_offset, now.to + part.to_offset};
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<position> step_into_array(
        const conversion& how, const position& now, std::uint64_t offset) const
    {
        const schema::type_node& array = plan_.from()[how.from];
        // Sets have an order of their own.
        if (array.kind != type_kind::array || is_set(plan_.to()[how.to].kind))
            return std::nullopt;
        const std::uint64_t stride = plan_.from()[array.element].size_bytes;
        const std::uint64_t index = offset / stride;
        const auto place = element_place(plan_.to(), how.to, now.to, index);
        return place ? std::optional{position{how.element, now.from + index * stride, *place}} : std::nullopt;
    }

    [[nodiscard]] std::optional<position> step_into_holder(const conversion& how, const position& now) const
    {
        const schema::type_node& holder = plan_.to()[how.to];
        if (plan_.from()[how.from].kind == type_kind::unique_pointer && how.how == method::hold)
            return std::nullopt;
        if (holder.kind == type_kind::variant)
            return position{how.element, now.from, now.to};
        const auto place = migration::is_holder(holder.kind)
                               ? objects::held_object(own, plan_.to(), how.to, now.to)
                               : element_place(plan_.to(), how.to, now.to, 0);
        return place.value_or(0) != 0 ? std::optional{position{how.element, now.from, *place}} : std::nullopt;
    }

    [[nodiscard]] std::optional<position> step_into_alternative(
        const conversion& how, const position& now) const
    {
        const type_kind kind = plan_.from()[how.from].kind;
        if (kind == type_kind::optional || is_in_first_element(how, now))
            return position{how.element, now.from, now.to};
        if (kind != type_kind::variant)
            return std::nullopt;
        const auto held = objects::held_alternative(before_, plan_.from(), how.from, now.from);
        if (!held || *held >= how.alternatives.size() || how.alternative_plans[*held] == none)
            return std::nullopt;
        return position{how.alternative_plans[*held], now.from, now.to};
    }

    [[nodiscard]] bool is_in_first_element(const conversion& how, const position& now) const
    {
        const schema::type_node& array = plan_.from()[how.from];
        return array.kind == type_kind::array && wanted_ - now.from < plan_.from()[array.element].size_bytes;
    }

    const migration::plan& plan_;
    const objects::state_bytes& before_;
    std::uint64_t wanted_;
};

} // namespace

void relocations::add(const relocation& made)
{
    if (made.count != 0)
        all_.push_back(made);
}

void relocations::settle()
{
    const auto is_before = [](const relocation& left, const relocation& right) {
        return left.from < right.from;
    };
    const auto fresh = all_.begin() + static_cast<std::ptrdiff_t>(settled_);
    std::sort(fresh, all_.end(), is_before);
    std::inplace_merge(all_.begin(), fresh, all_.end(), is_before);
    settled_ = all_.size();
}

const relocation* relocations::containing(std::uint64_t address) const
{
    auto next = std::upper_bound(
        all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(settled_), address,
        [](std::uint64_t wanted, const relocation& each) { return wanted < each.from; });
    if (next == all_.begin())
        return nullptr;
    const relocation& found = *--next;
    return address - found.from <= found.count * found.from_stride ? &found : nullptr;
}

relocations::answer relocations::find(std::uint64_t address, const pointee& type) const
{
    const relocation* found = containing(address);
    if (!found)
        return {};
    if (!found->plan)
        return {fate::stays, address};
    if (address - found->from == found->count * found->from_stride)
        return {fate::moved, found->to + found->count * found->to_stride};
    const auto place = place_in(*found, address, type);
    return place ? answer{fate::moved, *place} : answer{fate::gone, 0};
}

std::optional<std::uint64_t> relocations::place_in(
    const relocation& whole, std::uint64_t address, const pointee& type) const
{
    const migration::plan& plan = *whole.plan;
    const std::uint64_t index = (address - whole.from) / whole.from_stride;
    position now{
        whole.conversion, whole.from + index * whole.from_stride, whole.to + index * whole.to_stride};
    const descent way{plan, before_, address};
    for (;;) {
        const conversion& how = plan[now.conversion];
        if (now.from == address &&
            (!type.from_types || is_same_type(plan.from(), how.from, *type.from_types, type.from)) &&
            (!type.to_types || is_same_type(plan.to(), how.to, *type.to_types, type.to)))
            return now.to;
        bool bytes_are_kept = false;
        const auto next = way.step(now, bytes_are_kept);
        if (!next)
            return std::nullopt;
        if (bytes_are_kept)
            return next->to + (address - next->from);
        now = *next;
    }
}

} // namespace respawn::detail
