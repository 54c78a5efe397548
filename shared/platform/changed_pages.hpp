#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace respawn::platform {

/// Finds the pages of a private mapping that a process has written to since it mapped or discarded them.
///
/// A copied page is anonymous memory and no longer the file's. Source: Linux
/// Documentation/admin-guide/mm/pagemap.rst; PAGEMAP_SCAN where the kernel has it (6.7 and later), reads of
/// /proc/self/pagemap elsewhere.
class private_page_finder {
public:
    enum class method { best, pagemap_read };

    /// `process_id` 0: of this process; of another one's, it must stand still, and this one may look into it.
    [[nodiscard]] static result<private_page_finder> create(method how = method::best, int process_id = 0);

    /// Replaces `pages` by the ascending indices of the private pages in `[base, base + bytes)`, counted from
    /// `base`. `base` and `bytes` are multiples of the page size. Threads: the mapping must not be written
    /// meanwhile.
    [[nodiscard]] result<void> find(const void* base, std::size_t bytes, std::vector<std::uint32_t>& pages);

private:
    private_page_finder(unique_handle pagemap, bool has_scan) :
        pagemap_{std::move(pagemap)}, has_scan_{has_scan}
    {}

    unique_handle pagemap_;
    bool has_scan_;
    std::vector<std::uint64_t> buffer_;
};

/// Gives the private copies of `pages` back, in runs: the mapping shows the file's bytes again.
void discard_private_pages(void* base, const std::vector<std::uint32_t>& pages);

} // namespace respawn::platform
