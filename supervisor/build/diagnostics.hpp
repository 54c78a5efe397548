#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::supervisor {

enum class severity : std::uint8_t { error, warning };

/// One complaint of a compiler, a linker or a build tool.
struct diagnostic {
    severity level = severity::error;
    std::string file{};                 ///< as it was printed; empty: none was named
    std::uint32_t line = 0;             ///< from 1; 0: none was named
    std::uint32_t column = 0;           ///< from 1; 0: none was named
    std::string message{};              ///< one line
    std::vector<std::string> context{}; ///< the lines that belong to it: notes, the source with its marker
};

/// What a build printed, as far as somebody who has to mend it wants to see it.
struct build_output {
    std::vector<diagnostic> diagnostics;  ///< errors first; otherwise in the order of the output
    std::size_t errors = 0, warnings = 0; ///< that there were, also beyond max_diagnostics
};

inline constexpr std::size_t max_diagnostics = 200;
inline constexpr std::size_t max_context_lines = 40;
inline constexpr std::size_t max_line_bytes = 1000;

/// Reads the output of g++, clang, ld, lld, gold, CMake, make and ninja; the first max_read_bytes of it.
///
/// Escape sequences and control characters are taken out, long lines cut, and bytes that are no text stay for
/// whoever shows them. Output without anything that is known becomes one error that has the last lines as its
/// context, so that there is always something to see; no output at all gives none.
[[nodiscard]] build_output read_build_output(std::string_view text);

inline constexpr std::size_t max_read_bytes = std::size_t{1} << 20;

} // namespace respawn::supervisor
