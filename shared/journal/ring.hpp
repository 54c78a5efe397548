#pragma once

#include "shared/journal/record.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace respawn::journal {

/// Bytes of a journal region whose ring has `ring_bytes`.
constexpr std::size_t region_bytes(std::size_t ring_bytes)
{
    return ring_offset + ring_bytes;
}

/// What a commit is made of, in the worker.
struct commit {
    std::uint64_t frame;
    std::uint64_t extent_bytes;
    std::span<const std::uint32_t> pages; ///< strictly ascending
    const std::byte* state;               ///< page n is at state + n * page_bytes
};

/// The head of the record for a commit.
[[nodiscard]] record_data head_of(const commit& changes);

/// The worker's side of the ring.
///
/// Records are overwritten by later ones without asking: the worker writes one for each tick, and a tick is
/// given only after the record before it was applied.
class ring_writer {
public:
    /// `region`: a mapped journal region, which outlives the writer; `ring_bytes`: a multiple of 4,096.
    ring_writer(std::byte* region, std::uint64_t ring_bytes);

    /// Whether a commit of so many pages has room. A larger one goes through a memory object of its own.
    [[nodiscard]] bool fits(std::size_t page_count) const;
    /// Copies the pages into the ring and publishes them with one store. The commit must fit.
    void append(const commit& changes);

private:
    void write_record(std::byte* place, const commit& changes) const;

    std::byte* ring_;
    std::uint64_t ring_bytes_;
    std::atomic<std::uint64_t>& published_;
    std::uint64_t head_ = 0;
};

/// The supervisor's side of the ring. Nothing that the worker writes makes it read outside the region.
class ring_reader {
public:
    /// `region`: a mapped journal region, which outlives the reader.
    ring_reader(const std::byte* region, std::uint64_t ring_bytes);

    /// Reads the next published record into `out`: true if there was one. A failure says what is wrong with
    /// what the worker wrote; the ring is of no use from then on.
    [[nodiscard]] result<bool> next(expectation expected, record& out);

private:
    const std::byte* ring_;
    std::uint64_t ring_bytes_;
    const std::atomic<std::uint64_t>& published_;
    std::uint64_t tail_ = 0;
};

} // namespace respawn::journal
