#pragma once

#include <boost/interprocess/mem_algo/rbtree_best_fit.hpp>
#include <boost/interprocess/segment_manager.hpp>
#include <boost/interprocess/sync/mutex_family.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

/// The allocator inside a state, behind its directory.
namespace respawn::state {

/// Raw pointers: the state has the same address in every worker. No lock: the worker keeps one outside.
using allocation_algorithm =
    boost::interprocess::rbtree_best_fit<boost::interprocess::null_mutex_family, void*>;
using segment_manager = boost::interprocess::segment_manager_base<allocation_algorithm>;

/// Memory that was asked for and not given back. Offsets count from the start of the state.
struct allocation {
    std::uint64_t offset;
    std::uint64_t bytes; ///< a little more than was asked for
};

/// A piece of the allocator's memory, its header included: an allocation, or free.
struct block {
    std::uint64_t offset;
    std::uint64_t bytes;
    bool is_allocated;
};

/// Goes over all blocks in a state, in ascending order, by the headers that the allocator keeps in front of
/// them. Distrusts the bytes.
///
/// Source: boost/interprocess/mem_algo/rbtree_best_fit.hpp, block_ctrl; compared with the real one once.
class block_reader {
public:
    block_reader(const std::byte* base, std::uint64_t extent_bytes);

    /// Nothing: there are no more, or a header is damaged; see is_whole().
    [[nodiscard]] std::optional<block> next()
    {
        if (left() < least_bytes)
            return std::nullopt;
        std::uint64_t units_and_flags = 0;
        std::memcpy(&units_and_flags, base_ + offset_ + header_bytes / 2, sizeof units_and_flags);
        const std::uint64_t units = units_and_flags & (~std::uint64_t{0} >> 2);
        if (units < least_bytes / unit_bytes || units > left() / unit_bytes) {
            is_whole_ = false;
            offset_ = extent_bytes_;
            return std::nullopt;
        }
        const block found{offset_, units * unit_bytes, units_and_flags >> 63 != 0};
        offset_ += found.bytes;
        // Headers lie too far apart for the processor to see it, and each says where the next one is.
        __builtin_prefetch(base_ + std::min(offset_ + prefetch_bytes, extent_bytes_ - 1));
        return found;
    }
    /// At the end: whether no header was damaged.
    [[nodiscard]] bool is_whole() const { return is_whole_; }

    static constexpr std::uint64_t unit_bytes = allocation_algorithm::Alignment;
    static constexpr std::uint64_t header_bytes = 16;
    /// A smaller block would have no room for the links of a free one.
    static constexpr std::uint64_t least_bytes = 3 * unit_bytes;

private:
    static constexpr std::uint64_t prefetch_bytes = 1024;
    [[nodiscard]] std::uint64_t left() const { return extent_bytes_ - offset_; }

    const std::byte* base_;
    std::uint64_t extent_bytes_;
    std::uint64_t offset_ = 0;
    bool is_whole_ = true;
};

/// Even the smallest allocation has that much.
inline constexpr std::uint64_t least_allocation_bytes =
    2 * allocation_algorithm::Alignment + sizeof(std::uint64_t);

/// All allocations in the state at `base`, in ascending order. Nothing: a header is damaged. Distrusts
/// the bytes.
[[nodiscard]] std::optional<std::vector<allocation>> allocations_in(
    const std::byte* base, std::uint64_t extent_bytes);

} // namespace respawn::state
