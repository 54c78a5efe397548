#pragma once

#include <cstddef>
#include <cstdint>

/// The state region: the committed state of the game, at one fixed address in every worker.
///
/// Written by the supervisor only, by applying commit records. A worker maps it private and copy-on-write;
/// what it writes there reaches the committed state as the pages of a record. The first commit of a fresh
/// state contains this header: a region whose magic is 0 holds no state yet.
namespace respawn::state {

inline constexpr std::uintptr_t default_address = 0x2000'0000'0000;
inline constexpr std::uint64_t default_capacity_bytes = std::uint64_t{64} << 30;

/// Counts as incompatible, and raises the number: any change of a struct in this file, of the allocator
/// inside the segment, or of the schema format.
inline constexpr std::uint32_t layout_version = 3;
inline constexpr char magic[8] = {'r', 'e', 's', 'p', 'a', 'w', 'n', '\0'};

inline constexpr std::size_t max_roots = 64;
inline constexpr std::size_t max_root_name_bytes = 48;

/// One named root: an object of the game and the schema it was made with, both inside the segment.
struct root_data {
    char name[max_root_name_bytes]; ///< zero-terminated
    std::uint64_t schema_hash;
    std::uint64_t schema_offset; ///< all offsets count from the start of the region
    std::uint64_t schema_bytes;
    std::uint64_t object_offset;
    std::uint64_t object_bytes;
    std::uint8_t padding[40];
};
static_assert(sizeof(root_data) == 128);

/// A copy of a constant of a program that is gone, such as a literal, in an allocation of its own. No object
/// of the game owns it; it is freed at a hand-over at which no pointer leads to it.
struct text_data {
    std::uint64_t offset;
    std::uint64_t bytes;
};
static_assert(sizeof(text_data) == 16);

struct header_data {
    char magic[8];
    std::uint32_t layout_version;
    std::uint32_t root_count;
    std::uint64_t address;        ///< where the region is mapped in every worker
    std::uint64_t extent_bytes;   ///< header and segment, a multiple of the page size
    std::uint64_t segment_offset; ///< of the Boost.Interprocess segment manager
    std::uint64_t texts_offset;   ///< of text_data: constants that pointers in the state were left to
    std::uint64_t text_count;
    std::uint8_t padding[8];
    root_data roots[max_roots];
};
static_assert(offsetof(header_data, texts_offset) == 40);
static_assert(offsetof(header_data, roots) == 64);
static_assert(sizeof(header_data) == 64 + max_roots * sizeof(root_data));

inline constexpr std::size_t segment_offset = 12288;
static_assert(sizeof(header_data) <= segment_offset);

} // namespace respawn::state
