#pragma once

#include <filesystem>
#include <string>

namespace respawn::pe {

/// `respawn pe-debug FILE`.
struct debug_options {
    std::filesystem::path image;
    std::string pdb_name; ///< that the image is to name from now on; empty: the one that it names
    bool json = false;
};

/// Prints what an image says about its PDB, and whether the PDB beside it is that one. Gives the program's
/// exit code: 0 if it is, 1 for everything else.
[[nodiscard]] int run_debug_command(const debug_options& options);

} // namespace respawn::pe
