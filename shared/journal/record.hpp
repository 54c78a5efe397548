#pragma once

#include "shared/journal/layout.hpp"
#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace respawn::journal {

/// Offset of the first page in a record of `page_count` pages.
constexpr std::uint64_t pages_offset(std::uint64_t page_count)
{
    const std::uint64_t bytes = sizeof(record_data) + page_count * sizeof(std::uint32_t);
    return (bytes + record_alignment - 1) / record_alignment * record_alignment;
}

/// Size of a whole record of `page_count` pages.
constexpr std::uint64_t record_bytes(std::uint64_t page_count)
{
    return pages_offset(page_count) + page_count * page_bytes;
}

/// A checked commit. Head and page indices are copies; the pages' bytes are still where the worker wrote
/// them, and may be anything: they are the game's state and mean nothing to the supervisor.
struct record {
    std::uint64_t frame = 0;
    std::uint64_t extent_bytes = 0;
    std::vector<std::uint32_t> pages; ///< strictly ascending, each inside the extent
    const std::byte* page_bytes = nullptr;
};

/// What a record must satisfy besides its own form.
struct expectation {
    std::uint64_t frame;
    std::uint64_t capacity_bytes; ///< of the state
};

/// Reads and checks the record at the start of `bytes`, which another process may be writing to.
[[nodiscard]] result<void> read_record(std::span<const std::byte> bytes, expectation expected, record& out);

/// Copies the record's pages to the state that starts at `state`.
void apply(const record& commit, std::byte* state);

} // namespace respawn::journal
