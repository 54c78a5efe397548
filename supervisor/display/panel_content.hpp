#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the inspector panel shows: passive, and any text in it may come from the game.
namespace respawn::supervisor {

struct panel_row {
    enum class opener : std::uint8_t { none, closed, open };
    std::string name{}, value{}, type{}; ///< value and type may be empty
    std::uint32_t depth = 0;
    opener opens = opener::none;
    bool is_selected = false;
    bool is_changed = false; ///< a moment ago
    bool is_link = false;    ///< a click on the value leads to another row
    bool is_damaged = false;
    bool is_note = false; ///< a sentence, over all columns
    friend bool operator==(const panel_row&, const panel_row&) = default;
};

/// A line that is typed into.
struct panel_field {
    std::string text{};
    std::size_t cursor = 0; ///< in bytes, between two characters
    bool has_focus = false;
    bool all_selected = false; ///< what is typed replaces it
    friend bool operator==(const panel_field&, const panel_field&) = default;
};

/// A value that is being changed, in its row.
struct panel_edit {
    std::size_t row = 0; ///< of panel_content::rows
    panel_field field{};
    std::vector<std::string> choices{}; ///< those in view; empty: it is only typed
    std::optional<std::size_t> chosen{};
    std::string problem{}; ///< a sentence about what was tried last
    friend bool operator==(const panel_edit&, const panel_edit&) = default;
};

struct panel_content {
    std::string title{}; ///< fainter, beside "State": "frame 812"
    panel_field search{};
    std::string progress{};        ///< of the search: "12 found, 40 % searched"
    std::vector<panel_row> rows{}; ///< those in view
    std::uint64_t first_row = 0, row_count = 0;
    std::optional<panel_edit> edit{};
    std::string message{}; ///< at the bottom, e.g. what was changed
    bool is_problem = false;
    friend bool operator==(const panel_content&, const panel_content&) = default;
};

} // namespace respawn::supervisor
