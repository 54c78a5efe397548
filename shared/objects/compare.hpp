#pragma once

#include "shared/objects/lookup.hpp"
#include "shared/objects/roots.hpp"
#include "shared/objects/work_limit.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace respawn::objects {

/// A part in which two states differ.
struct difference {
    enum class where : std::uint8_t { both, only_before, only_after };
    where is_in = where::both;
    std::string path;
    std::string before{}, after{}; ///< what it holds in few words; empty where it is not
};

struct comparison {
    std::vector<difference> differences; ///< the first ones, by fields in the order of the later state
    std::uint64_t left_out = 0;          ///< that there are more
    bool is_cut = false;                 ///< `work` was over before all was compared
};

/// Compares by name: fields by theirs, elements by their index, entries of maps and sets by their key,
/// pointers by the paths that they lead to, or by the text, the function or the variable, as far as it is
/// known. So the layouts may differ. Padding and what is ignored at take-overs do not count.
[[nodiscard]] comparison compare(
    const state_view& before, const state_view& after, std::size_t most_differences, work_limit& work);
/// The same of parts only, such as look_up() finds in each state: those of the same path belong together.
[[nodiscard]] comparison compare(
    const state_view& before, std::span<const target> parts_before, const state_view& after,
    std::span<const target> parts_after, std::size_t most_differences, work_limit& work);

} // namespace respawn::objects
