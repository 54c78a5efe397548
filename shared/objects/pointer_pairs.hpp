#pragma once

#include "shared/objects/program_names.hpp"
#include "shared/objects/roots.hpp"
#include "shared/objects/texts.hpp"
#include "shared/objects/work_limit.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// When pointers in two states are the same, wherever what they lead to lies in each.
namespace respawn::objects {

/// The same pointer in two states.
struct pointer_pair {
    place before, after;
    std::uint64_t before_target, after_target;
};

/// What two things are in few words.
struct pair_of_words {
    std::string before, after;
};

/// Compares pointers by the paths that they lead to, or by the text, the function or the variable, as far as
/// it is known.
class pointer_comparer {
public:
    /// Longer texts and names are cut in words. All outlive this.
    pointer_comparer(
        const state_view& before, const state_view& after, std::size_t most_text_bytes, work_limit& work) :
        before_{before},
        after_{after}, most_text_bytes_{most_text_bytes}, work_{work}, old_meanings_{*before.bytes, work},
        new_meanings_{*after.bytes, work}
    {}

    /// Of each pair what it is; nothing: they are equal, as far as is known. All together, because one walk
    /// over each state finds the paths of all.
    [[nodiscard]] std::vector<std::optional<pair_of_words>> compare(std::span<const pointer_pair> all);

    /// The same of pointers to functions; `before` and `after`: as they are read.
    [[nodiscard]] std::optional<pair_of_words> compare_functions(
        const pointer_pair& both, const value& before, const value& after);

private:
    /// The paths that are not known are empty.
    [[nodiscard]] std::optional<pair_of_words> compare(
        const pointer_pair& both, const std::string& old_path, const std::string& new_path);
    [[nodiscard]] bool are_equal(
        const pointer_pair& both, const std::optional<value>& before, const std::optional<value>& after);
    [[nodiscard]] bool have_one_meaning(const pointer_pair& both, const value& one, const value& other);
    [[nodiscard]] std::string words(
        std::uint64_t target, const std::string& path, const std::optional<value>& meaning) const;
    void tell_apart(const pointer_pair& both, pair_of_words& words);

    [[nodiscard]] std::optional<value> old_meaning(const pointer_pair& both, std::size_t most_bytes);
    [[nodiscard]] std::optional<value> new_meaning(const pointer_pair& both, std::size_t most_bytes);
    [[nodiscard]] std::optional<program_place> old_place(const pointer_pair& both);
    [[nodiscard]] std::optional<program_place> new_place(const pointer_pair& both);
    [[nodiscard]] std::optional<bool> lead_to_one_place(const pointer_pair& both);

    state_view before_, after_;
    std::size_t most_text_bytes_;
    work_limit& work_;
    meaning_finder old_meanings_, new_meanings_;
};

} // namespace respawn::objects
