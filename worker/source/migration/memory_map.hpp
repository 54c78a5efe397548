#pragma once

#include "shared/objects/finder.hpp"
#include "shared/objects/state_bytes.hpp"
#include "shared/state/allocations.hpp"
#include "worker/source/runtime/segment.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace respawn::detail {

/// What the allocations of a state are for. Looks only when it is asked, and then once: made anew whenever
/// the game may have allocated something.
class memory_map {
public:
    /// `state`: as `memory` has it, and as objects are looked into. `to_free`: addresses of what is no object
    /// of today; it may grow. `add_all_owned`: calls add_owned() for all that is known; asked for once, when
    /// it matters. All outlive this.
    memory_map(
        const segment& memory, const objects::state_bytes& state, const std::vector<std::uint64_t>& to_free,
        std::function<void(memory_map&)> add_all_owned);

    struct block {
        std::uint64_t address, bytes;
    };
    /// The allocation that the place lies in, if no object owns it: the game has made it by hand. Throws
    /// migration_error if that can't be told.
    [[nodiscard]] std::optional<block> made_by_hand(std::uint64_t place);
    /// Whether there may be others in there beside an object of so many bytes.
    [[nodiscard]] bool may_hold_others(
        const block& memory, std::uint64_t object, std::uint64_t object_bytes) const;
    /// Whether the place lies in an allocation that is about to be freed.
    [[nodiscard]] bool is_gone(std::uint64_t place);

    /// All blocks that `owners` finds from there on, in the named root.
    void add_owned(
        std::string_view root, const objects::type_list& types, const objects::finder& owners,
        std::uint32_t type, std::uint64_t address);
    void add_owned(std::uint64_t address) { owned_.insert(address); }

private:
    [[nodiscard]] const state::allocation* allocation_at(std::uint64_t place);
    [[nodiscard]] bool is_to_be_freed(std::uint64_t address);

    const segment& memory_;
    const objects::state_bytes& state_;
    const std::vector<std::uint64_t>& to_free_;
    std::function<void(memory_map&)> add_all_owned_;
    std::vector<state::allocation> allocations_; ///< in ascending order
    std::unordered_set<std::uint64_t> gone_, owned_;
    std::size_t known_gone_ = 0;  ///< of to_free_
    std::string root_in_doubt_{}; ///< one in which not all owners were found
};

/// What is said of a root with objects that can't be looked into.
[[noreturn]] void refuse_unknown_objects(std::string_view root);

} // namespace respawn::detail
