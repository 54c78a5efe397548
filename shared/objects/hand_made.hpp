#pragma once

#include "shared/objects/roots.hpp"
#include "shared/objects/state_bytes.hpp"
#include "shared/objects/work_limit.hpp"
#include "shared/state/allocations.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

namespace respawn::objects {

/// Finds the objects of a state that plain pointers alone lead to, because the game has made them by hand:
/// they lie in allocations that no object owns.
///
/// First everything that is owned is told, with all pointers that may lead to such objects; after settle()
/// what they lead to, and may own themselves.
class hand_made {
public:
    /// `root`: its place among all.
    struct object {
        std::size_t root;
        std::uint32_t type; ///< that a pointer to it was declared with
        std::uint64_t address;
    };
    /// `state` outlives this.
    explicit hand_made(const state_bytes& state);

    /// Memory that an object owns.
    void own(std::uint64_t address, std::uint64_t bytes);
    /// What a pointer leads to.
    void note(const object& one);

    enum class outcome : std::uint8_t {
        known,
        damaged, ///< the allocator's headers are: nobody knows where there are objects
        cut,     ///< `work` was over
    };
    [[nodiscard]] outcome settle(std::span<const root> roots, work_limit& work);
    /// An object in the root that was not given yet.
    [[nodiscard]] std::optional<object> next(std::size_t root);
    /// Whether an object of so many bytes lies in one allocation.
    [[nodiscard]] bool fits(std::uint64_t address, std::uint64_t bytes) const;

private:
    static constexpr std::uint64_t page_bytes = 4096;
    struct same_object {
        bool operator()(const object& left, const object& right) const
        {
            return left.address == right.address && left.type == right.type && left.root == right.root;
        }
    };
    struct hash_of_object {
        std::size_t operator()(const object& one) const
        {
            return (one.address ^ (std::uint64_t{one.type} << 40) ^ (one.root << 58)) *
                   0x9e37'79b9'7f4a'7c15u;
        }
    };

    [[nodiscard]] std::optional<std::size_t> allocation_at(std::uint64_t address) const;
    [[nodiscard]] bool may_be_hand_made(const object& one) const;
    void drop_owned();
    void mark_owned(std::uint64_t address);
    void mark_all_owned(const root& one);

    const state_bytes& state_;
    std::vector<bool> owned_pages_; ///< whole ones
    std::vector<std::uint64_t> owned_;
    std::vector<object> noted_;
    std::size_t noted_at_most_;
    std::vector<state::allocation> allocations_; ///< in ascending order; empty until they matter
    std::vector<bool> is_owned_;                 ///< of them
    bool is_settled_ = false;
    std::unordered_set<object, hash_of_object, same_object> seen_;
};

} // namespace respawn::objects
