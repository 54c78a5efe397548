#include "worker/source/migration/memory_map.hpp"

#include "worker/source/migration/carrier.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace respawn::detail {

memory_map::memory_map(
    const segment& memory, const objects::state_bytes& state, const std::vector<std::uint64_t>& to_free,
    std::function<void(memory_map&)> add_all_owned) :
    memory_{memory},
    state_{state}, to_free_{to_free}, add_all_owned_{std::move(add_all_owned)}
{}

std::optional<memory_map::block> memory_map::made_by_hand(std::uint64_t place)
{
    const state::allocation* found = allocation_at(place);
    if (!found)
        return std::nullopt;
    if (add_all_owned_)
        std::exchange(add_all_owned_, nullptr)(*this);
    const block result{state_.address() + found->offset, found->bytes};
    if (owned_.contains(result.address) || is_to_be_freed(result.address))
        return std::nullopt;
    if (!root_in_doubt_.empty())
        refuse_unknown_objects(root_in_doubt_);
    return result;
}

bool memory_map::may_hold_others(const block& memory, std::uint64_t object, std::uint64_t object_bytes) const
{
    if (object != memory.address)
        return true;
    if (memory.bytes / object_bytes <= 1)
        return false;
    // The smallest allocations are zero behind what was asked for.
    if (memory.bytes <= state::least_allocation_bytes) {
        const std::byte* first = state_.at(memory.address, memory.bytes);
        return !first || std::any_of(first + object_bytes, first + memory.bytes, [](std::byte each) {
            return each != std::byte{};
        });
    }
    // An allocation is larger than it was asked for by what would be too small for another one.
    using reader = state::block_reader;
    const std::uint64_t asked_for = std::max(object_bytes, state::least_allocation_bytes);
    const std::uint64_t most = asked_for + reader::unit_bytes + reader::least_bytes;
    if (memory.bytes >= most)
        return true;
    for (std::uint64_t place = object + object_bytes; place < object + memory.bytes; place += sizeof(void*))
        if (const auto word = state_.read<std::uint64_t>(place); word && state_.contains(*word, 1))
            return true;
    return false;
}

bool memory_map::is_gone(std::uint64_t place)
{
    const state::allocation* found = allocation_at(place);
    return found && is_to_be_freed(state_.address() + found->offset);
}

void memory_map::add_owned(
    std::string_view root, const objects::type_list& types, const objects::finder& owners, std::uint32_t type,
    std::uint64_t address)
{
    const bool is_whole =
        owners.look(state_, type, address, {[&](std::uint32_t owner, std::uint64_t place) {
                        static_cast<void>(objects::for_each_block(
                            state_, types, owner, place, [this](std::uint64_t owned) { add_owned(owned); }));
                    }});
    if (!is_whole)
        root_in_doubt_ = root;
}

const state::allocation* memory_map::allocation_at(std::uint64_t place)
{
    if (allocations_.empty()) {
        auto all = state::allocations_in(memory_.at(0), memory_.extent_bytes());
        if (!all)
            throw migration_error{"the memory of the state is damaged: start afresh, without the old state"};
        allocations_ = std::move(*all);
    }
    const std::uint64_t offset = place - state_.address();
    const auto next = std::upper_bound(
        allocations_.begin(), allocations_.end(), offset,
        [](std::uint64_t wanted, const state::allocation& each) { return wanted < each.offset; });
    if (next == allocations_.begin() || offset - std::prev(next)->offset >= std::prev(next)->bytes)
        return nullptr;
    return &*std::prev(next);
}

bool memory_map::is_to_be_freed(std::uint64_t address)
{
    for (; known_gone_ < to_free_.size(); ++known_gone_)
        gone_.insert(to_free_[known_gone_]);
    return gone_.contains(address);
}

void refuse_unknown_objects(std::string_view root)
{
    throw migration_error{
        "\"" + std::string{root} +
        "\" has objects of classes that are not known, so that pointers to and from what they own can't "
        "follow: ask for that root first, and before the first frame, and name the classes with "
        "RESPAWN_DERIVED"};
}

} // namespace respawn::detail
