#pragma once

#include "shared/result.hpp"
#include "supervisor/pe/guid.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace respawn::pe {

/// What the linker wrote into an image about its PDB. Source: Microsoft's "PE Format" on the debug directory;
/// the CodeView record "RSDS" as LLVM has it in llvm/Object/CVDebugRecord.h.
struct debug_record {
    guid id;
    std::uint32_t age = 0;
    std::string pdb_path;              ///< UTF-8, any bytes of a damaged file; empty: it names none
    std::uint64_t path_offset = 0;     ///< in the file
    std::uint32_t path_room_bytes = 0; ///< that a path may take, with the zero at its end
};

/// The record of the image at `path`, of 32 or 64 bits. Whatever bytes the file has, the answer is a record
/// that lies inside it or one sentence. Threads: any.
[[nodiscard]] result<debug_record> read_debug_record(const std::filesystem::path& image);

/// What comes behind the last separator of a path, of Windows or not. Empty: no file can have that name.
[[nodiscard]] std::string bare_name(std::string_view path);

/// Whether `path` is no more than the name of a file.
[[nodiscard]] bool is_bare_name(std::string_view path);

/// Writes another path into the image's own bytes, and zeros behind it; all else stays. For a file that
/// nobody else has, such as a copy that is being staged: whatever shares its bytes is changed, too, and an
/// interruption may leave half a name. Fails if `name` is not bare, or longer than there is room for.
[[nodiscard]] result<void> patch_pdb_path(const std::filesystem::path& image, std::string_view name);

/// The same in a new file that takes the image's place, with its permissions: hard links to the one before
/// keep what they had, and an interruption leaves one or the other.
[[nodiscard]] result<void> replace_pdb_path(const std::filesystem::path& image, std::string_view name);

} // namespace respawn::pe
