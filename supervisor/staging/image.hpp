#pragma once

#include "shared/result.hpp"

#include <string>

namespace respawn::supervisor {

/// Succeeds if `path` is a complete executable of this system and machine: a regular file that may be
/// executed, with valid headers and every segment and section inside the file. Reads headers only, never the
/// code; whatever bytes the file has, and however it changes meanwhile, the answer is a success or one
/// sentence. Threads: any.
[[nodiscard]] result<void> check_image(const std::string& path);

/// The part of check_image() that looks at an ELF file's bytes. Source: the ELF specification, gabi 4.1;
/// elf(5).
[[nodiscard]] result<void> check_elf_image(const std::string& path);

/// The same for a PE executable for `machine` (IMAGE_FILE_MACHINE_*). Source: the PE format specification.
[[nodiscard]] result<void> check_pe_image(const std::string& path, unsigned machine);

inline constexpr unsigned pe_machine_x86_64 = 0x8664;
inline constexpr unsigned pe_machine_arm64 = 0xaa64;

} // namespace respawn::supervisor
