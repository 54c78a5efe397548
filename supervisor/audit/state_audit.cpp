#include "supervisor/audit/state_audit.hpp"

#include "shared/migration/compatibility.hpp"
#include "shared/objects/containers.hpp"
#include "shared/objects/finder.hpp"
#include "shared/objects/locate.hpp"
#include "shared/schema/containment.hpp"
#include "supervisor/audit/audit_text.hpp"
#include "supervisor/audit/foreign_memory.hpp"
#include "supervisor/audit/kept_texts.hpp"
#include "supervisor/audit/pointer_rebinder.hpp"
#include "supervisor/audit/program_classes.hpp"
#include "supervisor/report/text_parts.hpp"
#include "supervisor/symbols/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>

namespace respawn::supervisor {

namespace {

/// A step is some 20 ns: 50 ms in a hand-over, which the game stands still for.
constexpr std::uint64_t hand_over_steps = 2'500'000, hand_over_path_steps = 500'000;
constexpr std::size_t told_in_hand_over = 3;
/// As long as it takes: the state's size is the limit.
constexpr std::uint64_t all_steps = ~std::uint64_t{0};
/// Who asks waits for it, and the game does too: half a second.
constexpr std::uint64_t asked_steps = 25'000'000, asked_path_steps = 5'000'000;

/// A state as the walks over it see it: never what has no memory.
class walked_state {
public:
    walked_state(const committed_state& state, std::uint64_t address) :
        used_{parts_of(state)},
        bytes_{
            objects::state_bytes{state.bytes().data(), address, state.bytes().size()}.with_used_parts(&used_)}
    {}
    walked_state(const walked_state&) = delete;

    [[nodiscard]] const objects::state_bytes& bytes() const { return bytes_; }

private:
    static std::vector<objects::used_part> parts_of(const committed_state& state)
    {
        using journal::page_bytes;
        std::vector<objects::used_part> all;
        const std::uint64_t end_page = (state.bytes().size() + page_bytes - 1) / page_bytes;
        for (std::uint64_t end = 0, page = 0; (page = state.next_used_page(end)) < end_page;) {
            end = state.next_unused_page(page);
            all.push_back({page * page_bytes, end * page_bytes});
        }
        return all;
    }

    objects::used_parts used_;
    objects::state_bytes bytes_;
};

template <class Pointer>
std::string path_or_address(const std::string& path, const Pointer& of)
{
    return path.empty() ? fmt::format("a {} at {:#x}", schema::describe(*of.types, of.type), of.address)
                        : path;
}

} // namespace

/// Finds the maps and sets one of whose keys has, or owns, a pointer that will be another value.
class changed_keys {
public:
    /// Both outlive this; `changed`: addresses, ascending.
    changed_keys(const objects::type_list& types, std::span<const std::uint64_t> changed) :
        types_{types}, changed_{changed}, leads_to_pointers_{schema::contains_any(types, is_rebindable)},
        containers_{types, [this](const schema::type_node& type) { return has_pointer_keys(type); }},
        pointers_{types, is_rebindable}
    {}

    [[nodiscard]] std::vector<objects::foreign_pointer> find(
        const objects::state_bytes& state, const objects::root& from)
    {
        std::vector<objects::foreign_pointer> found;
        // What is owned lies in the state once: no more can be looked at.
        bytes_left_ = state.extent_bytes();
        if (containers_.leads_anywhere(from.type))
            static_cast<void>(containers_.look(
                state, from.type, from.address, {[&](std::uint32_t type, std::uint64_t address) {
                    if (has_changed_key(state, type, address))
                        found.push_back({address, 0, &types_, type});
                }}));
        return found;
    }

private:
    static bool is_rebindable(const schema::type_node& type)
    {
        return type.kind == schema::type_kind::pointer || type.kind == schema::type_kind::function_pointer;
    }

    [[nodiscard]] bool has_pointer_keys(const schema::type_node& type) const
    {
        return migration::has_keys(type.kind) && leads_to_pointers_[migration::key_of(type)];
    }

    [[nodiscard]] bool has_changed_key(
        const objects::state_bytes& state, std::uint32_t type, std::uint64_t address)
    {
        auto entries = objects::elements::of(state, types_, type, address);
        bool is_changed = false;
        for (auto now = entries ? entries->next() : objects::run{}; now.count != 0 && !is_changed;
             now = entries->next()) {
            if (now.count * entries->stride_bytes() > bytes_left_)
                break;
            bytes_left_ -= now.count * entries->stride_bytes();
            for (std::uint64_t i = 0; i < now.count; ++i)
                static_cast<void>(pointers_.look(
                    state, migration::key_of(types_[type]), now.address + i * entries->stride_bytes(),
                    {[&](std::uint32_t, std::uint64_t place) {
                        is_changed =
                            is_changed || std::binary_search(changed_.begin(), changed_.end(), place);
                    }}));
        }
        return is_changed;
    }

    const objects::type_list& types_;
    std::span<const std::uint64_t> changed_;
    std::vector<bool> leads_to_pointers_;
    std::uint64_t bytes_left_ = 0;
    objects::finder containers_, pointers_;
};

/// One look at a state that another worker is to take over.
class state_audit::hand_over {
public:
    hand_over(
        state_audit& audit, const objects::state_bytes& bytes, std::span<const objects::root> roots,
        const process_of_pointers& owner, const process_of_pointers& next) :
        audit_{audit},
        roots_{roots}, owner_{owner}, next_{next}, classes_{roots, owner.images, audit.tables_},
        bytes_{bytes.with_classes(has_classes(roots) ? &classes_.table() : nullptr)}, pointers_{
                                                                                          owner, next,
                                                                                          audit.tables_,
                                                                                          kept_texts()}
    {}

    [[nodiscard]] report::audit look(std::uint64_t steps)
    {
        for (objects::shared_text& each : shared_)
            each.is_used = false;
        objects::audit_settings how{told_in_hand_over};
        how.is_known = [this](const objects::foreign_pointer& one) { return pointers_.judge(one); };
        how.further_parts = [this](const std::string& name) { return classes_.further_parts(name); };
        how.texts = shared_;
        report::audit made =
            audit_.look(bytes_, roots_, owner_, {steps, hand_over_path_steps, told_in_hand_over}, how);
        made.generation = next_.generation;
        pointers_.settle_texts();
        return made;
    }

    [[nodiscard]] bool has_met_any() const { return pointers_.has_met_any(); }

    /// Where a map or set keeps an entry depends on its key, which must not change.
    void refuse_changed_keys()
    {
        const auto changed = pointers_.changed_pointers();
        if (changed.empty())
            return;
        for (const objects::root& each : roots_) {
            if (!each.types)
                continue;
            changed_keys keys{*each.types, changed};
            for (const objects::foreign_pointer& one : keys.find(bytes_, each))
                pointers_.refuse(
                    one, fmt::format(
                             "has a key that points into the program, where generation {} has it in another "
                             "place: use a string or an enumeration as the key",
                             next_.generation));
        }
    }

    /// Empty: none was refused.
    [[nodiscard]] std::string refusal() const
    {
        std::vector<objects::wanted_object> wanted;
        for (const refused_pointer& each : pointers_.refused())
            wanted.push_back({each.pointer.address, each.pointer.types, each.pointer.type});
        objects::work_limit work{hand_over_path_steps};
        const auto paths =
            wanted.empty() ? std::vector<std::string>{} : objects::locate(bytes_, roots_, wanted, work);
        std::string text;
        for (std::size_t i = 0; i < paths.size(); ++i) {
            const refused_pointer& each = pointers_.refused()[i];
            text += (i == 0 ? "" : "; ") + path_or_address(paths[i], each.pointer) + " " + each.clause;
        }
        if (pointers_.refused_count() > paths.size())
            text += fmt::format("; and {} more", pointers_.refused_count() - paths.size());
        if (!text.empty())
            text += " (keep such names, or let go of these pointers and objects in the build that plays)";
        return text;
    }

    /// `is_whole`: whether every pointer was looked at, so that what no pointer leads to can go.
    [[nodiscard]] std::vector<std::byte> rebinding(bool is_whole) const
    {
        std::vector<std::uint64_t> freed;
        for (const objects::shared_text& each : shared_)
            if (is_whole && !each.is_used && !pointers_.uses_kept_text(each.address))
                freed.push_back(each.address);
        return pointers_.encode(bytes_.address(), freed);
    }

private:
    [[nodiscard]] std::vector<kept_text> kept_texts()
    {
        auto kept = kept_texts_in(bytes_).value_or(std::vector<kept_text>{});
        for (const kept_text& each : kept)
            shared_.push_back({each.address, each.bytes.size()});
        return kept;
    }

    state_audit& audit_;
    std::span<const objects::root> roots_;
    const process_of_pointers& owner_;
    const process_of_pointers& next_;
    program_classes classes_;
    objects::state_bytes bytes_;
    std::vector<objects::shared_text> shared_; ///< by address
    pointer_rebinder pointers_;
};

report::audit state_audit::look(
    const objects::state_bytes& bytes, std::span<const objects::root> roots, const process_of_pointers& owner,
    const look_limits& limits, objects::audit_settings how)
{
    const auto start = std::chrono::steady_clock::now();
    objects::work_limit work{limits.steps};
    how.limit = limits.told;
    const objects::audit_result found = auditor_.audit(bytes, roots, work, how);
    report::audit made;
    made.from_generation = owner.generation;
    made.pointers = found.pointers;
    made.rebound = found.known_count;
    made.dangling_count = found.dangling_count;
    made.is_cut = found.is_cut;
    made.is_damaged = found.is_damaged;
    made.free_memory_is_unknown = found.free_memory_is_unknown;
    if (!found.dangling.empty()) {
        objects::work_limit path_work{limits.path_steps};
        std::vector<objects::wanted_object> wanted;
        for (const objects::dangling_pointer& each : found.dangling)
            wanted.push_back({each.address, each.types, each.type});
        const auto paths = objects::locate(bytes, roots, wanted, path_work);
        foreign_memory memory{owner};
        for (std::size_t i = 0; i < found.dangling.size(); ++i) {
            const objects::dangling_pointer& each = found.dangling[i];
            report::dangling_pointer one;
            one.type = schema::describe(*each.types, each.type);
            one.path = path_or_address(paths[i], each);
            one.target = each.target;
            foreign_place place{"freed", "memory of the state that is free"};
            if (each.target - state_address_ >= state_capacity_bytes_)
                place = memory.at(each.target);
            one.kind = std::move(place.kind);
            one.points_at = std::move(place.words);
            made.dangling.push_back(std::move(one));
        }
    }
    made.duration = std::chrono::steady_clock::now() - start;
    return made;
}

reply state_audit::answer(
    const request& asked, const committed_state& state, const process_of_pointers& owner)
{
    reply said;
    const walked_state walked{state, state_address_};
    const objects::state_bytes& plain = walked.bytes();
    const auto roots = reader_.read(plain);
    if (!roots) {
        said.error = roots.error().sentence;
        return said;
    }
    const program_classes classes{*roots, owner.images, tables_};
    objects::audit_settings how{objects::auditor::usual_limit};
    // Any build that has the same names.
    pointer_rebinder next_build{owner, owner, tables_, {}, same_image::is_any_build};
    // They are told, and are no damage.
    std::uint64_t of_unknown_classes = 0;
    how.is_known = [&](const objects::foreign_pointer& one) {
        const std::uint64_t refused = next_build.refused_count();
        const bool is_known = next_build.judge(one);
        if (is_known && one.what == objects::foreign_pointer::kind::unknown_class) {
            ++of_unknown_classes;
            return true;
        }
        return is_known && next_build.refused_count() == refused;
    };
    how.further_parts = [&](const std::string& name) { return classes.further_parts(name); };
    report::audit made = look(
        plain.with_classes(has_classes(*roots) ? &classes.table() : nullptr), *roots, owner,
        {asked_steps, asked_path_steps, objects::auditor::usual_limit}, how);
    made.rebound -= of_unknown_classes;
    if (made.dangling_count == 0 && made.is_cut) {
        said.error = "the state is too large to be audited to its end between two frames; as far as it was, "
                     "no pointer dangles";
        return said;
    }
    said.dangles = made.dangling_count != 0;
    said.output = asked.json ? audit_json(made, state.frame()) : audit_text(made);
    for (const refused_pointer& each : next_build.refused())
        if (!asked.json && each.pointer.what == objects::foreign_pointer::kind::unknown_class)
            said.output += report::one_line(fmt::format(
                               "{} {}: what is in it was not looked at.", path_or_address("", each.pointer),
                               each.clause)) +
                           "\n";
    return said;
}

objects::auditor::interest state_audit::interest_in(std::span<const objects::root> roots)
{
    objects::auditor::interest what;
    for (const objects::root& each : roots)
        what = what | auditor_.interest_in(each);
    return what;
}

result<std::vector<std::byte>> state_audit::excerpt_for(
    const committed_state& state, const process_of_pointers& owner, bool follows_pointers)
{
    const walked_state walked{state, state_address_};
    const objects::state_bytes& plain = walked.bytes();
    const auto roots = reader_.read(plain);
    const auto what = roots ? interest_in(*roots) : objects::auditor::interest{};
    if ((!what.code && !what.characters && !(what.pointers && follows_pointers)) || !owner.images.are_known())
        return std::vector<std::byte>{};
    const program_classes classes{*roots, owner.images, tables_};
    const auto bytes = plain.with_classes(has_classes(*roots) ? &classes.table() : nullptr);
    for (std::uint64_t steps = what.code ? all_steps : hand_over_steps;; steps = all_steps) {
        excerpt_maker made{owner.images, tables_};
        bool has_any = false;
        objects::audit_settings how{0};
        how.is_known = [&](const objects::foreign_pointer& one) {
            const bool is_known = owner.images.contain(one.target);
            if (is_known)
                made.add(one.target, kind_of(one), character_bytes(one));
            has_any = has_any || is_known;
            return is_known;
        };
        how.further_parts = [&](const std::string& name) { return classes.further_parts(name); };
        objects::work_limit work{steps};
        const bool is_cut = auditor_.audit(bytes, *roots, work, how).is_cut;
        if (!is_cut || !has_any)
            return made.encode(owner.generation);
    }
}

bool state_audit::looks_at(const committed_state& state, hand_over_choice how)
{
    const auto roots = reader_.read(state.bytes_at(state_address_));
    const auto what = roots ? interest_in(*roots) : objects::auditor::interest{};
    return what.code || what.characters || (what.pointers && how.follows_pointers);
}

pointer_outcome state_audit::of_hand_over(
    const committed_state& state, const process_of_pointers& owner, const process_of_pointers& next,
    hand_over_choice how)
{
    pointer_outcome outcome;
    const walked_state walked{state, state_address_};
    const objects::state_bytes& bytes = walked.bytes();
    const auto roots = reader_.read(bytes);
    if (!roots)
        return outcome;
    const auto what = interest_in(*roots);
    if (!what.code && !what.characters && !(what.pointers && how.follows_pointers))
        return outcome;
    std::optional<hand_over> looking{std::in_place, *this, bytes, *roots, owner, next};
    report::audit made = looking->look(what.code ? all_steps : hand_over_steps);
    if (made.is_cut && looking->has_met_any()) {
        looking.emplace(*this, bytes, *roots, owner, next);
        made = looking->look(all_steps);
    }
    looking->refuse_changed_keys();
    outcome.refusal = looking->refusal();
    if (!outcome.refusal.empty())
        return outcome;
    outcome.rebinding = looking->rebinding(!made.is_cut && !made.is_damaged);
    const bool cut_is_news = made.is_cut && !has_told_of_cut_;
    const bool hides_code = what.code && made.is_damaged && !made.free_memory_is_unknown;
    if (how.tells_dangling && (made.dangling_count != 0 || cut_is_news || hides_code)) {
        has_told_of_cut_ = has_told_of_cut_ || made.is_cut;
        outcome.audit = std::move(made);
    }
    return outcome;
}

} // namespace respawn::supervisor
