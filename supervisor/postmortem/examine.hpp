#pragma once

#include <filesystem>
#include <optional>

namespace respawn::postmortem {

/// `respawn examine PID`: what a supervisor starts to look at a worker that met its end. Not for people.
struct examine_options {
    int process_id = 0;
    int thread_id = 0;    ///< that met its end first; 0: not known
    bool is_hang = false; ///< it did not meet its end, it hangs
    int signal = 0;       ///< that it died of; 0: none
    /// Gets a core file; then standard input is the state's memory object.
    std::optional<std::filesystem::path> core;
};

/// Looks at the process and says what it found on standard output (findings_form.hpp). Gives the program's
/// exit code: 0 whenever it has said something.
///
/// A process of its own, because the process that it looks at wrote what it reads: images, debug information
/// and stacks may be broken in ways that the libraries which read them do not survive.
[[nodiscard]] int examine(const examine_options& options);

} // namespace respawn::postmortem
