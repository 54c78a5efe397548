#include "supervisor/staging/debug_files.hpp"

#include "supervisor/pe/headers.hpp"

namespace respawn::supervisor {

debug_files_report stage_debug_files(
    const std::filesystem::path& executable, const std::filesystem::path& copy)
{
    bounded_file file{copy.string()};
    const bool is_windows_executable = pe::read_headers(file, copy.string()).has_value();
    return is_windows_executable ? stage_pdb(executable, copy) : stage_elf_debug_files(executable, copy);
}

} // namespace respawn::supervisor
