#pragma once

#include "shared/objects/finder.hpp"
#include "worker/source/migration/memory_map.hpp"
#include "worker/source/migration/relocations.hpp"

#include <respawn/schema/description.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace respawn::detail {

/// Points the pointers of objects that stay where they are to where their own objects have moved, and sorts
/// maps and sets anew whose keys they are in. Throws migration_error.
class repointing {
public:
    /// The objects of one root, as they are now.
    struct layout {
        std::string_view root;
        const objects::type_list& types;
        /// Descriptions of the types, in their order; null: the game has not asked for the root, and types in
        /// it that are of other roots too may not be as they are there.
        const std::vector<const type_description*>* makers;
    };
    /// All outlive this.
    repointing(
        const layout& how, const relocations& places, memory_map& memory, const objects::state_bytes& now);

    /// In the object, in what it owns, and in what the game has made by hand that pointers lead to.
    void look(std::uint32_t type, std::uint64_t address);
    /// Refuses several objects behind each other that nobody knows the number of, if anything in there may be
    /// a pointer to what has moved or is gone. `place`: of the pointer, in words.
    static void check_row(
        const memory_map::block& row, const relocations& places, memory_map& memory, const std::string& place,
        const std::string& type);

    /// How many pointers had to become null.
    [[nodiscard]] std::uint64_t unpointed_count() const { return unpointed_count_; }
    /// The types and addresses of the first of them.
    [[nodiscard]] std::span<const std::pair<std::uint32_t, std::uint64_t>> unpointed() const
    {
        return unpointed_;
    }

private:
    void look_into(std::uint32_t type, std::uint64_t address);
    void point(std::uint32_t pointer, std::uint64_t place);
    void follow(std::uint32_t type, std::uint64_t address);
    void sort_if_moved(std::uint32_t container, std::uint64_t address);
    [[nodiscard]] bool has_moved_keys(std::uint32_t container, std::uint64_t address) const;
    [[nodiscard]] relocations::answer find(std::uint32_t pointer, std::uint64_t place) const;

    layout how_;
    const relocations& places_;
    memory_map& memory_;
    const objects::state_bytes& now_;
    objects::finder pointers_; ///< pointers alone
    objects::finder wanted_;   ///< and maps and sets with pointers in their keys
    std::vector<std::pair<std::uint32_t, std::uint64_t>> waiting_; ///< types and addresses
    std::unordered_map<std::uint64_t, std::uint64_t> seen_; ///< bytes of what was looked at, by its block
    std::vector<std::pair<std::uint32_t, std::uint64_t>> unpointed_;
    std::uint64_t unpointed_count_ = 0;
};

/// What is said of hand-made objects that can't be carried over. `place`: of the pointer to them.
[[noreturn]] void refuse_made_by_hand(const std::string& place, const std::string& type);

} // namespace respawn::detail
