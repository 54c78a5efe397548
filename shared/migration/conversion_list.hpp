#pragma once

#include "shared/migration/compatibility.hpp"
#include "shared/migration/plan.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace respawn::migration {

/// The conversions that a plan needs: those that were asked for, some of which are still to be filled in.
///
/// Pairs of structures are converted in one way, wherever they are; everything else at each of its places.
class conversion_list {
public:
    /// `both` outlives this.
    explicit conversion_list(const layouts& both);

    enum class need : std::uint8_t {
        owned,      ///< something owns such an object
        pointed_at, ///< only a pointer leads there
    };
    /// The index of the conversion between two types, for an object at `path`, which is a part of what the
    /// one converts that next() gave last. Anything if the list is full.
    std::uint32_t request(
        std::uint32_t from, std::uint32_t to, const std::string& path, need why = need::owned);
    /// No layout that a person wrote comes near.
    [[nodiscard]] bool is_full() const { return is_full_; }

    struct order {
        std::uint32_t conversion;
        std::string path; ///< the best one that leads there
    };
    /// One that is to be filled in now; each comes once. Nothing: all are.
    [[nodiscard]] std::optional<order> next();

    /// References hold until the next request().
    [[nodiscard]] conversion& operator[](std::uint32_t index) { return conversions_[index]; }
    /// The conversion of the innermost structure that the one is in that next() gave last.
    [[nodiscard]] std::uint32_t structure() const { return standings_[now_].structure; }
    /// How many places own an object that it converts, beside the first.
    [[nodiscard]] std::uint64_t other_places(std::uint32_t index) const
    {
        return standings_[index].other_places;
    }
    /// All of them; the list is used up.
    [[nodiscard]] std::vector<conversion> take() { return std::move(conversions_); }

private:
    struct standing {
        std::uint32_t structure;
        bool is_owned;
        bool is_filled = false;
        std::uint64_t other_places = 0;
    };
    void note_owner(std::uint32_t index, const std::string& path);

    const layouts& both_;
    std::vector<conversion> conversions_;
    std::vector<standing> standings_; ///< of each conversion
    std::unordered_map<std::uint64_t, std::uint32_t> known_;
    std::deque<order> owned_, pointed_at_, parts_pointed_at_;
    std::vector<bool> is_part_; ///< of each new type: another one may own it
    std::uint32_t now_ = 0;
    bool is_full_ = false;
};

} // namespace respawn::migration
