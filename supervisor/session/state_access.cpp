#include "supervisor/session/state_access.hpp"

#include <utility>

namespace respawn::supervisor {

namespace {

/// Of a state that nobody has made yet, or that came from elsewhere.
const process_of_pointers& pointers_of(const committed_state& state)
{
    static const process_of_pointers nobody;
    return state.owner() ? *state.owner() : nobody;
}

/// The same; `plays`: its process is there still.
process_of_pointers owner_of(const committed_state& state, bool plays)
{
    process_of_pointers owner = pointers_of(state);
    if (!plays)
        owner.process_id = 0;
    return owner;
}

} // namespace

state_access::state_access(
    std::uint64_t state_address, std::uint64_t state_capacity_bytes, bool audits, edits::tell_function tell) :
    state_address_{state_address},
    audits_{audits}, inspector_{state_address}, edits_{state_address, inspector_.roots(), std::move(tell)},
    audit_{state_address, state_capacity_bytes, inspector_.roots(), images_}
{}

reply state_access::inspect(const request& asked, const committed_state& state)
{
    inspector_.set_classes(classes_in(state));
    return inspector_.inspect(asked, state);
}

reply state_access::schema(const request& asked, const committed_state& state)
{
    return inspector_.schema(asked, state);
}

reply state_access::difference(
    const request& asked, const committed_state& saved, const committed_state& state)
{
    const objects::class_table* before = classes_in(saved);
    inspector_.set_classes(classes_in(state));
    return inspector_.difference(asked, saved, state, before);
}

reply state_access::audit(const request& asked, const committed_state& state, bool owner_plays)
{
    return audit_.answer(asked, state, owner_of(state, owner_plays));
}

void state_access::show(const committed_state& state, inspector_panel& panel, std::size_t rows)
{
    const auto bytes = state.bytes_at(state_address_, classes_in(state));
    if (const auto roots = inspector_.roots().read(bytes))
        panel.refresh({bytes, *roots, state.frame()}, rows);
    else
        panel.refresh(roots.error().sentence, rows);
}

void state_access::set(
    const request& asked, const committed_state& state, edits::answer_when when, reply_function reply)
{
    edits_.set_classes(classes_in(state));
    edits_.add(asked, state, when, std::move(reply));
}

void state_access::fill(player::edit_data& told, const committed_state& state, bool has_committed)
{
    if (edits_.are_waiting())
        edits_.set_classes(classes_in(state));
    edits_.fill(told, state, has_committed);
}

void state_access::frame_finished(const committed_state& state, bool committed)
{
    if (edits_.are_waiting())
        edits_.set_classes(classes_in(state));
    edits_.frame_finished(state, committed);
}

/// In the state that the next worker is to have.
pointer_outcome state_access::look_at_pointers(worker_process* live, const worker_process& next)
{
    committed_state& state = *next.state();
    // Of a live worker that has not committed yet, nothing is in the state.
    const bool is_owners = live && live->commits() != 0 && next.state() == live->state();
    const hand_over_choice how{audits_, audits_};
    if (!audit_.looks_at(state, how))
        return {};
    // It may have loaded more since it was ready.
    if (is_owners && live->look_at_images())
        state.set_owner(live->pointers());
    return audit_.of_hand_over(state, owner_of(state, is_owners), *next.pointers(), how);
}

result<std::vector<std::byte>> state_access::excerpt_for(const committed_state& state)
{
    return audit_.excerpt_for(state, pointers_of(state), audits_);
}

/// What its objects with virtual functions are, and what its pointers into the program stand for, as far as
/// its worker's images tell; null: nothing is known.
const objects::class_table* state_access::classes_in(const committed_state& state)
{
    const auto bytes = state.bytes_at(state_address_);
    const auto roots = inspector_.roots().read(bytes);
    return roots ? classes_.of(state, *roots) : nullptr;
}

} // namespace respawn::supervisor
