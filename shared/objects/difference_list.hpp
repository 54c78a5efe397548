#pragma once

#include "shared/objects/compare.hpp"
#include "shared/objects/pointer_pairs.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace respawn::objects {

/// The first differences that were found, in their order. Pointers are judged at the end, all together: until
/// then each takes a place beside those that there may be at most.
class difference_list {
public:
    /// `work`: what keeping one costs is taken from it; outlives this.
    difference_list(std::size_t most, work_limit& work) : most_{most}, work_{work} {}

    [[nodiscard]] bool is_full() const { return found_.size() >= most_ + pointers_.size(); }
    /// Counts it alone, if the list is full.
    void add(difference what);
    /// Counts one that nobody needs to describe.
    void leave_out() { ++left_out_; }

    /// Pointers that may differ. Of too many the first are judged, and the comparison is cut.
    void add(const pointer_pair& both, std::string path);

    /// What is left when `pointers` has judged; the list is used up.
    [[nodiscard]] comparison judged(pointer_comparer& pointers);

private:
    struct entry {
        difference what;
        bool is_pointer = false;
    };
    void keep(entry found);

    std::size_t most_;
    work_limit& work_;
    std::vector<entry> found_;
    std::vector<pointer_pair> pointers_;
    std::uint64_t left_out_ = 0;
    bool has_all_pointers_ = true;
};

} // namespace respawn::objects
