#pragma once

#include "supervisor/postmortem/core_file.hpp"
#include "supervisor/postmortem/linux/memory_map.hpp"

#include <cstddef>
#include <vector>

namespace respawn::postmortem {

/// The notes of a core file: threads with their registers, the one that met its end first; the process; its
/// files. Source: Linux fs/binfmt_elf.c.
[[nodiscard]] std::vector<std::byte> core_notes(
    const stopped_process& process, const core_wish& wish, const std::vector<mapping>& mappings);

} // namespace respawn::postmortem
