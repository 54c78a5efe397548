#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

/// The journal region: a ring of commit records, written by one worker, read by the supervisor.
namespace respawn::journal {

inline constexpr std::size_t page_bytes = 4096;

/// Head of a commit record. It is followed by `page_count` page indices (u32, strictly ascending), padding to
/// the next multiple of 64, then `page_count` pages of 4,096 bytes in the same order.
///
/// A half-written record lies past `region_data::head` and does not exist; the store to `head` publishes it
/// whole.
struct record_data {
    std::uint32_t magic; ///< record_magic, or skip_magic: continue at the start of the ring
    std::uint32_t page_count;
    std::uint64_t bytes;        ///< of the whole record, a multiple of 64
    std::uint64_t frame;        ///< the frame that this record commits
    std::uint64_t extent_bytes; ///< bytes of the state in use from its start, a multiple of the page size
    std::uint8_t padding[32];
};
static_assert(sizeof(record_data) == 64);

inline constexpr std::uint32_t record_magic = 0x6e724a52; // "RJrn"
inline constexpr std::uint32_t skip_magic = 0x6b734a52;   // "RJsk"
inline constexpr std::size_t record_alignment = 64;

/// First page of the region; the ring follows at `ring_offset`.
/// Invariant: `head` counts bytes ever published and only grows; it is a multiple of record_alignment.
struct region_data {
    std::atomic<std::uint64_t> head; ///< release by the worker, acquire by the supervisor
    std::uint8_t padding[56];
};
static_assert(sizeof(region_data) == 64);
static_assert(offsetof(record_data, bytes) == 8);
static_assert(offsetof(record_data, frame) == 16);
static_assert(offsetof(record_data, extent_bytes) == 24);

inline constexpr std::size_t ring_offset = page_bytes;

} // namespace respawn::journal
