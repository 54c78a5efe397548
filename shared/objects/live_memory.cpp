#include "shared/objects/live_memory.hpp"

#include "shared/state/allocations.hpp"
#include "shared/state/layout.hpp"

#include <algorithm>

namespace respawn::objects {

namespace {

/// A header in memory costs half of a step of work_limit, a page's word in the table a small part of one.
constexpr std::uint64_t headers_a_step = 2, pages_a_step = 32;

} // namespace

live_memory::outcome live_memory::read(const state_bytes& state, work_limit& work)
{
    const std::uint64_t extent = state.extent_bytes();
    const std::byte* base = state.at(state.address(), extent);
    mixed_.clear();
    if (!work.spend(1 + extent / page_bytes / pages_a_step))
        return outcome::cut;
    pages_.assign(extent / page_bytes + 1, all_live);
    if (!base || extent < state::segment_offset)
        return outcome::damaged;

    state::block_reader blocks{base, extent};
    std::uint64_t done = 0, count = 0;
    while (const auto found = blocks.next()) {
        if (++count % headers_a_step == 0 && !work.spend())
            return outcome::cut;
        // Before the first block and behind the last one there is what the allocator has for itself.
        if (done == 0)
            add_free(0, found->offset);
        done = found->offset + found->bytes;
        // The header of what is free is the end of what is before it; that of what comes next is nobody's.
        if (!found->is_allocated)
            add_free(found->offset + unit_bytes, std::min(done + unit_bytes, extent));
    }
    if (!blocks.is_whole()) {
        std::fill(pages_.begin(), pages_.end(), all_live);
        return outcome::damaged;
    }
    add_free(std::min(done + unit_bytes, extent), extent);
    return outcome::known;
}

void live_memory::add_free(std::uint64_t begin, std::uint64_t end)
{
    while (begin < end) {
        const std::uint64_t page = begin / page_bytes;
        const std::uint64_t until = std::min(end, (page + 1) * page_bytes);
        add_free_in_page(page, begin % page_bytes / unit_bytes, (until - page * page_bytes) / unit_bytes);
        begin = until;
    }
}

void live_memory::add_free_in_page(std::uint64_t page, std::uint64_t begin_unit, std::uint64_t end_unit)
{
    std::uint32_t& kind = pages_[page];
    if (kind >= first_mixed && end_unit - begin_unit < 64 - begin_unit % 64) {
        mixed_[kind - first_mixed][begin_unit / 64] |= ((std::uint64_t{1} << (end_unit - begin_unit)) - 1)
                                                       << (begin_unit % 64);
        return;
    }
    if (begin_unit == 0 && end_unit == page_units) {
        kind = all_free;
        return;
    }
    if (kind == all_free)
        return;
    if (kind == all_live) {
        mixed_.push_back({});
        kind = first_mixed + static_cast<std::uint32_t>(mixed_.size() - 1);
    }
    free_units& units = mixed_[kind - first_mixed];
    while (begin_unit < end_unit) {
        const std::uint64_t word = begin_unit / 64;
        const std::uint64_t count = std::min(end_unit, (word + 1) * 64) - begin_unit;
        const std::uint64_t ones = count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
        units[word] |= ones << (begin_unit % 64);
        begin_unit += count;
    }
}

} // namespace respawn::objects
