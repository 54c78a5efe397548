#pragma once

#include "shared/objects/class_table.hpp"
#include "shared/objects/roots.hpp"
#include "supervisor/control/messages.hpp"
#include "supervisor/session/committed_state.hpp"

#include <cstdint>

namespace respawn::supervisor {

/// Answers what people ask about the state: it shows the committed one, between two frames, by the types that
/// are stored in it. Bounded in work and memory, whatever a worker has committed.
class inspector {
public:
    explicit inspector(std::uint64_t state_address) : state_address_{state_address} {}

    [[nodiscard]] reply inspect(const request& asked, const committed_state& state);
    [[nodiscard]] reply schema(const request& asked, const committed_state& state);
    /// What has changed from `saved` to `state`. `saved_classes`: as set_classes() takes them.
    [[nodiscard]] reply difference(
        const request& asked, const committed_state& saved, const committed_state& state,
        const objects::class_table* saved_classes = nullptr);

    /// The classes of the process whose pointers the state has from now on, and who tells what else they lead
    /// to: it outlives what is asked. Null: they aren't known, objects are shown as what they were declared
    /// as, and pointers into the program by their addresses.
    void set_classes(const objects::class_table* classes) { classes_ = classes; }

    [[nodiscard]] objects::root_reader& roots() { return reader_; }

private:
    std::uint64_t state_address_;
    objects::root_reader reader_;
    const objects::class_table* classes_ = nullptr;
};

} // namespace respawn::supervisor
