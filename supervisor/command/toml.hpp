#pragma once

#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::supervisor {

enum class toml_kind : std::uint8_t { text, number, truth, list };

/// A key with its value; a number and a truth are as they were written.
struct toml_entry {
    std::string key;
    toml_kind kind = toml_kind::text;
    std::vector<std::string> values; ///< one, if it is no list
    std::size_t line = 0;            ///< where the key stands, from 1
};

/// Reads the part of TOML 1.0 that options need: keys with texts of one line, numbers, true or false, and
/// lists of them, and comments. A failure begins with the number of the line, as in "3: …".
[[nodiscard]] result<std::vector<toml_entry>> read_toml(std::string_view text);

} // namespace respawn::supervisor
