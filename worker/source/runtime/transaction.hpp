#pragma once

#include "shared/journal/ring.hpp"
#include "shared/platform/changed_pages.hpp"
#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace respawn::detail {

/// Finds, commits and undoes what a frame changed in the private view of the state.
///
/// Invariant between frames: every page of the private view has the bytes of the committed state, but for
/// what was changed outside a frame (a root that state() made), which belongs to the next commit.
class transaction {
public:
    /// `view`: the private copy-on-write view, unchanged yet; `committed`: a read-only view of the same
    /// object. Both outlive this.
    transaction(std::byte* view, const std::byte* committed, platform::private_page_finder finder);

    /// Remembers what was changed since the last commit, so that undo() comes back to this point.
    /// Only needed when the directory or a root was made since the last commit.
    [[nodiscard]] result<void> keep_changes(std::uint64_t extent_bytes);

    /// Finds the pages that differ from the committed state. The span is valid until the next call.
    [[nodiscard]] result<std::span<const std::uint32_t>> find_changes(std::uint64_t extent_bytes);

    /// Tells that what find_changes() found is published: it is the committed state now.
    void committed();

    /// Gives up every change since the last commit, or since keep_changes().
    [[nodiscard]] result<void> undo(std::uint64_t extent_bytes);

private:
    [[nodiscard]] bool differs(std::uint32_t page) const;

    std::byte* view_;
    const std::byte* committed_;
    platform::private_page_finder finder_;

    std::vector<std::uint32_t> private_pages_, changed_pages_, cold_pages_;
    /// For each page, how many more commits it may stay private without changing.
    std::vector<std::uint8_t> patience_;

    std::vector<std::uint32_t> kept_pages_;
    std::vector<std::byte> kept_bytes_;
};

} // namespace respawn::detail
