#pragma once

#include "supervisor/build/diagnostics.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the supervisor shows over the game's picture: passive, and any text in it may come from the game.
namespace respawn::supervisor {

/// One step of a stack, innermost first.
struct stack_line {
    std::string function{};
    std::string file{};     ///< empty: not known
    std::uint32_t line = 0; ///< 0: not known
    bool is_own = true;     ///< the game's own code, not the system's
};

/// A line of a source file.
struct quoted_line {
    std::uint32_t number = 0;
    std::string text{};
    bool marked = false; ///< it is the one
};

struct thread_lines {
    std::string name{}; ///< e.g. "thread 4711, which crashed"; may be empty
    std::vector<stack_line> lines{};
};

/// Where a worker was when it ended.
struct stack_report {
    std::string quoted_file{}; ///< that `quote` is from
    std::vector<quoted_line> quote{};
    std::vector<std::string> remarks{};  ///< sentences about what could not be found out
    std::vector<thread_lines> threads{}; ///< the one that matters first
    [[nodiscard]] bool is_empty() const { return quote.empty() && remarks.empty() && threads.empty(); }
};

enum class mood : std::uint8_t { good, plain, warning, bad };

/// How a worker ended, and that nobody plays since.
struct ending_report {
    std::string title{};   ///< e.g. "The game crashed"
    std::string details{}; ///< sentences
    mood tone = mood::bad;
    stack_report stack{};
};

struct build_report_shown {
    std::string title{}; ///< e.g. "The build failed"
    std::string details{};
    build_output output{};
};

/// A key and what it does: "r", "starts generation 3 again". Without a meaning it is taken and not shown.
struct key_hint {
    char key = 0;
    std::string meaning{};
};

/// A few words that go by themselves: of a swap, of a crash that was made up for.
struct short_notice {
    mood tone = mood::plain;
    std::string text{};    ///< e.g. "generation 5, state kept, 12 ms"
    std::string details{}; ///< fainter, below; may be empty
};

/// All of it; nothing of it is shown when it is_empty().
struct overlay_content {
    std::optional<build_report_shown> build{}; ///< covers `ending`
    std::optional<ending_report> ending{};
    std::string banner{}; ///< why the game stands still though nothing is wrong: "paused at frame 812"
    std::vector<short_notice> notices{}; ///< oldest first
    /// Shown, and taken from the window in place of the game: only while the game does not play.
    std::vector<key_hint> keys{};
    std::string generation{};   ///< who is live, "generation 4"; shown only beside something else
    bool covers_a_game = false; ///< the game plays on below: reports take a part of the picture

    [[nodiscard]] bool is_empty() const { return !build && !ending && banner.empty() && notices.empty(); }
};

} // namespace respawn::supervisor
