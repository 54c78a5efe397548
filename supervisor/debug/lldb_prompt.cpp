#include "supervisor/debug/lldb_prompt.hpp"

#include <algorithm>
#include <limits>

namespace respawn::supervisor {

namespace {

/// Those after which the line is empty: also Ctrl-C and Ctrl-U.
constexpr std::string_view emptying_keys = "\r\n\x03\x04\x15";
constexpr std::string_view erasing_keys = "\b\x7f";
/// Of a line that has come from the history, say.
constexpr int many_characters = std::numeric_limits<int>::max() / 2;

bool is_control(char key)
{
    return static_cast<unsigned char>(key) < ' ';
}

/// Of UTF-8: a character is counted by its first byte.
bool is_later_byte(char key)
{
    return (static_cast<unsigned char>(key) & 0xc0) == 0x80;
}

/// The questions that lldb asks, also in the line of its prompt, end with [Y/n] or [y/N].
bool ends_question(std::string_view line)
{
    return line.ends_with("/n] ") || line.ends_with("/N] ");
}

/// "> " of the commands of a breakpoint, ">>> " of a script, "  1: " of an expression of several lines.
bool ends_other_prompt(std::string_view line)
{
    return line.ends_with("> ") || line.ends_with(": ");
}

} // namespace

void lldb_prompt::printed(std::string_view bytes)
{
    for (const char each : bytes) {
        line_ += each;
        if (each == '\n') {
            last_ = mark::none;
            is_entered_ = false;
        } else if (is_entered_) {
            continue;
        } else if (line_.ends_with(text)) {
            last_ = mark::prompt;
        } else if (ends_question(line_)) {
            last_ = mark::question;
        } else if (last_ == mark::none && ends_other_prompt(line_)) {
            last_ = mark::other;
        }
        line_.erase(0, line_.size() - std::min(line_.size(), text.size()));
    }
}

void lldb_prompt::typed(std::string_view keys)
{
    for (const char each : keys)
        type(each);
    if (keys.find_first_of(entering_keys) == std::string_view::npos)
        return;
    last_ = mark::none;
    is_entered_ = true;
}

/// Keys that move or complete may do anything to the line.
void lldb_prompt::type(char key)
{
    if (emptying_keys.find(key) != std::string_view::npos)
        characters_ = 0;
    else if (erasing_keys.find(key) != std::string_view::npos)
        characters_ = std::max(characters_ - 1, 0);
    else if (is_control(key))
        characters_ = many_characters;
    else if (!is_later_byte(key))
        ++characters_;
}

} // namespace respawn::supervisor
