#pragma once

#include "shared/objects/audit.hpp"
#include "supervisor/audit/process_of_pointers.hpp"
#include "supervisor/control/messages.hpp"
#include "supervisor/report/events.hpp"
#include "supervisor/session/committed_state.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// What becomes of the pointers out of a state when another worker takes it over.
struct pointer_outcome {
    std::vector<std::byte>
        rebinding{};       ///< see shared/protocol/rebinding.hpp; empty: nothing is to be changed
    std::string refusal{}; ///< why the worker can't have the state; empty: it can
    std::optional<report::audit> audit{}; ///< what there is to tell of pointers that dangle, if anything
};

struct hand_over_choice {
    bool follows_pointers = true; ///< also to objects; else only to code and to characters
    bool tells_dangling = true;
};

/// Finds the pointers in a committed state that lead out of it, what they mean to the next worker, and those
/// that mean nothing to it. Bounded in work, whatever a worker has committed.
class state_audit {
public:
    /// `reader` and `tables` outlive this.
    state_audit(
        std::uint64_t state_address, std::uint64_t state_capacity_bytes, objects::root_reader& reader,
        image_tables& tables) :
        state_address_{state_address},
        state_capacity_bytes_{state_capacity_bytes}, reader_{reader}, tables_{tables}
    {}

    /// For `respawn audit`.
    [[nodiscard]] reply answer(
        const request& asked, const committed_state& state, const process_of_pointers& owner);

    /// Whether of_hand_over() would look at the state.
    [[nodiscard]] bool looks_at(const committed_state& state, hand_over_choice how);

    /// When `owner`'s state is to be taken over by `next`. Pointers to functions and vtables are all found,
    /// and so are all others if one leads into a program; else it takes some 50 ms at most, and that this was
    /// not enough is told once.
    [[nodiscard]] pointer_outcome of_hand_over(
        const committed_state& state, const process_of_pointers& owner, const process_of_pointers& next,
        hand_over_choice how);

    /// What is needed to follow the pointers out of the state when its owner is gone; see
    /// symbols/excerpt.hpp. Empty: it has none, as far as is looked. Fails if that can't be found out.
    [[nodiscard]] result<std::vector<std::byte>> excerpt_for(
        const committed_state& state, const process_of_pointers& owner, bool follows_pointers);

private:
    class hand_over;
    [[nodiscard]] objects::auditor::interest interest_in(std::span<const objects::root> roots);
    struct look_limits {
        std::uint64_t steps, path_steps;
        std::size_t told;
    };
    [[nodiscard]] report::audit look(
        const objects::state_bytes& bytes, std::span<const objects::root> roots,
        const process_of_pointers& owner, const look_limits& limits, objects::audit_settings how);

    std::uint64_t state_address_, state_capacity_bytes_;
    objects::root_reader& reader_;
    image_tables& tables_;
    objects::auditor auditor_;
    bool has_told_of_cut_ = false;
};

} // namespace respawn::supervisor
