#pragma once

#include "shared/result.hpp"
#include "supervisor/pe/debug_record.hpp"

#include <cstdint>
#include <filesystem>

namespace respawn::pe {

/// What a PDB says of the image that it belongs to.
struct pdb_identity {
    guid id;
    /// Of the last link: tools that add to a PDB later count up the age of its first stream only.
    std::uint32_t age = 0;
};

/// Reads a few dozen bytes of a PDB, however large it is. Whatever bytes the file has, the answer is what
/// they say or one sentence. Source: LLVM's documentation, "The MSF File Format", "The PDB Info Stream" and
/// "The PDB DBI Stream". Threads: any.
[[nodiscard]] result<pdb_identity> read_pdb_identity(const std::filesystem::path& pdb);

/// Succeeds if the PDB is the one that was linked with the image that has `record`. A failure is a sentence
/// about the PDB.
[[nodiscard]] result<void> check_pdb(const debug_record& record, const std::filesystem::path& pdb);

} // namespace respawn::pe
