#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace respawn::objects {

/// From `begin` up to `end`.
struct used_part {
    std::uint64_t begin = 0, end = ~std::uint64_t{0};
};

/// Which parts of a state hold anything but zeros: looking into the others would give them memory.
class used_parts {
public:
    /// By offset from the start of the state, ascending.
    explicit used_parts(std::vector<used_part> all) : all_{std::move(all)} {}

    /// The first one that ends behind `offset`; an empty one at the end of everything if there is none.
    [[nodiscard]] used_part from(std::uint64_t offset) const
    {
        const auto found = std::upper_bound(
            all_.begin(), all_.end(), offset,
            [](std::uint64_t wanted, const used_part& each) { return wanted < each.end; });
        return found == all_.end() ? used_part{~std::uint64_t{0}} : *found;
    }

private:
    std::vector<used_part> all_;
};

} // namespace respawn::objects
