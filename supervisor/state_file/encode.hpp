#pragma once

#include "supervisor/state_file/layout.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace respawn::state_file {

/// What a file says about its state as a whole.
struct description {
    std::uint64_t frame = 0;
    std::uint64_t extent_bytes = 0;
    std::uint64_t capacity_bytes = 0;
    std::uint64_t address = 0;
    std::int64_t saved_s = 0; ///< seconds since 1970
};

/// What was written after the header.
struct contents {
    std::uint64_t pages = 0, blocks = 0;
    std::uint64_t bytes = 0;
    std::uint64_t pointers_bytes = 0; ///< with their head among `bytes`; 0: there are none
};

/// Copies of some pages of a state, in ascending order.
struct page_copies {
    std::vector<std::uint32_t> pages;
    std::vector<std::byte> bytes; ///< a page for each of them

    void clear();
    void add(std::uint32_t page, const std::byte* content);
};

/// The header of a file with these contents, with its checksum.
[[nodiscard]] header_data make_header(const description& what, const contents& written);

/// The checksum that a header should have.
[[nodiscard]] std::uint32_t checksum_of(const header_data& header);
/// The same of a block's head and its record.
[[nodiscard]] std::uint32_t checksum_of(const block_data& head, std::span<const std::byte> record);

/// What follows the blocks if there is something to tell of pointers: its head and then the bytes.
[[nodiscard]] std::vector<std::byte> encode_pointers(std::span<const std::byte> told);
[[nodiscard]] std::uint32_t checksum_of(const pointers_data& head, std::span<const std::byte> told);

/// Makes `block` the block of those `copies`, at most max_block_pages, that hold anything but zeros; empty if
/// none does. Gives how many they are.
std::uint64_t encode_block(const description& what, const page_copies& copies, std::vector<std::byte>& block);

} // namespace respawn::state_file
