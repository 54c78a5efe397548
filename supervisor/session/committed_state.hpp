#pragma once

#include "shared/journal/record.hpp"
#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <boost/interprocess/mapped_region.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace respawn::supervisor {

/// The committed state of the game: the only writable mapping of it that exists.
///
/// Its bytes are the game's. The supervisor copies pages into it and never follows anything in it.
class committed_state {
public:
    /// An empty state, `capacity_bytes` large in the address space and nothing in memory.
    [[nodiscard]] static result<std::shared_ptr<committed_state>> create(std::uint64_t capacity_bytes);

    /// Makes a checked commit the newest state. A record for this state's next frame: see next_commit().
    void apply(const journal::record& commit);

    /// What the next commit must be.
    [[nodiscard]] journal::expectation next_commit() const { return {frame_ + 1, capacity_bytes_}; }

    /// Number of the last committed frame; 0: none, the state is empty.
    [[nodiscard]] std::uint64_t frame() const { return frame_; }
    [[nodiscard]] std::uint64_t capacity_bytes() const { return capacity_bytes_; }
    [[nodiscard]] std::span<const std::byte> bytes() const;
    /// Read-only descriptor, to hand to workers.
    [[nodiscard]] int descriptor() const { return read_only_.get(); }

    /// Writes bytes() to a file.
    [[nodiscard]] result<void> dump(const std::string& path) const;

private:
    committed_state(
        unique_handle read_only, boost::interprocess::mapped_region memory, std::uint64_t capacity_bytes);

    unique_handle read_only_;
    boost::interprocess::mapped_region memory_;
    std::uint64_t capacity_bytes_;
    std::uint64_t extent_bytes_ = 0;
    std::uint64_t frame_ = 0;
};

} // namespace respawn::supervisor
