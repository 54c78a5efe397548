#pragma once

#include "shared/journal/record.hpp"
#include "shared/journal/ring.hpp"
#include "shared/result.hpp"
#include "shared/state/directory.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/incoming.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace respawn::supervisor {

/// What a commit may change besides the game's own bytes, and whose pointers it leaves.
struct commit_terms {
    state::roots roots = state::roots::stay;
    state::texts texts = state::texts::stay;
    std::shared_ptr<const process_of_pointers> owner;
};

/// Applies the commits of one worker to its state, each checked first: from the ring of its journal, or from
/// an object that it has sent.
class commit_intake {
public:
    commit_intake(std::shared_ptr<committed_state> state, journal::ring_reader ring);

    /// Sent for the outstanding tick.
    void receive(incoming::large_commit sent) { large_commit_ = std::move(sent); }

    /// Called once a commit is there: what its author said of it came before it.
    using terms_function = std::function<commit_terms()>;

    /// False: there is none. A failure: it is none that a worker makes, and nothing was changed.
    [[nodiscard]] result<bool> apply_from_ring(const terms_function& terms);
    [[nodiscard]] result<bool> apply_from_object(const terms_function& terms);
    /// From wherever there is one.
    [[nodiscard]] result<bool> apply_whichever_came(const terms_function& terms);

    [[nodiscard]] const std::shared_ptr<committed_state>& state() const { return state_; }
    /// How many were applied.
    [[nodiscard]] std::uint64_t count() const { return count_; }

private:
    [[nodiscard]] result<bool> apply_record(const commit_terms& terms);

    std::shared_ptr<committed_state> state_;
    journal::ring_reader ring_;
    journal::record record_;           ///< the newest one; kept for its memory
    std::vector<std::byte> own_pages_; ///< of a record that the worker could still change
    std::optional<incoming::large_commit> large_commit_;
    std::uint64_t count_ = 0;
};

} // namespace respawn::supervisor
