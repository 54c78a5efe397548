#include "worker/source/migration/carrier.hpp"

#include "shared/migration/default_value.hpp"
#include "shared/migration/numbers.hpp"
#include "shared/objects/class_table.hpp"
#include "shared/objects/locate.hpp"
#include "worker/source/migration/addresses.hpp"
#include "worker/source/migration/old_source.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <span>
#include <utility>

namespace respawn::detail {

namespace {

using migration::conversion;
using migration::method;
using migration::none;
using schema::type_node;
using stored_kind = schema::type_kind;

/// Objects that own each other more deeply than this are carried over one after the other.
constexpr int max_depth = 64;

/// What has to be seen to also in objects that stay as they are.
bool is_special(const type_node& type)
{
    return type.kind == stored_kind::pointer || type.kind == stored_kind::ignored;
}

/// Whether containers of the kind can be filled.
bool has_maker(stored_kind kind, const type_operations& operations)
{
    switch (kind) {
    case stored_kind::array:
        return true;
    case stored_kind::bit_vector:
        return operations.assign;
    case stored_kind::vector:
    case stored_kind::deque:
    case stored_kind::list:
        return operations.append;
    case stored_kind::optional:
    case stored_kind::unique_pointer:
        return operations.emplace;
    default:
        return operations.insert;
    }
}

/// The types of objects that a conversion makes in what it converts to.
std::vector<std::uint32_t> made_types(const migration::plan& plan, const conversion& how)
{
    const type_node& to = plan.to()[how.to];
    std::vector<std::uint32_t> result;
    if (to.kind == stored_kind::variant && how.how == method::wrap) {
        result.push_back(plan[how.element].to);
    } else if (!how.alternatives.empty()) {
        for (const std::uint32_t each : how.alternative_plans)
            if (each != none)
                result.push_back(plan[each].to);
    } else {
        for (const std::uint32_t part : {to.element, to.key})
            if (part != schema::no_type)
                result.push_back(part);
    }
    return result;
}

} // namespace

carrier::carrier(
    const migration::plan& plan, const std::vector<const type_description*>& types,
    objects::state_bytes before, objects::state_bytes now, carried& all) :
    plan_{plan},
    types_{types}, before_{before}, now_{now}, all_{all}, changes_{plan.changes()},
    owners_{plan.from(), schema::is_owner}, special_{plan.to(), is_special}
{
    for (std::uint32_t i = 0; i < plan.conversions().size(); ++i)
        if (plan[i].how == method::pointer && plan[i].is_identical)
            identical_pointers_[plan[i].to] = i;
}

std::optional<std::string> carrier::find_obstacle(
    const migration::plan& plan, const std::vector<const type_description*>& types)
{
    const auto cannot = [&](const conversion& how, std::uint32_t type, const char* why) {
        return describe(plan.to(), type) + " in " + how.path + " can't be carried over: " + why;
    };
    for (const conversion& how : plan.conversions()) {
        const type_node& to = plan.to()[how.to];
        const bool makes_elements = how.how == method::collection || how.how == method::association ||
                                    how.how == method::hold || how.how == method::wrap;
        if (!makes_elements && how.how != method::alternatives)
            continue;
        for (const std::uint32_t type : made_types(plan, how))
            if (!types[type]->operations->construct)
                return cannot(how, type, "it has no default constructor");
        if (schema::has_element(to.kind) && !has_maker(to.kind, *types[how.to]->operations))
            return cannot(how, how.to, "its elements can't be moved");
    }
    return std::nullopt;
}

void carrier::carry_alone(std::uint32_t index, std::uint64_t from, std::byte* to)
{
    carry_row(index, from, to, {true});
}

void carrier::carry_row(
    std::uint32_t index, std::uint64_t from, std::byte* to, const std::vector<bool>& is_counted)
{
    const std::uint64_t bytes = old_type(plan_[index]).size_bytes;
    const std::uint64_t stride = new_type(plan_[index]).size_bytes;
    if (!before_.contains(from, bytes * is_counted.size()))
        fail_at(plan_[index], object_at(from), "is damaged");
    moved(index, object_at(from), is_counted.size(), bytes, to, stride);
    if (index == 0)
        root_address_ = from;
    carried_alone_.push_back(index);
    for (std::size_t i = 0; i < is_counted.size(); ++i) {
        is_counting_ = is_counted[i];
        all_.objects += is_counting_ ? 1 : 0;
        all_.bytes += is_counting_ ? bytes : 0;
        convert(index, object_at(from + i * bytes), to + i * stride);
        run_tasks();
    }
    is_counting_ = true;
}

std::vector<new_object> carrier::carry_waiting()
{
    keys_are_resolved_ = true;
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
        const task next = waiting_[i];
        convert(next.conversion, next.from, next.to);
        run_tasks();
    }
    waiting_.clear();
    return std::move(doubtful_);
}

void carrier::run_tasks()
{
    while (!tasks_.empty()) {
        const task next = tasks_.back();
        tasks_.pop_back();
        convert(next.conversion, next.from, next.to);
    }
}

/// Elements of `holder`, or what it holds.
void carrier::convert_run(
    const conversion& holder, std::uint32_t index, const std::byte* from, std::uint64_t count,
    std::uint64_t from_stride, std::byte* to, std::uint64_t to_stride)
{
    // What lies in the holder itself is found through that.
    const bool lies_in_holder =
        old_type(holder).kind == stored_kind::array || old_type(holder).kind == stored_kind::optional;
    if (!lies_in_holder)
        moved(index, from, count, from_stride, to, to_stride);
    all_.objects += count;
    all_.bytes += count * from_stride;
    if (plan_[index].how == method::copy && from_stride == to_stride) {
        std::memcpy(to, from, count * from_stride);
        return;
    }
    if (plan_[index].is_flat) {
        for (std::uint64_t i = 0; i < count; ++i)
            convert(index, from + i * from_stride, to + i * to_stride);
        return;
    }
    for (std::uint64_t i = 0; i < count; ++i)
        convert_later_if_deep(index, from + i * from_stride, to + i * to_stride);
}

void carrier::convert_later_if_deep(std::uint32_t index, const std::byte* from, std::byte* to)
{
    if (depth_ == max_depth) {
        tasks_.push_back({index, from, to});
        return;
    }
    ++depth_;
    convert(index, from, to);
    --depth_;
}

void carrier::convert(std::uint32_t index, const std::byte* from, std::byte* to)
{
    const conversion& how = plan_[index];
    switch (how.how) {
    case method::copy:
        std::memcpy(to, from, new_type(how).size_bytes);
        break;
    case method::move_content:
        move_content(how, from, to);
        break;
    case method::number:
        convert_number(how, from, to);
        break;
    case method::enumeration:
        convert_enumeration(how, from, to);
        break;
    case method::product:
        convert_product(how, from, to);
        break;
    case method::collection:
        convert_collection(index, from, to);
        break;
    case method::association:
        convert_association(index, from, to);
        break;
    case method::text:
        convert_text(how, from, to);
        break;
    case method::hold:
        convert_held(how, from, to);
        break;
    case method::wrap:
        wrap(index, from, to);
        break;
    case method::unwrap:
        unwrap(how, from, to);
        break;
    case method::alternatives:
        convert_alternative(how, from, to);
        break;
    case method::pointer:
        convert_pointer(index, from, to);
        break;
    case method::forget:
        release(how.from, address_of(from));
        break;
    }
}

void carrier::convert_number(const conversion& how, const std::byte* from, std::byte* to)
{
    const auto arithmetic = [](const std::vector<type_node>& types, std::uint32_t type) -> const type_node& {
        return types[type].kind == stored_kind::enumeration ? types[types[type].element] : types[type];
    };
    const type_node& before = arithmetic(plan_.from(), how.from);
    const type_node& after = arithmetic(plan_.to(), how.to);
    const auto is_byte = [](const type_node& type) {
        return type.size_bytes == 1 && type.kind != stored_kind::boolean;
    };
    if (before.kind != after.kind && is_byte(before) && is_byte(after) &&
        (before.kind == stored_kind::character || after.kind == stored_kind::character)) {
        *to = *from; // nobody knows whether a char stands for a letter or for a number
        return;
    }
    if (migration::write_number(after, to, migration::read_number(before, from)))
        lose(how, from, to);
}

void carrier::convert_product(const conversion& how, const std::byte* from, std::byte* to)
{
    for (const migration::dropped_part& dropped : how.dropped) {
        changes_[dropped.change].objects += is_counting_ ? 1 : 0;
        const auto& whole = old_type(how).default_value;
        const std::byte* default_value =
            dropped.from_offset < whole.size() ? whole.data() + dropped.from_offset : nullptr;
        const std::uint64_t address = address_of(from) + dropped.from_offset;
        if (migration::has_a_value(before_, plan_.from(), dropped.from, address, default_value))
            lose(
                dropped.change, dropped.from, address,
                migration::value_text(plan_.from(), dropped.from, object_at(address)), {});
        release(dropped.from, address);
    }
    for (const migration::part& part : how.parts)
        if (part.conversion == none)
            std::memcpy(to + part.to_offset, from + part.from_offset, part.bytes);
        else
            convert(part.conversion, from + part.from_offset, to + part.to_offset);
    if (!how.is_identical && new_type(how).kind == stored_kind::structure)
        complete(how, from, to);
}

/// By the game's own function, if it has one for the type.
void carrier::complete(const conversion& how, const std::byte* from, std::byte* to)
{
    const auto hook = operations(how.to).convert;
    if (!hook)
        return;
    const old_source before{all_.committed, before_, plan_.from(), how.from, address_of(from)};
    try {
        hook(old_object_access::show(before), to);
    } catch (const std::exception& error) {
        throw migration_error{
            "the function that is to convert " + path_of(how, from) + " threw: " + error.what()};
    }
}

void carrier::point()
{
    std::erase_if(
        pointers_, [this](const unresolved_pointer& pointer) { return point(pointer); });
}

/// Whether anybody knows.
bool carrier::point(const unresolved_pointer& pointer)
{
    const conversion& how = plan_[pointer.conversion];
    std::uint64_t address = 0;
    std::memcpy(&address, object_at(pointer.place), sizeof address);
    const auto found =
        all_.places.find(address, {&plan_.from(), &plan_.to(), old_type(how).element, new_type(how).element});
    if (found.what == relocations::fate::moved)
        std::memcpy(object_at(pointer.place), &found.place, sizeof found.place);
    else if (found.what == relocations::fate::gone)
        unpoint(pointer);
    return found.what != relocations::fate::unknown;
}

void carrier::convert_held(const conversion& how, const std::byte* from, std::byte* to)
{
    const auto held = objects::held_object(before_, plan_.from(), how.from, address_of(from));
    if (!held)
        fail_at(how, from, "is damaged");
    operations(how.to).clear(to);
    if (*held != 0) {
        const held_class held_one = class_of_held(how, from, *held);
        auto* made = static_cast<std::byte*>(operations(how.to).emplace(to, held_one.number));
        const conversion& inside = plan_[held_one.conversion];
        convert_run(
            how, held_one.conversion, object_at(*held), 1, old_type(inside).size_bytes, made,
            new_type(inside).size_bytes);
    }
    release_blocks(how.from, address_of(from));
}

carrier::held_class carrier::class_of_held(
    const conversion& how, const std::byte* from, std::uint64_t held) const
{
    if (how.alternatives.empty())
        return {0, how.element};
    const auto found = alternative_at(how, held);
    if (!found || how.alternative_plans[*found] == none)
        fail_for_class(how, from, found);
    return {how.alternatives[*found], how.alternative_plans[*found]};
}

/// Which of the classes behind a holder or a pointer the object at `address` is of.
std::optional<std::size_t> carrier::alternative_at(const conversion& how, std::uint64_t address) const
{
    const std::uint32_t declared = old_type(how).element;
    if (old_type(how).kind == stored_kind::optional)
        return 0;
    const auto type = objects::dynamic_type(before_, plan_.from(), declared, address);
    if (!type)
        return std::nullopt;
    const auto& derived = plan_.from()[declared].derived;
    const auto found = std::find(derived.begin(), derived.end(), *type);
    return *type == declared ? 0 : static_cast<std::size_t>(found - derived.begin()) + 1;
}

std::uint32_t carrier::conversion_behind(std::uint32_t pointer, std::uint64_t address) const
{
    const conversion& how = plan_[pointer];
    if (how.alternatives.empty())
        return how.element;
    const auto found = alternative_at(how, address);
    return found ? how.alternative_plans[*found] : none;
}

void carrier::fail_for_class(
    const conversion& how, const std::byte* from, std::optional<std::size_t> alternative) const
{
    const std::uint32_t declared = old_type(how).element;
    const auto& derived = plan_.from()[declared].derived;
    const auto name_of = [&](std::size_t i) {
        return describe(plan_.from(), i == 0 ? declared : derived[i - 1]);
    };
    std::string names;
    for (std::size_t i = 0; i < how.alternatives.size(); ++i)
        if (alternative ? i == *alternative : i != 0 && how.alternatives[i] == none)
            names += (names.empty() ? "" : " or ") + name_of(i);
    throw migration_error{
        path_of(how, from) + " holds " + (names.empty() ? "an object of a class" : names) +
        ", which RESPAWN_DERIVED does not name for " + describe(plan_.to(), new_type(how).element) +
        ": name it there, or end such objects in the old build first"};
}

void carrier::convert_alternative(const conversion& how, const std::byte* from, std::byte* to)
{
    const auto held = objects::held_alternative(before_, plan_.from(), how.from, address_of(from));
    if (!held)
        fail_at(how, from, "is damaged");
    if (*held == old_type(how).fields.size())
        return;
    if (how.alternatives[*held] == none) {
        lose(how, from, to);
        release(how.from, address_of(from));
        return;
    }
    convert(
        how.alternative_plans[*held], from,
        static_cast<std::byte*>(operations(how.to).emplace(to, how.alternatives[*held])));
}

void carrier::convert_pointer(std::uint32_t index, const std::byte* from, std::byte* to)
{
    std::memcpy(to, from, sizeof(void*));
    note_pointer(index, address_of(from), address_of(to));
}

void carrier::move_content(const conversion& how, const std::byte* from, std::byte* to)
{
    if (new_type(how).kind == stored_kind::unique_pointer) {
        operations(how.to).clear(to);
        std::memcpy(to, from, sizeof(void*));
    } else {
        // Its layout is the same, so it is an object of the new type already.
        operations(how.to).move_content(to, const_cast<std::byte*>(from));
        // The old one may have got the memory that the new one had, which is of today.
        release_blocks(now_, how.from, address_of(from));
    }
    look_through_content(how.to, to);
}

/// What a container owns that has been moved: not the container itself.
void carrier::look_through_content(std::uint32_t type, const std::byte* to)
{
    if (special_.leads_anywhere(type))
        look_through(type, address_of(to));
}

/// A new object that is one by its bytes alone, and all that it owns.
void carrier::look_through(std::uint32_t type, std::uint64_t address)
{
    special_.look(
        now_, type, address,
        {[this](std::uint32_t found, std::uint64_t place) {
             if (plan_.to()[found].kind == stored_kind::ignored)
                 operations(found).construct(object_at(place));
             else
                 note_pointer(identical_pointers_.at(found), place, place);
         },
         [this](std::uint32_t, std::uint64_t first, std::uint64_t count, std::uint64_t stride) {
             if (all_.places_matter)
                 all_.places.add({first, count, stride, first, stride, nullptr, none});
         }});
}

void carrier::note_pointer(std::uint32_t index, std::uint64_t old_place, std::uint64_t place)
{
    std::uint64_t address = 0;
    std::memcpy(&address, object_at(place), sizeof address);
    if (address != 0)
        pointers_.push_back({place, old_place, index});
}

void carrier::lose(const conversion& how, const std::byte* from, std::byte* to)
{
    if (how.change != none)
        lose(
            how.change, how.from, address_of(from), migration::value_text(plan_.from(), how.from, from),
            migration::value_text(plan_.to(), how.to, to));
}

void carrier::lose(
    std::uint32_t change, std::uint32_t type, std::uint64_t address, std::string before, std::string after)
{
    if (is_counting_ && ++changes_[change].lost <= migration::max_examples)
        losses_.push_back({change, type, address, std::move(before), std::move(after)});
}

void carrier::unpoint(const unresolved_pointer& pointer)
{
    const conversion& how = plan_[pointer.conversion];
    std::memset(object_at(pointer.place), 0, sizeof(void*));
    lose(how.change, how.from, pointer.old_place, {}, {});
}

void carrier::moved(
    std::uint32_t index, const std::byte* from, std::uint64_t count, std::uint64_t from_stride,
    const std::byte* to, std::uint64_t to_stride)
{
    if (all_.places_matter)
        all_.places.add({address_of(from), count, from_stride, address_of(to), to_stride, &plan_, index});
}

/// The memory of an old object that has no counterpart, and of all that it owns.
void carrier::release(std::uint32_t type, std::uint64_t address)
{
    owners_.look(before_, type, address, {[this](std::uint32_t owner, std::uint64_t place) {
                     release_blocks(owner, place);
                 }});
}

void carrier::release_blocks(std::uint32_t type, std::uint64_t address)
{
    release_blocks(before_, type, address);
}

void carrier::release_blocks(const objects::state_bytes& where, std::uint32_t type, std::uint64_t address)
{
    static_cast<void>(objects::for_each_block(
        where, plan_.from(), type, address,
        [&](std::uint64_t block) { all_.blocks_to_free.push_back(block); }));
}

/// In the old state, as well as it can be told.
std::string carrier::path_of(const conversion& how, const std::byte* from) const
{
    constexpr std::uint64_t most_steps = 10'000'000;
    const std::vector<objects::root> roots{
        {plan_.root_name(), root_address_,
         std::shared_ptr<const objects::type_list>{std::shared_ptr<void>{}, &plan_.from()}}};
    const std::vector<objects::wanted_object> wanted{{address_of(from), &plan_.from(), how.from}};
    objects::work_limit work{most_steps};
    const std::string path = objects::locate(all_.committed.bytes(), roots, wanted, work).front();
    return path.empty() ? "a " + describe(plan_.from(), how.from) + " in " + plan_.root_name() : path;
}

void carrier::fail_at(const conversion& how, const std::byte* from, const char* why) const
{
    throw migration_error{path_of(how, from) + " " + why + ": start afresh, without the old state"};
}

} // namespace respawn::detail
