#pragma once

#include <string>
#include <string_view>

namespace respawn::supervisor {

/// Whether lldb waits for a command, by what it prints and what is typed: a line that is typed while it asks
/// a question, or takes another language, would be taken for the answer.
class lldb_prompt {
public:
    static constexpr std::string_view text = "(lldb) ";
    /// The end of a line, and that of the input.
    static constexpr std::string_view entering_keys = "\r\n\x04";

    /// What lldb has printed, in pieces of any size.
    void printed(std::string_view bytes);
    /// What is typed for lldb. A line that is entered is lldb's, until it prompts for the next one.
    void typed(std::string_view keys);
    /// The line at the end of what was printed is lldb's prompt, and perhaps a part of a command.
    [[nodiscard]] bool is_there() const { return last_ == mark::prompt; }
    /// There is no command in its line yet: there, Ctrl-D is the end of the input.
    [[nodiscard]] bool is_empty() const { return is_there() && characters_ == 0; }
    /// It is a question, to be answered by y or n.
    [[nodiscard]] bool is_question() const { return last_ == mark::question; }
    /// It is either, or the prompt of something in lldb that takes lines.
    [[nodiscard]] bool takes_a_line() const { return last_ != mark::none; }

private:
    enum class mark { none, prompt, question, other };

    void type(char key);

    std::string line_; ///< the end of the last line that was printed, in which a mark may have begun
    mark last_ = mark::none;
    bool is_entered_ = false; ///< but lldb has not printed the end of the line yet
    int characters_ = 0;      ///< in the line that is being typed, as far as that is known: at most
};

} // namespace respawn::supervisor
