#pragma once

#include "shared/result.hpp"
#include "supervisor/split_dwarf/units.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace respawn::split_dwarf {

/// What a package was made of.
struct package_report {
    std::size_t packed = 0;    ///< .dwo files
    std::size_t left_out = 0;  ///< that are missing, of another build, or can't be packed
    std::string first_problem; ///< a sentence about the first of those
};

/// Makes a package at `at`, which must not exist, of the .dwo files that the skeletons name: .debug_str.dwo
/// and all else one after the other, not merged, so that it takes as long as a copy. Makes none if no file
/// can be packed. Relative names are looked for in the skeleton's folder. A failure leaves no file.
///
/// `build_id` is what the executable has in its section of that name, and may be empty: lldb 18 takes no
/// package that has another.
///
/// Debuggers ask a package before they look for .dwo files, so that a later build's are never read.
[[nodiscard]] result<package_report> write_package(
    const std::vector<unit>& skeletons, const std::string& build_id, const std::filesystem::path& at);

/// A note that says which link an executable is of: "GNU" and a number, usually of 20 bytes.
inline constexpr const char* build_id_section = ".note.gnu.build-id";

/// More than this is not packed: it would hold up the swap for too long.
inline constexpr std::uint64_t most_package_bytes = std::uint64_t{1} << 30;

} // namespace respawn::split_dwarf
