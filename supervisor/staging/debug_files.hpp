#pragma once

#include <filesystem>
#include <string>

namespace respawn::supervisor {

/// What came of staging the files that have an executable's debug information.
struct debug_files_report {
    /// One of them was written meanwhile: stage again once the build has settled.
    bool changed_meanwhile = false;
    std::string warning; ///< what a debugger will miss, in one sentence; empty: nothing
};

/// Brings the debug information of `executable` that stands in other files to `copy`, its staged copy that
/// nobody uses yet: under names by which debuggers find it there, so that no build can change or remove it
/// and no debugger keeps a build from writing its own. What belongs to another build is left out. Threads:
/// any, one call at a time for a copy.
[[nodiscard]] debug_files_report stage_debug_files(
    const std::filesystem::path& executable, const std::filesystem::path& copy);

/// For a Windows executable: its PDB under the bare name, which the copy's own record is made to name.
[[nodiscard]] debug_files_report stage_pdb(
    const std::filesystem::path& executable, const std::filesystem::path& copy);

/// For an ELF executable: what .gnu_debuglink names, and the split DWARF of its objects as a package. Source:
/// "Debugging Information in Separate Files" and "Separate Debug Files" in gdb's manual; DWARF 5, 7.3.
[[nodiscard]] debug_files_report stage_elf_debug_files(
    const std::filesystem::path& executable, const std::filesystem::path& copy);

} // namespace respawn::supervisor
