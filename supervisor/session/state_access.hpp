#pragma once

#include "shared/result.hpp"
#include "supervisor/audit/state_audit.hpp"
#include "supervisor/audit/state_classes.hpp"
#include "supervisor/control/control_server.hpp"
#include "supervisor/inspect/edits.hpp"
#include "supervisor/inspect/inspector.hpp"
#include "supervisor/inspect/inspector_panel.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/worker_process.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace respawn::supervisor {

/// What people see and change in committed states, and what is done about their pointers when they change
/// hands: knows for each state whose objects and pointers it has. Threads: the session's.
class state_access {
public:
    /// `audits`: also objects are looked at for pointers before a hand-over. `tell`: see edits.
    state_access(
        std::uint64_t state_address, std::uint64_t state_capacity_bytes, bool audits,
        edits::tell_function tell);

    [[nodiscard]] reply inspect(const request& asked, const committed_state& state);
    [[nodiscard]] reply schema(const request& asked, const committed_state& state);
    [[nodiscard]] reply difference(
        const request& asked, const committed_state& saved, const committed_state& state);
    /// `owner_plays`: the worker that has made the state is there still.
    [[nodiscard]] reply audit(const request& asked, const committed_state& state, bool owner_plays);
    /// Reads what is in view of the panel, which has room for so many rows.
    void show(const committed_state& state, inspector_panel& panel, std::size_t rows);

    /// As edits does.
    void set(
        const request& asked, const committed_state& state, edits::answer_when when, reply_function reply);
    void fill(player::edit_data& told, const committed_state& state, bool has_committed);
    void frame_finished(const committed_state& state, bool committed);
    void worker_is_gone() { edits_.worker_is_gone(); }
    void end_edits(const std::string& problem) { edits_.end(problem); }

    /// When `next` is to take over. `live`, which may be null, stands still.
    [[nodiscard]] pointer_outcome look_at_pointers(worker_process* live, const worker_process& next);
    /// What a file is to tell of the pointers out of the state.
    [[nodiscard]] result<std::vector<std::byte>> excerpt_for(const committed_state& state);

private:
    [[nodiscard]] const objects::class_table* classes_in(const committed_state& state);

    std::uint64_t state_address_;
    bool audits_;
    image_tables images_;
    state_classes classes_{images_};
    inspector inspector_;
    edits edits_;
    state_audit audit_;
};

} // namespace respawn::supervisor
