#pragma once

#include "shared/unique_handle.hpp"
#include "supervisor/postmortem/findings_form.hpp"
#include "supervisor/postmortem/stopped_process.hpp"

#include <filesystem>

namespace respawn::postmortem {

struct core_wish {
    std::filesystem::path file; ///< its folder is made if it is not there
    int thread_id = 0;          ///< that met its end first, which debuggers show first; 0: not known
    int signal = 0;             ///< that it died of; 0: none
    /// A handle of the state's memory object, where pages are that the process has never touched;
    /// unique_handle::none: they are left out.
    int state = unique_handle::none;
};

/// Where a core file is while it is being written. Who kills the writer removes it.
[[nodiscard]] inline std::filesystem::path unfinished_core(const std::filesystem::path& file)
{
    return file.string() + ".part";
}

/// Writes a core file for debuggers, and beside it `<file>.exe`, the executable, by a link where that is
/// possible.
///
/// The core has the threads' registers and the memory that the process has written to or that is in no file;
/// code and other files' contents are found in those files. Memory that is shared with other processes is
/// left out. What was never touched costs nothing. A file that could not be written as a whole is removed.
/// Implemented in linux/.
[[nodiscard]] core_outcome write_core(const stopped_process& process, const core_wish& wish);

} // namespace respawn::postmortem
