#include "supervisor/command/toml.hpp"

#include "shared/text/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace respawn::supervisor {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_key_letter(char letter)
{
    return std::isalnum(static_cast<unsigned char>(letter)) || letter == '-' || letter == '_';
}

bool is_number(std::string_view word)
{
    double value = 0;
    std::uint64_t address = 0;
    const bool is_hexadecimal = word.starts_with("0x");
    word.remove_prefix(is_hexadecimal ? 2 : word.starts_with('+') ? 1 : 0);
    const auto* const end = word.data() + word.size();
    const auto read = is_hexadecimal ? std::from_chars(word.data(), end, address, 16)
                                     : std::from_chars(word.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end && std::isalnum(static_cast<unsigned char>(word.back()));
}

/// Reads from front to back, until the first thing that it does not understand.
class toml_reader {
public:
    explicit toml_reader(std::string_view text) : rest_{text}
    {
        if (rest_.starts_with(byte_order_mark))
            rest_.remove_prefix(byte_order_mark.size());
    }

    result<std::vector<toml_entry>> read()
    {
        std::vector<toml_entry> entries;
        for (skip_lines(); !problem_ && !rest_.empty(); skip_lines())
            entries.push_back(read_entry());
        if (problem_)
            return *problem_;
        return entries;
    }

private:
    toml_entry read_entry()
    {
        toml_entry entry;
        entry.line = line_;
        entry.key = read_key();
        skip_blanks();
        if (!take('='))
            reject(fmt::format("there is no = after {}", entry.key));
        skip_blanks();
        entry.kind = read_value(entry.values);
        skip_blanks();
        if (next() == '#')
            skip_comment();
        if (!rest_.empty() && next() != '\n')
            reject(fmt::format("there is something after the value of {}", entry.key));
        return entry;
    }

    std::string read_key()
    {
        if (next() == '"' || next() == '\'')
            return read_text();
        if (next() == '[')
            reject("there are no sections, so write the option without [...] above it");
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_key_letter);
        const auto length = static_cast<std::size_t>(end - rest_.begin());
        if (length == 0)
            reject("write an option as name = value");
        return take_front(length);
    }

    toml_kind read_value(std::vector<std::string>& values)
    {
        if (take('['))
            return read_list(values);
        if (next() != '"' && next() != '\'')
            return read_word(values);
        values.push_back(read_text());
        return toml_kind::text;
    }

    toml_kind read_list(std::vector<std::string>& values)
    {
        for (skip_lines(); !problem_ && !take(']'); skip_lines()) {
            if (rest_.empty() || next() == '[') {
                reject(rest_.empty() ? "a list has no ] at its end" : "a list can't be in a list");
                break;
            }
            read_value(values);
            skip_lines();
            if (!take(',') && !rest_.empty() && next() != ']')
                reject("the values of a list need a comma between them");
        }
        return toml_kind::list;
    }

    toml_kind read_word(std::vector<std::string>& values)
    {
        std::string word = take_front(std::min(rest_.find_first_of(" \t\r\n,]#"), rest_.size()));
        const bool is_truth = word == "true" || word == "false";
        if (word.empty())
            reject("the value is missing");
        else if (!is_truth && !is_number(word))
            reject(fmt::format(
                "the value {} is neither a number nor true or false, and a text stands in quotes",
                text::printable(word, text::line_ends::go)));
        values.push_back(std::move(word));
        return is_truth ? toml_kind::truth : toml_kind::number;
    }

    /// In '…' every letter stands for itself; in "…" a backslash begins another.
    std::string read_text()
    {
        const char quote = take_front(1).front();
        std::string content;
        while (next() != quote && next() != '\n' && !rest_.empty()) {
            const char letter = take_front(1).front();
            content += letter == '\\' && quote == '"' ? read_escape() : std::string{letter};
        }
        if (!take(quote))
            reject("a text has no quote at its end; it can't go on in the next line");
        else if (content.empty() && next() == quote)
            reject("a text can't have three quotes around it; it is of one line");
        return content;
    }

    std::string read_escape()
    {
        constexpr std::string_view letters = "\"\\nt", meanings = "\"\\\n\t";
        const auto which = letters.find(next());
        if (which == std::string_view::npos || rest_.empty()) {
            reject("after a backslash only \\, \", n and t are understood; in '...' it stands for itself");
            return {};
        }
        rest_.remove_prefix(1);
        return std::string{meanings[which]};
    }

    void skip_blanks() { skip(" \t\r"); }

    /// Blanks, ends of lines and comments.
    void skip_lines()
    {
        for (skip_blanks(); next() == '\n' || next() == '#'; skip_blanks()) {
            if (next() == '#') {
                skip_comment();
                continue;
            }
            rest_.remove_prefix(1);
            ++line_;
        }
    }

    void skip_comment() { rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size())); }

    void skip(std::string_view letters)
    {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(letters), rest_.size()));
    }

    [[nodiscard]] char next() const { return rest_.empty() ? '\0' : rest_.front(); }

    bool take(char letter)
    {
        if (rest_.empty() || next() != letter)
            return false;
        rest_.remove_prefix(1);
        return true;
    }

    std::string take_front(std::size_t letters)
    {
        std::string front{rest_.substr(0, letters)};
        rest_.remove_prefix(letters);
        return front;
    }

    /// The first problem counts; nothing is read after it.
    void reject(const std::string& why)
    {
        if (!problem_)
            problem_ = failure{fmt::format("{}: {}", line_, why)};
        rest_ = {};
    }

    std::string_view rest_;
    std::size_t line_ = 1;
    std::optional<failure> problem_;
};

} // namespace

result<std::vector<toml_entry>> read_toml(std::string_view text)
{
    return toml_reader{text}.read();
}

} // namespace respawn::supervisor
