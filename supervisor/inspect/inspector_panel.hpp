#pragma once

#include "supervisor/display/panel_content.hpp"
#include "supervisor/inspect/line_field.hpp"
#include "supervisor/inspect/panel_outline.hpp"
#include "supervisor/inspect/panel_search.hpp"
#include "supervisor/inspect/panel_values.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace respawn::supervisor {

/// What a person does in the inspector panel, and what it shows: the tree of the state, a search, and an
/// edit.
///
/// Knows nothing of pixels. What is done takes effect with the next refresh(), which reads the state: only
/// what is in view, within bounds whatever the state holds. Threads: the session's.
class inspector_panel {
public:
    using clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds highlight_time{1000};
    static constexpr std::chrono::seconds message_time{5};

    /// What came of a change: what is told of it, or what went wrong.
    using answer_function = std::function<void(const std::string& said, const std::string& problem)>;
    /// Changes the value at a path, as `respawn set` does.
    using set_function =
        std::function<void(const std::string& path, const std::string& value, answer_function answer)>;

    explicit inspector_panel(set_function set, std::function<clock::time_point()> now = &clock::now) :
        set_{std::move(set)}, now_{std::move(now)}
    {}

    void toggle();
    [[nodiscard]] bool is_open() const { return is_open_; }

    /// Reads what is in view of a panel with room for so many rows. Once a frame at most.
    void refresh(const state_look& state, std::size_t rows);
    /// There is none that could be read, because of this.
    void refresh(const std::string& problem, std::size_t rows);
    [[nodiscard]] const panel_content& content() const { return content_; }
    /// A search is under way: refresh() makes it go on.
    [[nodiscard]] bool is_searching() const { return !search_.is_done(); }

    /// Text and all keys are meant for a line that is typed.
    [[nodiscard]] bool has_line() const { return focus_ != focus::rows; }
    [[nodiscard]] bool has_selection() const { return !selected_.empty(); }

    void type(std::string_view text);
    void press(std::uint32_t key, bool with_control);
    void scroll(double rows);
    /// `fraction`: from the first row to the last.
    void scroll_to(double fraction);

    enum class column : std::uint8_t { name, value };
    enum class click : std::uint8_t { once, twice };
    /// `row`: of content().rows
    void click_row(std::size_t row, column where, click times);
    void click_search();
    void click_choice(std::size_t index);
    /// Outside of all that: no line is typed any more.
    void click_elsewhere();

    /// Shows an object's row, and opens all that it is in.
    void reveal(std::string path);

private:
    enum class focus : std::uint8_t { rows, search, edit };

    struct edit_under_way {
        std::string path;
        line_field field;
        std::vector<std::string> choices;
        std::size_t first_choice = 0; ///< in view
        std::string problem{};
        bool is_given = false; ///< the answer is waited for
    };
    struct shown_value {
        std::string text;
        clock::time_point changed{};
    };

    void press_in_search(std::uint32_t key, bool with_control);
    void look_for_line();
    void press_in_edit(std::uint32_t key, bool with_control);
    void press_in_rows(std::uint32_t key);
    void select(std::size_t index);
    void set_open(const outline_row& row, bool open);
    void select_parent();
    [[nodiscard]] std::optional<std::size_t> selected_index() const;
    void choose(std::size_t index);
    void apply_edit();
    void end_edit();
    void tell(std::string message, bool is_problem);

    void make_wanted(const state_look& state);
    void make_reveal(const state_look& state, const std::string& path);
    void activate(const state_look& state);
    void make_outline(const state_look& state);
    void select_revealed(const state_look& state);
    void keep_in_view(std::size_t rows);
    void read_rows(const state_look& state, std::size_t rows);
    [[nodiscard]] panel_row shown_row(const outline_row& row, const row_reading* read) const;
    [[nodiscard]] std::optional<objects::place> place_of(
        const state_look& state, const outline_row& row, objects::work_limit& work) const;
    void mark_changes(const std::vector<std::size_t>& values);
    void show_rest(const std::string& title);

    set_function set_;
    std::function<clock::time_point()> now_;
    bool is_open_ = false;

    open_rows open_;
    std::vector<outline_row> outline_; ///< of the last refresh
    std::uint64_t first_row_ = 0;
    double scrolled_ = 0;  ///< parts of a row
    std::string selected_; ///< a row's key; empty: none
    bool must_show_selected_ = false;

    focus focus_ = focus::rows;
    line_field search_line_;
    panel_search search_;
    std::optional<edit_under_way> edit_;
    std::shared_ptr<std::uint64_t> edit_number_ =
        std::make_shared<std::uint64_t>(0); ///< answers to older ones come late

    enum class activation : std::uint8_t { none, change, follow, any };
    activation wanted_activation_ = activation::none; ///< of the selected row
    std::optional<std::string> wanted_reveal_;
    std::optional<objects::place> revealed_;

    pointer_names names_;
    std::vector<std::string> links_; ///< for each row in view: where its pointer leads; empty: nowhere
    std::unordered_map<std::string, shown_value> values_; ///< in view, by key
    std::string message_;
    bool message_is_problem_ = false;
    clock::time_point message_until_{};
    panel_content content_;
};

} // namespace respawn::supervisor
