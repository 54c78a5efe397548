#include "shared/objects/pointer_pairs.hpp"

#include "shared/objects/locate.hpp"
#include "shared/objects/program_places.hpp"

namespace respawn::objects {

std::vector<std::optional<pair_of_words>> pointer_comparer::compare(std::span<const pointer_pair> all)
{
    std::vector<wanted_object> old_targets, new_targets;
    for (const pointer_pair& each : all) {
        old_targets.push_back({each.before_target, each.before.types, each.before.node().element});
        new_targets.push_back({each.after_target, each.after.types, each.after.node().element});
    }
    const auto old_paths = locate(*before_.bytes, before_.roots, old_targets, work_);
    const auto new_paths = locate(*after_.bytes, after_.roots, new_targets, work_);
    std::vector<std::optional<pair_of_words>> compared;
    for (std::size_t i = 0; i < all.size(); ++i)
        compared.push_back(compare(all[i], old_paths[i], new_paths[i]));
    return compared;
}

std::optional<pair_of_words> pointer_comparer::compare(
    const pointer_pair& both, const std::string& old_path, const std::string& new_path)
{
    const auto before = old_path.empty() ? old_meaning(both, most_text_bytes_) : std::nullopt;
    const auto after = new_path.empty() ? new_meaning(both, most_text_bytes_) : std::nullopt;
    pair_of_words made{
        words(both.before_target, old_path, before), words(both.after_target, new_path, after)};
    const bool have_paths = !old_path.empty() && !new_path.empty();
    const bool are_both_set = both.before_target != 0 && both.after_target != 0;
    if (are_both_set && (have_paths ? old_path == new_path : are_equal(both, before, after)))
        return std::nullopt;
    if (old_path.empty() && new_path.empty())
        tell_apart(both, made);
    return made;
}

/// Those of which one leads to no object that is known, at least.
bool pointer_comparer::are_equal(
    const pointer_pair& both, const std::optional<value>& before, const std::optional<value>& after)
{
    // What was not found then may be anywhere.
    if (work_.is_over())
        return true;
    if (before && after)
        return have_one_meaning(both, *before, *after);
    // Constants of two processes have two places.
    const bool are_outside =
        !before_.bytes->contains(both.before_target, 1) && !after_.bytes->contains(both.after_target, 1);
    return both.before_target == both.after_target || (are_outside && lead_to_one_place(both).value_or(true));
}

bool pointer_comparer::have_one_meaning(const pointer_pair& both, const value& one, const value& other)
{
    if (one.what != other.what)
        return false;
    if (one.what == value::form::word)
        if (const auto is_one = lead_to_one_place(both))
            return *is_one;
    if (shown(one) != shown(other))
        return false;
    if (one.left_out_bytes == 0)
        return true;
    // What is long and begins the same way. Without an answer the work is over, which is told.
    const auto before = old_meaning(both, longest_text_bytes);
    const auto after = new_meaning(both, longest_text_bytes);
    return !before || !after || before->text == after->text;
}

std::string pointer_comparer::words(
    std::uint64_t target, const std::string& path, const std::optional<value>& meaning) const
{
    if (target == 0)
        return "null";
    if (!path.empty())
        return "-> " + path;
    if (meaning)
        return shown(*meaning);
    return work_.is_over() ? "-> too far to look for" : "-> elsewhere";
}

/// Functions of two processes have two places.
std::optional<pair_of_words> pointer_comparer::compare_functions(
    const pointer_pair& both, const value& before, const value& after)
{
    const bool are_both_set = both.before_target != 0 && both.after_target != 0;
    if (are_both_set ? lead_to_one_place(both).value_or(true) : both.before_target == both.after_target)
        return std::nullopt;
    pair_of_words made{
        shown(old_meaning(both, most_text_bytes_).value_or(before)),
        shown(new_meaning(both, most_text_bytes_).value_or(after))};
    tell_apart(both, made);
    return made;
}

/// What two pointers lead to that are not the same, and read alike.
void pointer_comparer::tell_apart(const pointer_pair& both, pair_of_words& words)
{
    if (words.before != words.after)
        return;
    const auto before = old_place(both), after = new_place(both);
    if (are_one_place(before, after).value_or(true))
        return;
    words.before += words_to_tell_apart(*before, *after);
    words.after += words_to_tell_apart(*after, *before);
}

std::optional<value> pointer_comparer::old_meaning(const pointer_pair& both, std::size_t most_bytes)
{
    return old_meanings_.find(both.before, both.before_target, most_bytes);
}

std::optional<value> pointer_comparer::new_meaning(const pointer_pair& both, std::size_t most_bytes)
{
    return new_meanings_.find(both.after, both.after_target, most_bytes);
}

std::optional<program_place> pointer_comparer::old_place(const pointer_pair& both)
{
    return program_place_of(*before_.bytes, both.before_target, work_);
}

std::optional<program_place> pointer_comparer::new_place(const pointer_pair& both)
{
    return program_place_of(*after_.bytes, both.after_target, work_);
}

std::optional<bool> pointer_comparer::lead_to_one_place(const pointer_pair& both)
{
    return are_one_place(old_place(both), new_place(both));
}

} // namespace respawn::objects
