#pragma once

#include "shared/result.hpp"
#include "supervisor/platform/process.hpp"

#include <utility>

namespace respawn::platform {

/// A process that stands still until this is destroyed; then it goes on, unless it has ended.
/// Implemented in platform/<os>/.
class halted_process {
public:
    /// Halts one that a debugger is at, which sees a stop like others.
    [[nodiscard]] static result<halted_process> halt(int process_id);
    halted_process(halted_process&&) noexcept = default;
    halted_process& operator=(halted_process&&) noexcept;
    ~halted_process() { go_on(); }

    /// What a debugger does to it; none: also if it has ended.
    [[nodiscard]] debugger_state debugger() const;

private:
    explicit halted_process(child_process process) : process_{std::move(process)} {}
    void go_on() noexcept;

    child_process process_; ///< of this process, or of another one; without a handle: it was moved away
};

} // namespace respawn::platform
