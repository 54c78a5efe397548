#pragma once

#include "shared/objects/locate.hpp"
#include "supervisor/inspect/panel_outline.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace respawn::supervisor {

/// What stands in a row of the panel.
struct row_reading {
    std::string value, type;
    bool opens = false; ///< it has parts
    bool is_damaged = false;
    bool is_value = false;                           ///< that can be set, as far as its type goes
    objects::place shown{};                          ///< the object, or what it holds
    std::optional<objects::wanted_object> pointee{}; ///< of a pointer that is not null
};

/// Reads a few bytes, or a few parts of the object.
[[nodiscard]] row_reading read_row(const objects::state_bytes& state, const objects::place& where);

/// What a person gets to change: as parse_value() takes it.
struct editable {
    std::string text;
    std::vector<std::string> choices{}; ///< enumerators, or true and false
    std::string problem{};              ///< a sentence: it can't be changed
};
[[nodiscard]] editable read_for_edit(const objects::state_bytes& state, const row_reading& what);

/// The paths of objects that pointers in view lead to. Found by walks over the state, which are bounded and
/// seldom, and remembered as long as they hold.
class pointer_names {
public:
    using clock = std::chrono::steady_clock;

    /// For each wanted object its path; empty: it is not known.
    [[nodiscard]] std::vector<std::string> find(
        const state_look& state, const std::vector<objects::wanted_object>& wanted, clock::time_point now);

private:
    struct known_name {
        std::string path;
        clock::time_point looked{};
    };
    using object_key = std::tuple<std::uint64_t, const void*, std::uint32_t>;

    std::map<object_key, known_name> known_;
    clock::time_point next_walk_{};
};

} // namespace respawn::supervisor
