#pragma once

#include "supervisor/inspect/panel_outline.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::supervisor {

/// Looks for objects by a part of their path, a little each frame.
///
/// A plain word is looked for in the names of fields and in the keys of maps, and only where the types say
/// that there may be one; a text with `.`, `[` or `->` in it is a path, or a part of one. What lies inside of
/// an object that was found is not looked for. The state may change between two steps: what is found is there
/// when it is, and objects that move about may be missed.
class panel_search {
public:
    static constexpr std::size_t most_found = 1000;

    /// Empty: nothing is looked for.
    void begin(std::string text);
    /// Goes on until it is done, or `work` is over.
    void step(const state_look& state, objects::work_limit& work);

    [[nodiscard]] bool is_active() const { return !text_.empty(); }
    [[nodiscard]] bool is_done() const { return is_done_; }
    /// Canonical paths, in the state's order.
    [[nodiscard]] const std::vector<std::string>& found() const { return found_; }
    /// "12 found, 40 % searched"
    [[nodiscard]] std::string progress() const;

private:
    [[nodiscard]] bool take_path(const state_look& state, objects::work_limit& work);
    void walk_roots(const state_look& state, objects::work_limit& work);
    [[nodiscard]] bool walk(
        const state_look& state, const objects::place& where, std::size_t depth, objects::work_limit& work);
    [[nodiscard]] bool walk_elements(
        const state_look& state, const objects::place& container, std::size_t depth,
        objects::work_limit& work);
    enum class label_is : std::uint8_t { a_name, a_number };
    [[nodiscard]] bool visit(
        const state_look& state, std::string_view between, const std::string& label, label_is what,
        const objects::place& where, std::size_t depth, objects::work_limit& work);
    [[nodiscard]] bool matches(std::size_t label_begins, label_is what) const;
    [[nodiscard]] bool leads_anywhere(const objects::place& where);
    [[nodiscard]] std::uint64_t begin_level(std::size_t depth, std::uint64_t count);
    void leave_level(std::size_t depth);
    [[nodiscard]] double part_done() const;

    std::string typed_;
    std::string text_; ///< the same in small letters
    bool is_word_ = false, is_done_ = true, is_new_ = false, is_partial_ = false;
    std::vector<std::string> found_;

    /// Where the walk is: at each level the number of the part that is under way, and how many there are.
    std::vector<std::uint64_t> cursor_, counts_;
    std::vector<std::uint64_t> resume_; ///< the cursor of the last step, until the walk is there again
    std::uint64_t visits_ = 0;          ///< in this step
    std::string path_;                  ///< of what is looked at
    std::map<const objects::type_list*, std::vector<bool>> leads_; ///< for each type, in this step
};

} // namespace respawn::supervisor
