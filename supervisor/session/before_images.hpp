#pragma once

#include "shared/journal/layout.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace respawn::supervisor {

struct process_of_pointers;

/// The moment of a committed state: what its pages held then, kept as they change. Made by
/// committed_state::keep_before_images() and kept up by that state until it is destroyed.
///
/// Each page is kept once, the first time that it is changed. Threads: the state's.
class before_images {
public:
    /// `limit_bytes`: of the pages that are kept; see complete().
    before_images(
        std::uint64_t frame, std::uint64_t extent_bytes, std::uint64_t changes, std::uint64_t limit_bytes);

    /// The state's frame, extent and changes() at the moment.
    [[nodiscard]] std::uint64_t frame() const { return frame_; }
    [[nodiscard]] std::uint64_t extent_bytes() const { return extent_bytes_; }
    [[nodiscard]] std::uint64_t changes() const { return changes_; }

    /// Whether every page that changed since is kept. When they would have taken more than the limit they are
    /// all let go, and this is false for ever.
    [[nodiscard]] bool complete() const { return complete_; }
    /// What the kept pages take in memory; those that held nothing but zeros take nothing.
    [[nodiscard]] std::uint64_t kept_bytes() const { return stored_pages_ * journal::page_bytes; }

    /// What `page` held at the moment if it was changed since, otherwise null: the state still has it.
    [[nodiscard]] const std::byte* find(std::uint32_t page) const;
    /// The owner has what it wanted from all pages below `page`: their changes are not kept from now on, and
    /// the state can't be rolled back to this moment any more.
    void ignore_below(std::uint32_t page) { first_wanted_page_ = page; }

private:
    friend class committed_state;

    /// `page` is about to change from `content`.
    void keep(std::uint32_t page, const std::byte* content);
    [[nodiscard]] const std::byte* store(const std::byte* content);
    void let_go();
    [[nodiscard]] bool has_every_page() const { return complete_ && first_wanted_page_ == 0; }

    std::uint64_t frame_, extent_bytes_, changes_, limit_bytes_;
    std::uint32_t first_wanted_page_ = 0;
    bool complete_ = true;
    std::shared_ptr<const process_of_pointers> owner_;          ///< the state's at the moment
    std::unordered_map<std::uint32_t, const std::byte*> pages_; ///< into blocks_, or a page of zeros
    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::uint64_t stored_pages_ = 0;
};

} // namespace respawn::supervisor
