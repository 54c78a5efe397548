#include "worker/source/migration/migrator.hpp"

#include "shared/objects/finder.hpp"
#include "shared/objects/locate.hpp"
#include "worker/source/migration/addresses.hpp"

#include <respawn/allocator.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace respawn::detail {

namespace {

using migration::conversion;
using migration::none;

/// Of a large state, for the sake of a few lines in the report: a fifth of a second.
constexpr std::uint64_t most_steps_for_paths = 10'000'000;

std::string name_of(const state::root_data& root)
{
    return {root.name, ::strnlen(root.name, sizeof root.name)};
}

} // namespace

/// Finds what the game has made by hand, through the pointers of a root that was carried over and those in
/// what they lead to, while all of it is still as it was.
class migrator::discovery {
public:
    discovery(const carried_root& root, const carried& all, memory_map& memory, objects::state_bytes before) :
        plan_{root.plan}, carrier_{root.objects}, places_{all.places}, memory_{memory}, before_{before},
        pointers_{plan_.from(), schema::is_pointer}, owners_{plan_.from(), schema::is_owner}
    {
        for (std::uint32_t i = 0; i < plan_.conversions().size(); ++i)
            if (plan_[i].how == migration::method::pointer && leads_anywhere(i))
                by_type_.try_emplace(plan_[i].from, i);
        for (const carrier::task& each : root.objects.waiting())
            look_into(plan_[each.conversion].from, address_of(each.from));
        for (const unresolved_pointer& each : root.objects.pointers())
            follow(each.conversion, pointer_at(each.place));
        while (!waiting_.empty()) {
            const auto [type, address] = waiting_.back();
            waiting_.pop_back();
            look_into(type, address);
        }
    }

    /// By the addresses of blocks.
    [[nodiscard]] const std::map<std::uint64_t, hand_made>& found() const { return found_; }

private:
    void look_into(std::uint32_t type, std::uint64_t address)
    {
        memory_.add_owned(plan_.root_name(), plan_.from(), owners_, type, address);
        pointers_.look(before_, type, address, {[this](std::uint32_t pointer, std::uint64_t place) {
                           if (const auto how = by_type_.find(pointer); how != by_type_.end())
                               follow(how->second, pointer_at(place));
                       }});
    }

    void follow(std::uint32_t pointer, std::uint64_t address)
    {
        if (!leads_anywhere(pointer) || address == 0 || places_.containing(address))
            return;
        const auto block = memory_.made_by_hand(address);
        const std::uint32_t index = block ? carrier_.conversion_behind(pointer, address) : none;
        if (index == none || is_settled(index))
            return;
        const conversion& how = plan_[index];
        // The largest one has the others in it.
        hand_made& object = found_[block->address];
        object.pointed_at.push_back(address);
        const std::uint64_t bytes = plan_.from()[how.from].size_bytes;
        const bool is_better = bytes > object.bytes || (bytes == object.bytes && address == block->address &&
                                                        object.address != block->address);
        if (!is_better)
            return;
        object.conversion = index;
        object.pointer = pointer;
        object.address = address;
        object.bytes = bytes;
        if (!how.is_flat)
            waiting_.emplace_back(how.from, address);
    }

    /// Whether there may be anything to do for the objects that such pointers lead to.
    [[nodiscard]] bool leads_anywhere(std::uint32_t pointer) const
    {
        const conversion& how = plan_[pointer];
        return !how.alternatives.empty() || (how.element != none && !is_settled(how.element));
    }
    [[nodiscard]] bool is_settled(std::uint32_t index) const
    {
        const conversion& how = plan_[index];
        return how.can_stay && !how.has_pointers && !how.has_ignored;
    }

    const migration::plan& plan_;
    const carrier& carrier_;
    const relocations& places_;
    memory_map& memory_;
    objects::state_bytes before_;
    objects::finder pointers_, owners_;
    std::unordered_map<std::uint32_t, std::uint32_t> by_type_; ///< conversions of pointers
    std::map<std::uint64_t, hand_made> found_;
    std::vector<std::pair<std::uint32_t, std::uint64_t>> waiting_; ///< types and addresses
};

migrator::migrator(
    segment& memory, const std::byte* committed, std::uint64_t capacity_bytes,
    const std::vector<asked_root>& asked, const objects::class_table& classes) :
    memory_{memory},
    before_{objects::state_bytes{memory.at(0), address_of(memory.at(0)), memory.extent_bytes()}.with_classes(
        &classes)},
    now_{objects::state_bytes{memory.at(0), address_of(memory.at(0)), capacity_bytes}.with_classes(&classes)},
    asked_{asked}, all_{
                       before_,
                       objects::state_bytes{committed, address_of(memory.at(0)), memory.extent_bytes()}
                           .with_classes(&committed_classes_)}
{}

/// From the objects themselves: their pointers to vtables are those of this process by now, and were others.
void migrator::learn_classes(const objects::type_list& types, std::uint64_t root)
{
    const objects::finder objects_of_classes{types, schema::is_polymorphic};
    static_cast<void>(objects_of_classes.look(before_, 0, root, {[&](std::uint32_t, std::uint64_t address) {
                                                  const auto now = before_.read<std::uint64_t>(address);
                                                  const auto then =
                                                      all_.committed.bytes().read<std::uint64_t>(address);
                                                  const auto name =
                                                      before_.classes()->class_name(now.value_or(0));
                                                  if (then && !name.empty())
                                                      committed_classes_.add(*then, std::string{name});
                                              }}));
}

void* migrator::carry(
    migration::plan plan, const encoded_schema& layout, std::uint64_t schema_hash,
    const state::root_data& old_root)
{
    const auto begun = std::chrono::steady_clock::now();
    const state::root_data root = old_root;
    // Other roots may point into this one.
    all_.places_matter = all_.places_matter || plan[0].has_pointers || memory_.root_count() > 1;
    const std::uint64_t old_address = address_of(memory_.at(root.object_offset));
    learn_classes(plan.from(), old_address);
    auto& made = roots_.emplace_back(std::move(plan), layout.types, before_, now_, all_, old_address);
    std::byte* object = make(*made.types[0]);
    made.new_address = address_of(object);
    made.objects.carry_alone(0, old_address, object);
    all_.blocks_to_free.push_back(old_address);
    all_.blocks_to_free.push_back(address_of(memory_.at(root.schema_offset)));
    register_root(made, layout, schema_hash, root);
    if (all_.places_matter) {
        memory_map memory = map_memory();
        settle(made, memory);
        for (const state::root_data& other : memory_.roots())
            if (name_of(other) != name_of(root) && find_asked(other))
                repoint(other, memory);
    }
    duration_ += std::chrono::steady_clock::now() - begun;
    return object;
}

void migrator::keep(const state::root_data& root)
{
    const auto begun = std::chrono::steady_clock::now();
    memory_map memory = map_memory();
    repoint(root, memory);
    duration_ += std::chrono::steady_clock::now() - begun;
}

std::byte* migrator::make(const type_description& type, std::uint64_t count)
{
    auto* place = static_cast<std::byte*>(allocate_state(type.size * count, type.alignment));
    // Equal objects are equal bytes, padding included.
    std::memset(place, 0, type.size * count);
    for (std::uint64_t i = 0; i < count; ++i)
        type.operations->construct(place + i * type.size);
    return place;
}

void migrator::register_root(
    const carried_root& made, const encoded_schema& layout, std::uint64_t schema_hash, state::root_data root)
{
    void* stored = allocate_state(layout.bytes.size(), alignof(std::max_align_t));
    std::memcpy(stored, layout.bytes.data(), layout.bytes.size());
    root.schema_hash = schema_hash;
    root.schema_offset = memory_.offset_of(stored);
    root.schema_bytes = layout.bytes.size();
    root.object_offset = memory_.offset_of(object_at(made.new_address));
    root.object_bytes = made.types[0]->size;
    memory_.replace_root(root);
}

/// Everything that a root's pointers lead to gets its place, then the pointers, then what is sorted by them.
void migrator::settle(carried_root& root, memory_map& memory)
{
    all_.places.settle();
    std::vector<std::pair<memory_map::block, std::uint32_t>> rows;
    const discovery made_by_hand{root, all_, memory, before_};
    for (const auto& [address, object] : made_by_hand.found()) {
        // Some have turned out to be owned by others.
        const auto block = memory.made_by_hand(address);
        if (!block)
            continue;
        carry_made_by_hand(root, memory, *block, object);
        if (root.plan[object.conversion].can_stay)
            rows.emplace_back(*block, object.conversion);
    }
    all_.places.settle();
    root.objects.point();
    const auto doubtful = root.objects.carry_waiting();
    all_.places.settle();
    root.objects.point();
    for (const unresolved_pointer& pointer : root.objects.take_pointers()) {
        const std::uint64_t address = pointer_at(pointer.place);
        if (memory.is_gone(address) || (root.objects.conversion_behind(pointer.conversion, address) == none &&
                                        memory.made_by_hand(address)))
            root.objects.unpoint(pointer);
    }
    repointing keys{{root.plan.root_name(), root.plan.to(), &root.types}, all_.places, memory, now_};
    for (const new_object& container : doubtful)
        keys.look(container.type, container.address);
    note_unpointed(root.plan.root_name(), root.plan.to(), root.new_address, keys);
    for (const auto& [block, index] : rows)
        repointing::check_row(
            block, all_.places, memory, root.plan[index].path,
            describe(root.plan.from(), root.plan[index].from));
}

void migrator::carry_made_by_hand(
    carried_root& root, const memory_map& memory, const memory_map::block& block, const hand_made& object)
{
    const conversion& how = root.plan[object.conversion];
    const bool may_be_several =
        memory.may_hold_others(block, object.address, object.bytes) ||
        std::any_of(object.pointed_at.begin(), object.pointed_at.end(), [&](std::uint64_t place) {
            return place - object.address >= object.bytes;
        });
    if (how.can_stay) {
        if (!may_be_several)
            root.objects.look_through(how.to, object.address);
        return;
    }
    const bool fits = object.bytes <= block.bytes;
    // Bytes alone may be taken for as many as there is room for.
    if (how.is_flat && fits && (object.address - block.address) % object.bytes == 0) {
        carry_row(root, block, object);
        return;
    }
    if (may_be_several || !fits)
        refuse_made_by_hand(root.plan[object.pointer].path, describe(root.plan.from(), how.from));
    root.objects.carry_alone(object.conversion, object.address, make(*root.types[how.to]));
    all_.blocks_to_free.push_back(block.address);
}

void migrator::carry_row(carried_root& root, const memory_map::block& block, const hand_made& row)
{
    std::vector<bool> is_pointed_at(block.bytes / row.bytes);
    for (const std::uint64_t place : row.pointed_at)
        if (const std::uint64_t index = (place - block.address) / row.bytes; index < is_pointed_at.size())
            is_pointed_at[index] = true;
    std::byte* made = make(*root.types[root.plan[row.conversion].to], is_pointed_at.size());
    root.objects.carry_row(row.conversion, block.address, made, is_pointed_at);
    all_.blocks_to_free.push_back(block.address);
}

memory_map migrator::map_memory()
{
    return {memory_, now_, all_.blocks_to_free, [this](memory_map& memory) { add_owned(memory); }};
}

void migrator::add_owned(memory_map& memory)
{
    for (const state::root_data& root : memory_.roots()) {
        const std::uint64_t object = address_of(memory_.at(root.object_offset));
        const objects::type_list& types = types_of(root);
        memory.add_owned(object);
        memory.add_owned(name_of(root), types, objects::finder{types, schema::is_owner}, 0, object);
    }
}

void migrator::repoint(const state::root_data& root, memory_map& memory)
{
    const asked_root* asked = find_asked(root);
    const std::string name = name_of(root);
    const objects::type_list& types = types_of(root);
    const std::uint64_t object = address_of(memory_.at(root.object_offset));
    repointing pointers{{name, types, asked ? &asked->types : nullptr}, all_.places, memory, now_};
    pointers.look(0, object);
    note_unpointed(name, types, object, pointers);
}

/// While the root is as it is.
void migrator::note_unpointed(
    const std::string& root, const objects::type_list& types, std::uint64_t object, const repointing& done)
{
    if (done.unpointed_count() == 0)
        return;
    migration::change& all = unpointed_[root];
    all.kind = migration::change_kind::unpointed;
    all.path = root;
    all.lost += done.unpointed_count();
    const std::vector<objects::root> from{
        {root, object, std::shared_ptr<const objects::type_list>{std::shared_ptr<void>{}, &types}}};
    std::vector<objects::wanted_object> wanted;
    for (const auto& [type, address] : done.unpointed())
        wanted.push_back({address, &types, type});
    objects::work_limit work{most_steps_for_paths};
    for (std::string& path : objects::locate(now_, from, wanted, work))
        if (all.examples.size() < migration::max_examples)
            all.examples.push_back({path.empty() ? "a pointer in " + root : std::move(path), {}, {}});
}

const asked_root* migrator::find_asked(const state::root_data& root) const
{
    const auto found = std::find_if(
        asked_.begin(), asked_.end(), [&](const asked_root& each) { return each.name == name_of(root); });
    return found == asked_.end() ? nullptr : &*found;
}

/// As the root is now.
const objects::type_list& migrator::types_of(const state::root_data& root)
{
    if (const asked_root* asked = find_asked(root))
        return asked->layout.types();
    const std::string name = name_of(root);
    auto known = other_layouts_.find(name);
    if (known == other_layouts_.end()) {
        auto stored = schema::view::create({memory_.at(root.schema_offset), root.schema_bytes});
        if (!stored)
            throw migration_error{"the layout of \"" + name + "\" in the state can't be read"};
        known = other_layouts_.emplace(name, std::move(*stored)).first;
    }
    return known->second.types();
}

migration::report migrator::finish()
{
    const auto begun = std::chrono::steady_clock::now();
    if (all_.places_matter) {
        memory_map memory = map_memory();
        for (const state::root_data& root : memory_.roots())
            if (!find_asked(root))
                repoint(root, memory);
    }
    for (const std::uint64_t address : all_.blocks_to_free)
        memory_.deallocate(object_at(address));
    migration::report report;
    for (const carried_root& root : roots_)
        add_changes(root, report);
    for (const auto& [name, change] : unpointed_)
        report.changes.push_back(change);
    report.objects = all_.objects;
    report.bytes = all_.bytes;
    duration_ += std::chrono::steady_clock::now() - begun;
    report.duration_ns = static_cast<std::uint64_t>(std::chrono::nanoseconds{duration_}.count());
    return report;
}

void migrator::add_changes(const carried_root& root, migration::report& report) const
{
    auto changes = root.objects.changes();
    // The committed state is as it was all the time.
    const std::vector<objects::root> all{
        {root.plan.root_name(), root.old_address,
         std::shared_ptr<const objects::type_list>{std::shared_ptr<void>{}, &root.plan.from()}}};
    std::vector<objects::wanted_object> wanted;
    for (const loss& each : root.objects.losses())
        wanted.push_back({each.address, &root.plan.from(), each.type});
    objects::work_limit work{most_steps_for_paths};
    const auto paths = objects::locate(all_.committed.bytes(), all, wanted, work);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const loss& each = root.objects.losses()[i];
        changes[each.change].examples.push_back({paths[i], each.before, each.after});
    }
    const auto is_touched = root.plan.touched_by(root.objects.carried_alone());
    for (std::size_t i = 0; i < changes.size(); ++i)
        if (changes[i].kind == migration::change_kind::unpointed ? changes[i].lost != 0 : is_touched[i])
            report.changes.push_back(std::move(changes[i]));
}

} // namespace respawn::detail
