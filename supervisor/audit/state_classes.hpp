#pragma once

#include "supervisor/audit/image_names.hpp"
#include "supervisor/audit/program_classes.hpp"
#include "supervisor/session/committed_state.hpp"

#include <memory>
#include <span>
#include <vector>

namespace respawn::supervisor {

/// Tells the classes of the objects in states, by the vtables of the workers that have made them, and what
/// their pointers into these workers' images stand for. Keeps what it has found out for the last two that
/// were asked for: a state and one that it is compared with. Threads: one at a time.
class state_classes {
public:
    /// `tables` outlives this.
    explicit state_classes(image_tables& tables) : tables_{tables} {}

    /// Null: nobody knows whose the state is. Valid until the next call but one.
    [[nodiscard]] const objects::class_table* of(
        const committed_state& state, std::span<const objects::root> roots);

private:
    struct known_state {
        std::shared_ptr<const process_of_pointers> owner;
        std::vector<std::shared_ptr<const objects::type_list>> types;
        std::unique_ptr<image_names> names;
        std::unique_ptr<objects::class_table> classes;
    };
    image_tables& tables_;
    std::vector<known_state> known_; ///< the last one was asked for last
};

} // namespace respawn::supervisor
