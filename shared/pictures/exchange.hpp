#pragma once

#include "shared/pictures/layout.hpp"

#include <cstddef>
#include <cstdint>

/// The triple buffer over a frames region: the worker always has a slot to draw into, the supervisor always
/// has one to read from, and neither ever waits.
///
/// Invariant: the producer's slot, the consumer's slot and the one that `latest` names are three different
/// slots. A region of zero bytes is the valid start, so that a new memory object needs no set-up: `latest`
/// names slot 0 and is not fresh, the producer begins with slot 1 and the consumer with slot 2. Each worker
/// gets a region of its own; one that died may have left its slot half drawn, but never published it.
namespace respawn::pictures {

/// The worker's side. Threads: one.
class producer {
public:
    /// `region`: region_bytes, zero when the first of them was made; outlives the producer.
    explicit producer(std::byte* region);

    /// The slot to draw into, slot_bytes; it holds what was drawn into it some frames ago.
    [[nodiscard]] std::byte* slot() const;

    /// Shows the slot to the supervisor, in place of one that it has not taken yet, and goes on with another.
    void publish();

private:
    std::byte* region_;
    std::uint32_t slot_index_ = 1;
};

/// The supervisor's side. Threads: one.
///
/// The worker can write anything into the region at any time. The worst that comes of it is that take() finds
/// nothing, or a slot that changes while it is read: copy_picture() and byte-wise copies of pixels stand
/// that.
class consumer {
public:
    /// `region`: region_bytes, not necessarily writable by this process alone; outlives the consumer.
    explicit consumer(std::byte* region);

    /// The newest picture if there is one that was not taken before, otherwise null. It is the caller's until
    /// the next call that does not return null.
    [[nodiscard]] const std::byte* take();

private:
    std::byte* region_;
    std::uint32_t slot_index_ = 2;
};

} // namespace respawn::pictures
