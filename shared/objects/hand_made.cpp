#include "shared/objects/hand_made.hpp"

#include "shared/objects/containers.hpp"
#include "shared/objects/finder.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace respawn::objects {

namespace {

/// So many are noted before those that lead to the same, or to what is owned, are dropped.
constexpr std::size_t first_limit = std::size_t{1} << 20;
/// A step of work_limit pays for so many headers, or so many entries that are sorted.
constexpr std::uint64_t entries_a_step = 2;

} // namespace

hand_made::hand_made(const state_bytes& state) :
    state_{state}, owned_pages_(state.extent_bytes() / page_bytes + 1), noted_at_most_{first_limit}
{}

void hand_made::own(std::uint64_t address, std::uint64_t bytes)
{
    if (!state_.contains(address, bytes))
        return;
    if (is_settled_) {
        mark_owned(address);
        return;
    }
    owned_.push_back(address);
    const std::uint64_t offset = address - state_.address();
    const std::uint64_t end = (offset + bytes) / page_bytes;
    for (std::uint64_t page = (offset + page_bytes - 1) / page_bytes; page < end; ++page)
        owned_pages_[page] = true;
}

void hand_made::note(const object& one)
{
    if (!may_be_hand_made(one) || (!noted_.empty() && same_object{}(noted_.back(), one)))
        return;
    if (is_settled_ && !seen_.insert(one).second)
        return;
    noted_.push_back(one);
    if (!is_settled_ && noted_.size() == noted_at_most_) {
        drop_owned();
        noted_at_most_ = std::max(first_limit, 2 * noted_.size());
    }
}

hand_made::outcome hand_made::settle(std::span<const root> roots, work_limit& work)
{
    drop_owned();
    is_settled_ = true;
    if (noted_.empty())
        return outcome::known;
    auto all = state::allocations_in(state_.at(state_.address(), 0), state_.extent_bytes());
    if (!all) {
        noted_.clear();
        return outcome::damaged;
    }
    allocations_ = std::move(*all);
    if (!work.spend((allocations_.size() + owned_.size() + noted_.size()) / entries_a_step))
        return outcome::cut;
    is_owned_.resize(allocations_.size());
    for (const std::uint64_t address : std::exchange(owned_, {}))
        mark_owned(address);
    drop_owned();
    // Only what may have pointers was told so far.
    if (!noted_.empty())
        for (const root& each : roots)
            mark_all_owned(each);
    drop_owned();
    seen_.insert(noted_.begin(), noted_.end());
    return outcome::known;
}

std::optional<hand_made::object> hand_made::next(std::size_t root)
{
    while (!noted_.empty() && noted_.back().root == root) {
        const object found = noted_.back();
        noted_.pop_back();
        // By now it may be owned by another one.
        if (may_be_hand_made(found))
            return found;
    }
    return std::nullopt;
}

bool hand_made::fits(std::uint64_t address, std::uint64_t bytes) const
{
    const auto found = allocation_at(address);
    return found &&
           bytes <= allocations_[*found].bytes - (address - state_.address() - allocations_[*found].offset);
}

std::optional<std::size_t> hand_made::allocation_at(std::uint64_t address) const
{
    const std::uint64_t offset = address - state_.address();
    const auto after = std::upper_bound(
        allocations_.begin(), allocations_.end(), offset,
        [](std::uint64_t wanted, const state::allocation& each) { return wanted < each.offset; });
    if (after == allocations_.begin() || offset - std::prev(after)->offset >= std::prev(after)->bytes)
        return std::nullopt;
    return static_cast<std::size_t>(std::prev(after) - allocations_.begin());
}

bool hand_made::may_be_hand_made(const object& one) const
{
    const std::uint64_t offset = one.address - state_.address();
    if (offset >= state_.extent_bytes() || owned_pages_[offset / page_bytes])
        return false;
    if (allocations_.empty())
        return true;
    const auto found = allocation_at(one.address);
    return found && !is_owned_[*found];
}

/// Also what was noted twice.
void hand_made::drop_owned()
{
    std::erase_if(noted_, [this](const object& each) { return !may_be_hand_made(each); });
    // From the last root to the first: they are taken from the end.
    std::sort(noted_.begin(), noted_.end(), [](const object& left, const object& right) {
        return std::tie(right.root, left.address, left.type) < std::tie(left.root, right.address, right.type);
    });
    noted_.erase(std::unique(noted_.begin(), noted_.end(), same_object{}), noted_.end());
}

void hand_made::mark_owned(std::uint64_t address)
{
    if (const auto found = allocation_at(address))
        is_owned_[*found] = true;
}

void hand_made::mark_all_owned(const root& one)
{
    if (!one.types)
        return;
    const finder owners{*one.types, schema::is_owner};
    static_cast<void>(owners.look(
        state_, one.type, one.address, {[&](std::uint32_t type, std::uint64_t address) {
            static_cast<void>(for_each_block(
                state_, *one.types, type, address, [this](std::uint64_t block) { mark_owned(block); }));
        }}));
}

} // namespace respawn::objects
