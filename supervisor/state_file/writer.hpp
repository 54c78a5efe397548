#pragma once

#include "shared/result.hpp"
#include "supervisor/platform/durable_file.hpp"
#include "supervisor/state_file/encode.hpp"

#include <filesystem>
#include <span>

namespace respawn::state_file {

/// Writes a state file from the state's first page to its last. Until finish() has succeeded, the file at the
/// path is what it was, and so it is again if the writer goes before.
///
/// Threads: one at a time. Everything may wait for the disk.
class writer {
public:
    [[nodiscard]] static result<writer> create(const std::filesystem::path& path, const description& what);

    /// Pages after those of the last call, at most max_block_pages.
    [[nodiscard]] result<void> add(const page_copies& copies);
    /// What is to be known of the pointers out of the state; once, after all pages.
    [[nodiscard]] result<void> add_pointers(std::span<const std::byte> told);
    /// Makes the file appear at its path, on the disk. Gives its size.
    [[nodiscard]] result<std::uint64_t> finish();

private:
    writer(platform::durable_file file, const description& what) : file_{std::move(file)}, what_{what} {}

    platform::durable_file file_;
    description what_;
    contents written_;
    std::vector<std::byte> block_;
};

} // namespace respawn::state_file
