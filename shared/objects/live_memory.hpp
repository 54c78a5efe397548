#pragma once

#include "shared/objects/state_bytes.hpp"
#include "shared/objects/work_limit.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace respawn::objects {

/// Which parts of a state are in allocations, to 16 bytes: what is asked for a million pointers has to lie in
/// the nearest cache. A page that is whole in allocations, or free, takes a word; others 32 bytes more.
///
/// The allocator's header behind an allocation counts as a part of it: there its end can be pointed to. So it
/// is free memory alone that is noted, and a state without any costs no more than a walk over its headers.
class live_memory {
public:
    enum class outcome : std::uint8_t {
        known,
        damaged, ///< the allocator's headers are: everything counts as allocated
        cut,     ///< `work` was over
    };
    /// Reads the headers of the allocator. Keeps its memory from one state to the next.
    [[nodiscard]] outcome read(const state_bytes& state, work_limit& work);

    /// Whether the byte so far from the start of the state is in an allocation, or its end; at most as far as
    /// the state that was read is large.
    [[nodiscard]] bool contains(std::uint64_t offset) const
    {
        const std::uint32_t page = pages_[offset / page_bytes];
        if (page < first_mixed)
            return page == all_live;
        const std::uint64_t unit = offset % page_bytes / unit_bytes;
        return (mixed_[page - first_mixed][unit / 64] >> (unit % 64) & 1) == 0;
    }

private:
    static constexpr std::uint64_t page_bytes = 4096, unit_bytes = 16;
    static constexpr std::uint64_t page_units = page_bytes / unit_bytes;
    static constexpr std::uint32_t all_live = 0, all_free = 1, first_mixed = 2;
    using free_units = std::array<std::uint64_t, page_units / 64>;

    void add_free(std::uint64_t begin, std::uint64_t end);
    void add_free_in_page(std::uint64_t page, std::uint64_t begin_unit, std::uint64_t end_unit);

    std::vector<std::uint32_t> pages_; ///< first_mixed and more: an index of mixed_
    std::vector<free_units> mixed_;
};

} // namespace respawn::objects
