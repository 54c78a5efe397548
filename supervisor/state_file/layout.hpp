#pragma once

#include "shared/journal/layout.hpp"
#include "shared/state/layout.hpp"

#include <cstddef>
#include <cstdint>

/// A state file: the committed state of one frame, as `respawn save` writes it. docs/state-files.md has it in
/// words.
///
/// A header_data, then `block_count` blocks without gaps: a block_data and a record of shared/journal with at
/// most max_block_pages pages, whose frame and extent are the header's. Pages ascend strictly through the
/// whole file; a page that is not there holds zeros. With pointers_feature a pointers_data and what it counts
/// follow. All numbers are as the machine stores them.
namespace respawn::state_file {

inline constexpr char magic[8] = {'r', 's', 'p', 's', 't', 'a', 't', 'e'};

/// Counts as incompatible, and raises the number: any change of a struct in this file, of what the checksums
/// cover, or of the records of shared/journal/layout.hpp.
inline constexpr std::uint32_t format_version = 1;

/// What a reader of this version knows. One that meets another bit of the first kind ignores it, and one of
/// the second kind refuses the file. There is no third kind, for files that may be read and not changed:
/// nobody changes a file, it is written as a whole.
inline constexpr std::uint64_t known_optional_features = 0;
inline constexpr std::uint64_t known_required_features = 1;
/// Required: pointers in the state lead out of it, to what the file tells of: see symbols/excerpt.hpp.
inline constexpr std::uint64_t pointers_feature = 1;

/// What the bytes of the pages depend on besides the layouts that the state itself holds.
struct machine_data {
    std::uint32_t byte_order; ///< byte_order_mark, as the machine stores it
    std::uint32_t page_bytes;
    std::uint32_t pointer_bytes;
    std::uint32_t state_layout_version; ///< of shared/state/layout.hpp
};
static_assert(sizeof(machine_data) == 16);

inline constexpr std::uint32_t byte_order_mark = 0x01020304;
inline constexpr machine_data this_machine{
    byte_order_mark, journal::page_bytes, sizeof(void*), state::layout_version};

struct header_data {
    char magic[8];
    std::uint32_t format_version;
    std::uint32_t checksum; ///< CRC-32 of the header, in which this is 0
    std::uint64_t optional_features;
    std::uint64_t required_features;
    machine_data machine;
    std::uint64_t address;        ///< of the state in every worker
    std::uint64_t capacity_bytes; ///< of the session that saved it
    std::uint64_t extent_bytes;   ///< of the state, a multiple of the page size
    std::uint64_t frame;          ///< the last committed one, from 1
    std::uint64_t page_count;     ///< in all blocks
    std::uint64_t block_count;
    std::uint64_t file_bytes;
    std::int64_t saved_s;         ///< seconds since 1970
    std::uint64_t pointers_bytes; ///< of what follows pointers_data; 0 without it
    std::uint8_t padding[8];
};
static_assert(sizeof(header_data) == 128);
static_assert(offsetof(header_data, pointers_bytes) == 112);
static_assert(offsetof(header_data, checksum) == 12);
static_assert(offsetof(header_data, machine) == 32);
static_assert(offsetof(header_data, address) == 48);
static_assert(offsetof(header_data, frame) == 72);
static_assert(offsetof(header_data, file_bytes) == 96);

struct block_data {
    std::uint32_t magic;
    std::uint32_t checksum; ///< CRC-32 of this, in which it is 0, and of the record that follows
    std::uint64_t record_bytes;
    std::uint8_t padding[48];
};
static_assert(sizeof(block_data) == journal::record_alignment);
static_assert(offsetof(block_data, record_bytes) == 8);
static_assert(sizeof(header_data) % journal::record_alignment == 0);
static_assert(sizeof(journal::record_data) == 64, "another record is another format");

struct pointers_data {
    std::uint32_t magic;
    std::uint32_t checksum; ///< CRC-32 of this, in which it is 0, and of the bytes that follow
    std::uint64_t bytes;
};
static_assert(sizeof(pointers_data) == 16);

inline constexpr std::uint32_t pointers_magic = 0x74705352; // "RSpt"
inline constexpr std::uint64_t max_pointers_bytes = std::uint64_t{256} << 20;
inline constexpr std::uint32_t block_magic = 0x6b625352; // "RSbk"
inline constexpr std::uint32_t max_block_pages = 256;

} // namespace respawn::state_file
