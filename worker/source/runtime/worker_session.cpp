#include "worker/source/runtime/worker_session.hpp"

#include "shared/kill_points.hpp"
#include "shared/memory/mapping.hpp"
#include "shared/objects/finder.hpp"
#include "shared/objects/self_check.hpp"
#include "shared/pictures/layout.hpp"
#include "shared/platform/memory_object.hpp"
#include "shared/schema/view.hpp"
#include "worker/source/audio/audio_access.hpp"
#include "worker/source/canvas/canvas_access.hpp"
#include "worker/source/interface/input_reader.hpp"
#include "worker/source/interface/promises.hpp"
#include "worker/source/platform/undefined_bytes.hpp"
#include "worker/source/runtime/edit.hpp"
#include "worker/source/runtime/last_words.hpp"
#include "worker/source/runtime/rebinding.hpp"
#include "worker/source/schema/classes.hpp"
#include "worker/source/schema/scratch_memory.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>

namespace respawn::detail {

namespace {

using journal::page_bytes;

/// The segment that respawn::allocator takes memory from: set from the take-over to the end of the worker.
std::atomic<segment*> allocation_segment{nullptr};

class state_is_full final : public std::bad_alloc {
public:
    [[nodiscard]] const char* what() const noexcept override
    {
        return "the state is full; start respawn with a larger --state-capacity";
    }
};

} // namespace

void* allocate_state(std::size_t bytes, std::size_t alignment)
{
    if (scratch_memory* scratch = scratch_memory::current())
        return scratch->allocate(bytes, alignment);
    segment* memory = allocation_segment.load(std::memory_order_acquire);
    if (!memory)
        throw_state_not_taken_over();
    if (void* allocated = memory->allocate(bytes, alignment))
        return allocated;
    throw state_is_full{};
}

void deallocate_state(void* memory) noexcept
{
    if (scratch_memory* scratch = scratch_memory::current(); scratch && scratch->deallocate(memory))
        return;
    // Null at the very end of the process: what a static container of the game still holds is the state's.
    if (segment* owner = allocation_segment.load(std::memory_order_acquire))
        owner->deallocate(memory);
}

worker_session::worker_session(std::string program, connection supervisor) :
    program_{std::move(program)}, connection_{std::move(supervisor)},
    segment_{memory::as<std::byte>(connection_.memory().state), connection_.welcome().state_capacity_bytes},
    tick_data_{memory::as<const player::region_data>(connection_.memory().input)},
    pictures_{memory::as<std::byte>(connection_.memory().frames)},
    journal_{memory::as<std::byte>(connection_.memory().journal), connection_.welcome().journal_ring_bytes},
    canvas_{canvas_access::make()}
{}

worker_session::~worker_session()
{
    announce_no_more_endings();
    allocation_segment.store(nullptr, std::memory_order_release);
}

void* worker_session::root(std::string_view name, const type_description& type, void (*construct)(void*))
{
    check_root_name(name);
    const encoded_schema stored = encode(type);
    const auto schema = schema::view::create(stored.bytes);
    if (!schema)
        give_up("the schema of \"" + std::string{name} + "\" can't be used: " + schema.error().sentence);
    const wanted_root wanted{name, stored, *schema};
    add_classes(classes_, stored.types);
    if (!transaction_) {
        // What is refused here leaves the old worker undisturbed.
        const auto* committed = memory::as<const std::byte>(connection_.memory().committed);
        check_state(committed);
        const state::root_data* root = find_root_in(committed, name);
        if (root && root->schema_hash != schema->hash())
            refuse_other_game(wanted, plan_for(wanted, committed, *root));
        take_over();
        check_state(segment_.at(0));
    }
    const state::root_data* root = segment_.find_root(name);
    const auto granted =
        std::find_if(granted_roots_.begin(), granted_roots_.end(), [&](const asked_root& each) {
            return each.name == name;
        });
    // One whose making threw was asked for, and is not there.
    const bool is_granted = root && granted != granted_roots_.end();
    // The game holds a reference to it already.
    if (is_granted && granted->layout.hash() != schema->hash())
        connection_.refuse(
            "the root \"" + std::string{name} + "\" is a " + granted->layout.types().front().name +
            ", and was asked for as a " + schema->types().front().name + ", too; give each its own name");
    if (granted == granted_roots_.end())
        granted_roots_.push_back({std::string{name}, *schema, stored.types});
    else if (!root)
        *granted = {std::string{name}, *schema, stored.types};
    if (!root)
        return make_root(wanted, construct);
    if (root->schema_hash != schema->hash())
        return migrate(wanted, *root);
    std::byte* object = segment_.at(root->object_offset);
    if (!is_granted) {
        reset_ignored(wanted, object);
        if (migrator_)
            or_refuse([&] { migrator_->keep(*root); });
    }
    return object;
}

/// What the last worker left in fields that are no part of the state.
void worker_session::reset_ignored(const wanted_root& wanted, std::byte* object)
{
    const auto& types = wanted.schema.types();
    const objects::finder ignored{
        types, [](const schema::type_node& type) { return type.kind == schema::type_kind::ignored; }};
    if (!ignored.leads_anywhere(0))
        return;
    const auto address = reinterpret_cast<std::uintptr_t>(segment_.at(0));
    const auto state =
        objects::state_bytes{segment_.at(0), address, connection_.welcome().state_capacity_bytes}
            .with_classes(&classes_);
    ignored.look(
        state, 0, reinterpret_cast<std::uintptr_t>(object), {[&](std::uint32_t type, std::uint64_t place) {
            wanted.stored.types[type]->operations->construct(segment_.at(place - address));
            made_between_frames_ = true;
        }});
}

void worker_session::check_state(const std::byte* state) const
{
    const auto& welcome = connection_.welcome();
    if (const char* reason = incompatibility_of(state, welcome.state_address, welcome.state_capacity_bytes))
        connection_.refuse(reason);
}

/// Refuses the state, by the path and the reason, if there is no way to the wanted layout.
migration::plan worker_session::plan_for(
    const wanted_root& wanted, const std::byte* state, const state::root_data& root) const
{
    const auto old_schema = schema::view::create({state + root.schema_offset, root.schema_bytes});
    if (!old_schema)
        connection_.refuse("the layout of \"" + std::string{wanted.name} + "\" in the state can't be read");
    if (!objects::knows_standard_containers())
        connection_.refuse("the state's layout changed, and respawn doesn't know the containers of this "
                           "standard library well enough to carry it over");
    migration::plan::settings how{std::string{wanted.name}};
    for (const type_description* type : wanted.stored.types) {
        how.has_hook.push_back(type->operations->convert != nullptr);
        how.is_abstract.push_back(type->is_abstract);
        how.is_plain.push_back(type->is_plain);
    }
    auto plan = migration::plan::create(*old_schema, wanted.schema, std::move(how));
    if (!plan)
        connection_.refuse(plan.error().sentence);
    if (const auto obstacle = carrier::find_obstacle(*plan, wanted.stored.types))
        connection_.refuse(*obstacle);
    return std::move(*plan);
}

/// Between builds of one game, all fields can have become others. An executable that was just named, or
/// started, is rather the wrong one.
void worker_session::refuse_other_game(const wanted_root& wanted, const migration::plan& plan) const
{
    const bool is_left_to_game = wanted.stored.types.front()->operations->convert != nullptr;
    const auto& welcome = connection_.welcome();
    if (welcome.may_be_other == 0 || is_left_to_game || !keeps_nothing(plan))
        return;
    connection_.refuse(
        "its \"" + std::string{wanted.name} + "\", a " + plan.to().front().name + ", has no field of the " +
        plan.from().front().name +
        " in the state, so that nothing would be kept: it seems to be another game; " +
        (welcome.by_hand != 0 ? "play it in a session of its own, by 'respawn run' in another folder"
                              : "'respawn reset' starts it afresh, without this state"));
}

void* worker_session::migrate(const wanted_root& wanted, const state::root_data& root)
{
    if (frames_begun_)
        connection_.refuse(
            "the layout of \"" + std::string{wanted.name} +
            "\" changed, and the game asks for it in the middle of a frame: ask for all roots before the "
            "first one");
    auto plan = plan_for(wanted, segment_.at(0), root);
    if (!migrator_) {
        migrator_.emplace(
            segment_, memory::as<const std::byte>(connection_.memory().committed),
            connection_.welcome().state_capacity_bytes, granted_roots_, classes_);
        protocol::migrating_message begun{};
        begun.kind = static_cast<std::uint32_t>(protocol::message_kind::migrating);
        if (auto sent = connection_.send(begun); !sent)
            give_up(sent.error().sentence);
    }
    void* object = nullptr;
    or_refuse([&] { object = migrator_->carry(std::move(plan), wanted.stored, wanted.schema.hash(), root); });
    made_between_frames_ = true;
    reach(kill_point::root_carried);
    return object;
}

template <class Step>
void worker_session::or_refuse(Step step)
{
    try {
        step();
    } catch (const migration_error& error) {
        connection_.refuse(error.what());
    } catch (const state_is_full&) {
        connection_.refuse("the state has no room for its objects in both layouts, which it needs while they "
                           "are carried over: start respawn with a larger --state-capacity");
    }
}

void worker_session::finish_migration()
{
    migration::report made;
    or_refuse([&] { made = migrator_->finish(); });
    migrator_.reset();
    reach(kill_point::state_carried);
    send_report(made);
    reach(kill_point::migration_told);
}

void worker_session::send_report(const migration::report& made)
{
    auto writer = platform::sealed_object_writer::create("respawn-migration");
    if (!writer)
        give_up(writer.error().sentence);
    const std::string text = migration::encode(made);
    if (auto done = writer->append(text.data(), text.size()); !done)
        give_up(done.error().sentence);
    auto object = std::move(*writer).finish();
    if (!object)
        give_up(object.error().sentence);
    protocol::migrated_message message{};
    message.kind = static_cast<std::uint32_t>(protocol::message_kind::migrated);
    message.bytes = text.size();
    if (auto sent = connection_.send(message, object->get()); !sent)
        give_up(sent.error().sentence);
}

void worker_session::take_over()
{
    protocol::ready_message ready{};
    ready.kind = static_cast<std::uint32_t>(protocol::message_kind::ready);
    if (auto sent = connection_.send(ready); !sent)
        give_up(sent.error().sentence);
    reach(kill_point::ready_sent);
    if (!wait_for_tick())
        connection_.leave_without_state();
    reach(kill_point::first_tick);
    tick_is_pending_ = true;
    auto finder = platform::private_page_finder::create();
    if (!finder)
        give_up(finder.error().sentence);
    transaction_.emplace(
        segment_.at(0), memory::as<std::byte>(connection_.memory().committed), std::move(*finder));
    if (order_ == control::order::rebind)
        rebind();
    made_between_frames_ = segment_.format_if_new() || made_between_frames_;
    allocation_segment.store(&segment_, std::memory_order_release);
    reach(kill_point::taken_over);
}

/// Before anything looks at what is in the state.
void worker_session::rebind()
{
    const auto object = connection_.receive_rebinding();
    if (!object)
        give_up(object.error().sentence);
    reach(kill_point::rebinding_heard);
    check_state(segment_.at(0));
    const std::span bytes{memory::as<const std::byte>(*object), object->get_size()};
    if (auto done = apply_rebinding(bytes, segment_); !done)
        connection_.refuse(done.error().sentence);
    made_between_frames_ = true;
    reach(kill_point::state_rebound);
}

void* worker_session::store_schema(const wanted_root& wanted)
{
    void* stored = allocate_state(wanted.stored.bytes.size(), alignof(std::max_align_t));
    std::memcpy(stored, wanted.stored.bytes.data(), wanted.stored.bytes.size());
    return stored;
}

void* worker_session::make_root(const wanted_root& wanted, void (*construct)(void*))
{
    check_root_count(segment_.root_count());
    void* object = allocate_state(wanted.stored.types.front()->size, wanted.stored.types.front()->alignment);
    void* stored = store_schema(wanted);
    construct(object);
    state::root_data root{};
    wanted.name.copy(root.name, sizeof root.name - 1);
    root.schema_hash = wanted.schema.hash();
    root.schema_offset = segment_.offset_of(stored);
    root.schema_bytes = wanted.stored.bytes.size();
    root.object_offset = segment_.offset_of(object);
    root.object_bytes = wanted.stored.types.front()->size;
    segment_.add_root(root);
    made_between_frames_ = true;
    return object;
}

/// As the allocator keeps it, but never less than was committed: however damaged the directory is, the damage
/// is among the changes.
std::uint64_t worker_session::extent_bytes() const
{
    const auto* committed = memory::as<const state::header_data>(connection_.memory().committed);
    const std::uint64_t least = std::max<std::uint64_t>(committed->extent_bytes, state::segment_offset);
    const std::uint64_t kept = std::max(segment_.extent_bytes(), least);
    return std::min(kept, connection_.welcome().state_capacity_bytes) / page_bytes * page_bytes;
}

bool worker_session::wait_for_tick()
{
    const std::uint64_t given = connection_.wait_for_tick(tick_);
    if (given == 0)
        return false;
    tick_ = given;
    // Once: the next one may be written while this one is obeyed.
    order_ = connection_.order();
    return order_ != control::order::leave;
}

bool worker_session::begin_frame()
{
    check_frame_has_ended(open_frame_.has_value());
    if (!transaction_)
        take_over();
    if (!tick_is_pending_ && !wait_for_tick())
        return false;
    tick_is_pending_ = false;
    if (migrator_)
        finish_migration();
    frames_begun_ = true;
    if (made_between_frames_) {
        const auto extent = extent_bytes();
        if (auto kept = transaction_->keep_changes(extent); !kept)
            give_up(kept.error().sentence);
    }
    input_access::read(*tick_data_, input_);
    apply_edit(tick_data_->edit, segment_.at(0), connection_.welcome().state_capacity_bytes);
    audio_access::attach(audio_, connection_.sound_commands());
    picture_has_begun_ = false;
    open_frame_.emplace();
    reach(kill_point::frame_begun);
    return true;
}

void worker_session::commit_frame()
{
    publish_picture();
    reach(kill_point::picture_published);
    connection_.finish_tick(tick_, publish_commit());
    made_between_frames_ = false;
    open_frame_.reset();
}

control::outcome worker_session::publish_commit()
{
    const std::uint64_t extent = extent_bytes();
    auto changed = transaction_->find_changes(extent);
    if (!changed)
        give_up(changed.error().sentence);
    reach(kill_point::changes_found);
    const journal::commit changes{tick_data_->frame, extent, *changed, segment_.at(0)};
    auto outcome = control::outcome::committed;
    if (journal_.fits(changed->size())) {
        journal_.append(changes);
    } else {
        if (auto sent = send_large_commit(changes); !sent)
            give_up(sent.error().sentence);
        outcome = control::outcome::sent_object;
    }
    transaction_->committed();
    reach(kill_point::pages_given_back);
    return outcome;
}

result<void> worker_session::send_large_commit(const journal::commit& changes)
{
    auto writer = platform::sealed_object_writer::create("respawn-commit");
    if (!writer)
        return writer.error();
    const journal::record_data head = journal::head_of(changes);
    const std::array<std::byte, journal::record_alignment> padding{};
    const std::size_t index_bytes = changes.pages.size_bytes();
    const std::size_t padding_bytes = journal::pages_offset(changes.pages.size()) - sizeof head - index_bytes;
    if (auto done = writer->append(&head, sizeof head); !done)
        return done;
    reach(kill_point::object_begun);
    if (auto done = writer->append(changes.pages.data(), index_bytes); !done)
        return done;
    if (auto done = writer->append(padding.data(), padding_bytes); !done)
        return done;
    const platform::undefined_bytes_allowed as_they_are;
    for (const std::uint32_t page : changes.pages)
        if (auto done = writer->append(changes.state + page * page_bytes, page_bytes); !done)
            return done;
    auto object = std::move(*writer).finish();
    if (!object)
        return object.error();
    protocol::large_commit_message message{};
    message.kind = static_cast<std::uint32_t>(protocol::message_kind::large_commit);
    message.bytes = head.bytes;
    reach(kill_point::object_copied);
    auto sent = connection_.send(message, object->get());
    reach(kill_point::object_sent);
    return sent;
}

void worker_session::drop_frame()
{
    // The frame may have grown the state: look for its changes as far as it got.
    const std::uint64_t extent = extent_bytes();
    if (auto undone = transaction_->undo(extent); !undone)
        give_up(undone.error().sentence);
    connection_.finish_tick(tick_, control::outcome::dropped);
    open_frame_.reset();
}

void worker_session::begin_picture()
{
    if (picture_has_begun_)
        return;
    picture_has_begun_ = true;
    canvas_access::attach(
        *canvas_, pictures_.slot(), tick_data_->width, tick_data_->height, tick_data_->frame);
}

respawn::canvas& worker_session::canvas()
{
    begin_picture();
    return *canvas_;
}

respawn::pixels worker_session::pixels()
{
    begin_picture();
    return {
        canvas_access::use_pixels(*canvas_), static_cast<int>(tick_data_->width),
        static_cast<int>(tick_data_->height)};
}

void worker_session::publish_picture()
{
    if (!picture_has_begun_)
        return;
    canvas_access::finish(*canvas_);
    pictures_.publish();
}

void worker_session::give_up(const std::string& reason) const
{
    std::fprintf(stderr, "%s: %s\n", program_.c_str(), reason.c_str());
    announce_giving_up(reason);
    std::_Exit(EXIT_FAILURE);
}

} // namespace respawn::detail
