#include "shared/objects/audit.hpp"

#include "shared/objects/class_table.hpp"
#include "shared/objects/containers.hpp"
#include "shared/objects/hand_made.hpp"
#include "shared/schema/containment.hpp"
#include "shared/state/layout.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_set>

namespace respawn::objects {

namespace {

using schema::type_field;
using schema::type_kind;
using schema::type_node;

/// More than that many parts of a structure, or elements of an array, are gone over one by one.
constexpr std::size_t most_listed_parts = 64;
/// A step of work_limit pays for so many pointers, or so many bytes that are only passed.
constexpr std::uint64_t pointers_a_step = 4, bytes_a_step = 512;
/// How much is looked at between two looks at what is left of the work.
constexpr std::uint64_t objects_at_once = 4096;

bool is_any_pointer(const type_node& type)
{
    return type.kind == type_kind::pointer || type.kind == type_kind::unique_pointer;
}

bool is_code(const type_node& type)
{
    return type.kind == type_kind::function_pointer || schema::is_polymorphic(type);
}

bool is_character_pointer(const type_list& types, const type_node& type)
{
    return type.kind == type_kind::pointer && types[type.element].kind == type_kind::character;
}

bool is_wanted(const type_node& type)
{
    return is_any_pointer(type) || is_code(type);
}

} // namespace

/// Without recursion: what owns each other may do so as often as there is memory.
class auditor::walk {
public:
    walk(const state_bytes& state, work_limit& work, live_memory& memory, const audit_settings& how) :
        state_{state}, work_{work}, memory_{memory}, how_{how}
    {}

    /// From now on objects are noted that pointers lead to and nobody may own.
    void look_for_hand_made() { hand_made_.emplace(state_); }

    void look_from(std::size_t number, const root& from, const type_plans& plans)
    {
        enter(number, from, plans);
        if (hand_made_)
            hand_made_->own(from.address, (*types_)[from.type].size_bytes);
        if (!plans.leads[from.type])
            return;
        if (!state_.contains(from.address, (*types_)[from.type].size_bytes)) {
            result_.is_damaged = true;
            return;
        }
        place(from.type, from.address, 1, 0);
        look_at_waiting();
    }

    /// After all that is owned.
    void settle_hand_made(std::span<const root> roots)
    {
        if (!hand_made_ || result_.is_cut)
            return;
        const auto outcome = hand_made_->settle(roots, work_);
        result_.is_damaged = result_.is_damaged || outcome == hand_made::outcome::damaged;
        result_.is_cut = outcome == hand_made::outcome::cut;
        is_settled_ = true;
    }

    void look_at_hand_made(std::size_t number, const root& from, const type_plans& plans)
    {
        enter(number, from, plans);
        while (!result_.is_cut) {
            const auto next = hand_made_->next(number);
            if (!next)
                break;
            look_at_hand_made(*next);
            look_at_waiting();
        }
        if (!result_.is_cut)
            look_at_doubtful();
    }

    [[nodiscard]] audit_result take_result() { return std::move(result_); }

private:
    /// All of them inside of the state.
    struct objects_in_a_row {
        std::uint32_t type;
        std::uint64_t address, count, stride;
    };

    void enter(std::size_t number, const root& from, const type_plans& plans)
    {
        number_ = number;
        types_ = from.types.get();
        plans_ = &plans;
        find_further_parts();
    }

    void look_at_waiting()
    {
        while (!waiting_.empty() && !result_.is_cut) {
            const objects_in_a_row next = waiting_.back();
            waiting_.pop_back();
            look_at(next);
        }
        waiting_.clear();
    }

    void place(std::uint32_t type, std::uint64_t address, std::uint64_t count, std::uint64_t stride)
    {
        if (!plans_->leads[type])
            return;
        const objects_in_a_row all{type, address, count, stride};
        if (plans_->plans[type].others.empty())
            look_at(all);
        else
            waiting_.push_back(all);
    }

    void look_at(const objects_in_a_row& all)
    {
        const plan& what = plans_->plans[all.type];
        std::uint64_t count = 0;
        for (std::uint64_t first = pass_unused(all, 0); first < all.count && !result_.is_cut;
             first = pass_unused(all, first + count)) {
            count = used_objects(all, first);
            const std::uint64_t address = all.address + first * all.stride;
            const std::uint64_t pointers = count * (what.pointers.size() + what.code.size());
            spend(1 + pointers / pointers_a_step + count * all.stride / bytes_a_step);
            if (result_.is_cut)
                return;
            check_pointers(what, address, count, all.stride);
            if (!what.code.empty() && how_.is_known)
                for (const part& each : what.code)
                    check_code(each.type, {each.type, address + each.offset, count, all.stride});
            if (what.others.empty())
                continue;
            for (std::uint64_t i = 0; i < count && !result_.is_cut; ++i)
                for (const part& each : what.others)
                    look_into(each.type, address + i * all.stride + each.offset);
        }
    }

    /// The first object from `first` on that is not only in memory that nobody uses: there all is zero.
    [[nodiscard]] std::uint64_t pass_unused(const objects_in_a_row& all, std::uint64_t first)
    {
        if (first >= all.count)
            return all.count;
        const std::uint64_t address = all.address + first * all.stride;
        if (address < used_.begin || address >= used_.end) [[unlikely]]
            used_ = state_.used_from(address);
        if (address >= used_.begin)
            return first;
        const std::uint64_t passed = (used_.begin - address) / bytes_of(all);
        return first + std::min(passed, all.count - first);
    }

    /// How many objects are looked at at once: not far into what is not in use.
    [[nodiscard]] std::uint64_t used_objects(const objects_in_a_row& all, std::uint64_t first) const
    {
        const std::uint64_t bytes = used_.end - (all.address + first * all.stride);
        return std::min({objects_at_once, all.count - first, (bytes - 1) / bytes_of(all) + 1});
    }

    [[nodiscard]] std::uint64_t bytes_of(const objects_in_a_row& all) const
    {
        return std::max<std::uint64_t>(all.stride != 0 ? all.stride : (*types_)[all.type].size_bytes, 1);
    }

    void check_pointers(const plan& what, std::uint64_t address, std::uint64_t count, std::uint64_t stride)
    {
        result_.pointers += count * what.pointers.size();
        const std::byte* const bytes = state_.at(address, 0);
        const std::uint64_t state_address = state_.address(), extent = state_.extent_bytes();
        // Pointers of one place in all objects follow each other, so that this loop is a small one.
        for (const part& each : what.pointers) {
            const bool may_be_text =
                !how_.texts.empty() && is_character_pointer(*types_, (*types_)[each.type]);
            const bool is_followed = hand_made_ && plans_->is_followed[each.type];
            for (std::uint64_t i = 0; i < count; ++i) {
                std::uint64_t target = 0;
                std::memcpy(&target, bytes + i * stride + each.offset, sizeof target);
                if (target == 0)
                    continue;
                const std::uint64_t offset = target - state_address;
                if (offset > extent || !memory_is_known_ || !memory_.contains(offset)) [[unlikely]]
                    look_closely(each.type, address + i * stride + each.offset, target);
                if (may_be_text) [[unlikely]]
                    note_text(target);
                if (is_followed) [[unlikely]]
                    hand_made_->note({number_, (*types_)[each.type].element, target});
            }
        }
    }

    /// Where each class with several parts that have a vtable pointer has the further ones.
    void find_further_parts()
    {
        further_parts_.clear();
        if (!how_.further_parts)
            return;
        further_parts_.resize(types_->size());
        for (std::size_t i = 0; i < types_->size(); ++i)
            if (schema::is_polymorphic((*types_)[i]))
                further_parts_[i] = how_.further_parts((*types_)[i].class_name);
    }

    /// Objects that are, or begin with, a pointer to code.
    void check_code(std::uint32_t index, const objects_in_a_row& all)
    {
        using kind = foreign_pointer::kind;
        const type_node& type = (*types_)[index];
        if (type.kind == type_kind::function_pointer) {
            result_.pointers += all.count;
            check_words(index, all, kind::function);
            return;
        }
        check_words(index, all, kind::vtable);
        if (!further_parts_.empty())
            for (const std::uint64_t offset : further_parts_[index])
                if (offset <= type.size_bytes - sizeof(std::uint64_t))
                    check_words(index, {index, all.address + offset, all.count, all.stride}, kind::vtable);
    }

    void check_words(std::uint32_t type, const objects_in_a_row& all, foreign_pointer::kind what)
    {
        const std::byte* const bytes = state_.at(all.address, 0);
        for (std::uint64_t i = 0; i < all.count; ++i) {
            std::uint64_t target = 0;
            std::memcpy(&target, bytes + i * all.stride, sizeof target);
            const std::uint64_t address = all.address + i * all.stride;
            if (target != 0 && !look_at_foreign(type, address, target, what))
                add_dangling({address, target, types_, type, dangling_pointer::fault::foreign});
            else if (target == 0 && what != foreign_pointer::kind::function)
                result_.is_damaged = true;
        }
    }

    /// What is neither null nor in the state. Whether its meaning is known.
    bool look_at_foreign(
        std::uint32_t type, std::uint64_t address, std::uint64_t target, foreign_pointer::kind what)
    {
        // An object made by hand may be found as a part of another one too.
        if (is_settled_ && !asked_about_.insert(address).second)
            return true;
        const bool is_known = how_.is_known && how_.is_known({address, target, types_, type, what});
        result_.known_count += is_known ? 1 : 0;
        return is_known;
    }

    /// Which of the texts that nobody owns a pointer leads to.
    void note_text(std::uint64_t target)
    {
        const auto after = std::upper_bound(
            how_.texts.begin(), how_.texts.end(), target,
            [](std::uint64_t wanted, const shared_text& each) { return wanted < each.address; });
        if (after != how_.texts.begin() && target - std::prev(after)->address < std::prev(after)->bytes)
            std::prev(after)->is_used = true;
    }

    [[nodiscard]] bool is_in_allocation(std::uint64_t target)
    {
        const std::uint64_t offset = target - state_.address();
        return offset <= state_.extent_bytes() && (memory_is_known_ || read_memory()) &&
               memory_.contains(offset);
    }

    /// Only for a state with pointers into it.
    [[nodiscard]] bool read_memory()
    {
        if (result_.is_cut)
            return false;
        const auto outcome = memory_.read(state_, work_);
        result_.free_memory_is_unknown = outcome == live_memory::outcome::damaged;
        result_.is_damaged = result_.is_damaged || result_.free_memory_is_unknown;
        result_.is_cut = outcome == live_memory::outcome::cut;
        return memory_is_known_ = !result_.is_cut;
    }

    /// At what is not null, and not known to be in an allocation.
    [[gnu::noinline]] void look_closely(std::uint32_t type, std::uint64_t address, std::uint64_t target)
    {
        if (is_in_allocation(target))
            return;
        const bool is_inside = target - state_.address() <= state_.extent_bytes();
        if (is_inside && !memory_is_known_)
            return; // nobody knows
        if (!is_inside && look_at_foreign(type, address, target, foreign_pointer::kind::data))
            return;
        add_dangling(
            {address, target, types_, type,
             is_inside ? dangling_pointer::fault::freed : dangling_pointer::fault::foreign});
    }

    void add_dangling(const dangling_pointer& one)
    {
        ++result_.dangling_count;
        if (result_.dangling.size() < how_.limit)
            result_.dangling.push_back(one);
    }

    void look_into(std::uint32_t index, std::uint64_t address)
    {
        const type_node& type = (*types_)[index];
        if (type.kind == type_kind::unique_pointer)
            look_at_owned(type, address);
        else if (type.kind == type_kind::optional)
            look_at_optional(index, address);
        else if (type.kind == type_kind::variant)
            look_at_alternative(index, address);
        else if (elements::are_in(type.kind))
            look_at_elements(index, address);
        else
            place(index, address, 1, 0);
    }

    /// That it dangles was told where it is a pointer.
    void look_at_owned(const type_node& type, std::uint64_t address)
    {
        const auto target = state_.read<std::uint64_t>(address);
        if (!target || *target == 0 || !is_in_allocation(*target))
            return;
        if (const auto held = dynamic_type(state_, *types_, type.element, *target)) {
            if (own(*target, (*types_)[*held].size_bytes))
                place(*held, *target, 1, 0);
            return;
        }
        const auto vtable = schema::is_polymorphic((*types_)[type.element])
                                ? state_.read<std::uint64_t>(*target)
                                : std::nullopt;
        if (!vtable || *vtable == 0 || !how_.is_known ||
            !look_at_foreign(type.element, *target, *vtable, foreign_pointer::kind::unknown_class))
            result_.is_damaged = true;
    }

    void look_at_optional(std::uint32_t index, std::uint64_t address)
    {
        spend(1);
        const auto held = held_object(state_, *types_, index, address);
        if (!held)
            result_.is_damaged = true;
        else if (*held != 0)
            place((*types_)[index].element, *held, 1, 0);
    }

    void look_at_alternative(std::uint32_t index, std::uint64_t address)
    {
        spend(1);
        const auto held = held_alternative(state_, *types_, index, address);
        const auto& alternatives = (*types_)[index].fields;
        if (!held)
            result_.is_damaged = true;
        else if (*held < alternatives.size())
            place(alternatives[*held].type, address, 1, 0);
    }

    void look_at_elements(std::uint32_t index, std::uint64_t address)
    {
        const type_node& type = (*types_)[index];
        auto all = elements::of(state_, *types_, index, address);
        spend(1);
        if (!all) {
            result_.is_damaged = true;
            return;
        }
        const bool has_key = schema::has_key(type.kind);
        const std::uint64_t stride = all->stride_bytes();
        const std::uint64_t offset = has_key ? value_offset(*types_, type) : 0;
        for (run now = all->next(); now.count != 0 && !result_.is_cut; now = all->next()) {
            spend(1);
            // What an array has was counted with what the array is in.
            if (type.kind != type_kind::array && !own(now.address, now.count * stride))
                return;
            place(type.element, now.address + offset, now.count, stride);
            if (has_key)
                place(type.key, now.address, now.count, stride);
        }
        result_.is_damaged = result_.is_damaged || (!all->is_whole() && !result_.is_cut);
    }

    /// Each once for each type that pointers to it have.
    void look_at_hand_made(const hand_made::object& one)
    {
        spend(1);
        const auto held = dynamic_type(state_, *types_, one.type, one.address);
        if (held && hand_made_->fits(one.address, (*types_)[*held].size_bytes)) {
            if (is_possible((*types_)[*held].size_bytes))
                place(*held, one.address, 1, 0);
            return;
        }
        if (!held)
            doubtful_.push_back(one);
    }

    /// Of a class that is not known, unless it was looked at as a part of one that is.
    void look_at_doubtful()
    {
        for (const hand_made::object& one : doubtful_) {
            const auto vtable = schema::is_polymorphic((*types_)[one.type])
                                    ? state_.read<std::uint64_t>(one.address)
                                    : std::nullopt;
            if (vtable && *vtable != 0)
                static_cast<void>(
                    look_at_foreign(one.type, one.address, *vtable, foreign_pointer::kind::unknown_class));
        }
        doubtful_.clear();
    }

    /// What is owned lies in the state once: a damaged one that owns itself would go on for ever.
    [[nodiscard]] bool own(std::uint64_t address, std::uint64_t bytes)
    {
        if (hand_made_)
            hand_made_->own(address, bytes);
        return is_possible(bytes);
    }

    [[nodiscard]] bool is_possible(std::uint64_t bytes)
    {
        owned_bytes_ += bytes;
        // Parts of what was made by hand may be met several times.
        const bool is_possible = owned_bytes_ / (is_settled_ ? 16 : 1) <= state_.extent_bytes();
        result_.is_damaged = result_.is_damaged || !is_possible;
        return is_possible;
    }

    void spend(std::uint64_t steps)
    {
        if (!work_.spend(steps))
            result_.is_cut = true;
    }

    const state_bytes& state_;
    used_part used_{0, 0}; ///< the one that was looked at last
    work_limit& work_;
    live_memory& memory_;
    const audit_settings& how_;
    audit_result result_;
    bool memory_is_known_ = false;
    std::uint64_t owned_bytes_ = 0; ///< of all roots

    const type_list* types_ = nullptr;
    const type_plans* plans_ = nullptr;
    std::vector<std::vector<std::uint64_t>> further_parts_; ///< by type; empty: none has any
    std::vector<objects_in_a_row> waiting_;

    std::optional<hand_made> hand_made_;            ///< if objects may be
    std::size_t number_ = 0;                        ///< of the root
    bool is_settled_ = false;                       ///< what is owned was looked at
    std::unordered_set<std::uint64_t> asked_about_; ///< since then
    std::vector<hand_made::object> doubtful_;
};

auditor::type_plans auditor::make_plans(const std::shared_ptr<const type_list>& types)
{
    type_plans made;
    made.types = types;
    made.leads = schema::contains_any(*types, is_wanted);
    made.plans.resize(types->size());
    for (const type_node& each : *types)
        made.what =
            made.what | interest{is_any_pointer(each), is_character_pointer(*types, each), is_code(each)};
    const auto has_code = schema::contains_any(
        *types, [&](const type_node& type) { return is_code(type) || is_character_pointer(*types, type); });
    const auto any_behind = [&](const type_node& pointer, const std::vector<bool>& such) {
        const auto& derived = (*types)[pointer.element].derived;
        return such[pointer.element] ||
               std::any_of(derived.begin(), derived.end(), [&](std::uint32_t each) { return such[each]; });
    };
    for (const type_node& each : *types) {
        const bool is_plain = each.kind == type_kind::pointer;
        made.is_followed.push_back(is_plain && any_behind(each, made.leads));
        made.leads_to_code = made.leads_to_code || (is_plain && any_behind(each, has_code));
    }
    std::vector<bool> is_made(types->size());
    // As deep as types are inside of each other, which is never in a circle.
    const auto make = [&](const auto& self, std::uint32_t index) -> const plan& {
        plan& here = made.plans[index];
        if (is_made[index] || !made.leads[index])
            return here;
        is_made[index] = true;
        const type_node& type = (*types)[index];
        const auto add = [&](std::uint64_t offset, std::uint32_t part_type) {
            const plan& inside = self(self, part_type);
            if (here.size() + inside.size() > most_listed_parts) {
                here.others.push_back({offset, part_type});
                return;
            }
            for (const part& each : inside.pointers)
                here.pointers.push_back({offset + each.offset, each.type});
            for (const part& each : inside.code)
                here.code.push_back({offset + each.offset, each.type});
            for (const part& each : inside.others)
                here.others.push_back({offset + each.offset, each.type});
        };
        switch (type.kind) {
        case type_kind::pointer:
        case type_kind::unique_pointer:
            here.pointers.push_back({0, index});
            if (type.kind == type_kind::unique_pointer && made.leads[type.element])
                here.others.push_back({0, index});
            break;
        case type_kind::function_pointer:
            here.code.push_back({0, index});
            break;
        case type_kind::structure:
        case type_kind::pair:
        case type_kind::tuple:
            if (schema::is_polymorphic(type))
                here.code.push_back({0, index});
            for (const type_field& field : type.fields)
                if (made.leads[field.type])
                    add(field.offset, field.type);
            break;
        case type_kind::array: {
            const plan& element = self(self, type.element);
            if (type.count <= most_listed_parts && type.count * element.size() <= most_listed_parts)
                for (std::uint64_t i = 0; i < type.count; ++i)
                    add(i * (*types)[type.element].size_bytes, type.element);
            else
                here.others.push_back({0, index});
            break;
        }
        default:
            here.others.push_back({0, index});
        }
        return here;
    };
    for (std::uint32_t i = 0; i < types->size(); ++i)
        make(make, i);
    return made;
}

const auditor::type_plans& auditor::plans_for(const std::shared_ptr<const type_list>& types)
{
    const auto known =
        std::find_if(known_.begin(), known_.end(), [&](const auto& each) { return each->types == types; });
    if (known != known_.end())
        return **known;
    if (known_.size() == state::max_roots)
        known_.erase(known_.begin());
    known_.push_back(std::make_unique<type_plans>(make_plans(types)));
    return *known_.back();
}

auditor::interest auditor::interest_in(const root& one)
{
    return one.types && plans_for(one.types).leads[one.type] ? plans_for(one.types).what : interest{};
}

audit_result auditor::audit(
    const state_bytes& state, std::span<const root> roots, work_limit& work, const audit_settings& how)
{
    walk through{state, work, memory_, how};
    bool has_unknown_root = false, has_followed = false;
    for (const root& each : roots)
        has_followed = has_followed || (how.is_known && each.types && plans_for(each.types).leads_to_code);
    if (has_followed)
        through.look_for_hand_made();
    for (std::size_t i = 0; i < roots.size(); ++i)
        if (roots[i].types)
            through.look_from(i, roots[i], plans_for(roots[i].types));
        else
            has_unknown_root = true;
    through.settle_hand_made(roots);
    for (std::size_t i = 0; i < roots.size() && has_followed; ++i)
        if (roots[i].types)
            through.look_at_hand_made(i, roots[i], plans_for(roots[i].types));
    audit_result result = through.take_result();
    result.is_damaged = result.is_damaged || has_unknown_root;
    return result;
}

} // namespace respawn::objects
