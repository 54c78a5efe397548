#pragma once

#include "shared/journal/record.hpp"
#include "shared/objects/state_bytes.hpp"
#include "shared/result.hpp"
#include "shared/unique_handle.hpp"
#include "supervisor/session/before_images.hpp"

#include <boost/interprocess/mapped_region.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace respawn::supervisor {

struct process_of_pointers;

/// The committed state of the game: the only writable mapping of it that exists.
///
/// Its bytes are the game's. The supervisor copies pages into it and never follows anything in it.
class committed_state {
public:
    /// An empty state, `capacity_bytes` large in the address space and nothing in memory.
    [[nodiscard]] static result<std::shared_ptr<committed_state>> create(std::uint64_t capacity_bytes);

    /// Makes a checked commit the newest state. A record for this state's next frame: see next_commit().
    void apply(const journal::record& commit);

    /// Keeps what this moment's state is, at most `limit_bytes` of pages that change, for as long as the
    /// result lives. Any number of moments can be kept at once.
    [[nodiscard]] std::shared_ptr<before_images> keep_before_images(std::uint64_t limit_bytes);
    /// Makes bytes, extent and frame what they were at `moment`, which is one of this state and goes on being
    /// kept. For other kept moments this is a change like any. Fails, and changes nothing, when `moment` is
    /// not complete.
    [[nodiscard]] result<void> roll_back(before_images& moment);

    /// Adds the pages of a saved state to this one, which nobody has used yet, and takes over its frame and
    /// extent. The record is checked, but for its frame.
    void restore(const journal::record& saved);

    /// What the next commit must be.
    [[nodiscard]] journal::expectation next_commit() const { return {frame_ + 1, capacity_bytes_}; }

    /// Whose memory the pointers out of the state mean; null: nobody knows.
    [[nodiscard]] const std::shared_ptr<const process_of_pointers>& owner() const { return owner_; }
    /// Of the newest commit. A moment that is rolled back to brings its own back.
    void set_owner(std::shared_ptr<const process_of_pointers> owner) { owner_ = std::move(owner); }

    /// Number of the last committed frame; 0: none, the state is empty.
    [[nodiscard]] std::uint64_t frame() const { return frame_; }
    /// How often apply() and roll_back() have changed this state: only grows.
    [[nodiscard]] std::uint64_t changes() const { return changes_; }
    [[nodiscard]] std::uint64_t capacity_bytes() const { return capacity_bytes_; }
    [[nodiscard]] std::span<const std::byte> bytes() const;
    /// bytes() as the worker that has them at `address` sees them. `classes`: as state_bytes takes them.
    [[nodiscard]] objects::state_bytes bytes_at(
        std::uint64_t address, const objects::class_table* classes = nullptr) const;
    /// What a page holds, inside the capacity and maybe beyond the extent.
    [[nodiscard]] const std::byte* page(std::uint32_t index) const { return page_at(index); }
    /// The first page from `index` on that may hold anything but zeros; past the capacity: there is none.
    /// Looking into the pages before it would give them memory.
    [[nodiscard]] std::uint64_t next_used_page(std::uint64_t index) const;
    /// The first page from `index` on, which is less than the capacity, that is no used one.
    [[nodiscard]] std::uint64_t next_unused_page(std::uint64_t index) const;
    /// Read-only descriptor, to hand to workers.
    [[nodiscard]] int descriptor() const { return read_only_.get(); }

    /// Writes bytes() to a file.
    [[nodiscard]] result<void> dump(const std::string& path) const;

private:
    committed_state(
        unique_handle read_only, boost::interprocess::mapped_region memory, std::uint64_t capacity_bytes);
    [[nodiscard]] std::byte* page_at(std::uint32_t page) const;
    template <class Function>
    void for_each_moment(Function function);

    unique_handle read_only_;
    boost::interprocess::mapped_region memory_;
    std::uint64_t capacity_bytes_;
    std::uint64_t extent_bytes_ = 0;
    std::uint64_t frame_ = 0;
    std::uint64_t changes_ = 0;
    std::shared_ptr<const process_of_pointers> owner_;
    std::vector<std::weak_ptr<before_images>> moments_; ///< also such as are gone, until the next change
};

using state_pointer = std::shared_ptr<committed_state>;

} // namespace respawn::supervisor
