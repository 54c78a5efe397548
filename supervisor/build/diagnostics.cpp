#include "supervisor/build/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace respawn::supervisor {

namespace {

constexpr std::size_t last_lines = 20;
constexpr std::size_t max_introduction_lines = 8;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes one escape sequence off the text, which begins with ESC: colours, links, titles.
void skip_escape(std::string_view& text)
{
    text.remove_prefix(1);
    if (text.empty())
        return;
    const char kind = text.front();
    text.remove_prefix(1);
    if (kind == '[') {
        const auto last =
            std::find_if(text.begin(), text.end(), [](char c) { return c >= 0x40 && c <= 0x7e; });
        text.remove_prefix(static_cast<std::size_t>(last - text.begin()) + (last != text.end()));
    } else if (kind == ']') {
        const auto last =
            std::find_if(text.begin(), text.end(), [](char c) { return c == '\a' || c == '\x1b'; });
        text.remove_prefix(static_cast<std::size_t>(last - text.begin()));
        if (text.starts_with("\x1b\\"))
            text.remove_prefix(2);
        else if (text.starts_with('\a'))
            text.remove_prefix(1);
    }
}

/// The line without escape sequences and control characters, tabs as spaces, not longer than max_line_bytes.
std::string plain(std::string_view line)
{
    std::string out;
    while (!line.empty() && out.size() < max_line_bytes) {
        const char next = line.front();
        if (next == '\x1b') {
            skip_escape(line);
            continue;
        }
        if (next == '\t')
            out.append(8 - out.size() % 8, ' ');
        else if (static_cast<unsigned char>(next) >= 0x20 && next != 0x7f)
            out += next;
        line.remove_prefix(1);
    }
    // A character that was cut in two goes altogether.
    if (!line.empty())
        while (!out.empty() && (static_cast<unsigned char>(line.front()) & 0xc0) == 0x80) {
            const bool first = (static_cast<unsigned char>(out.back()) & 0xc0) != 0x80;
            out.pop_back();
            if (first)
                break;
        }
    out.erase(out.find_last_not_of(' ') + 1);
    return out;
}

std::vector<std::string> lines_of(std::string_view text)
{
    std::vector<std::string> lines;
    text = text.substr(0, max_read_bytes);
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        // What a progress display wrote over is not to be seen.
        line = line.substr(0, line.find_last_not_of('\r') + 1);
        line = line.substr(line.rfind('\r') + 1);
        lines.push_back(plain(line));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

bool take(std::string_view& text, std::string_view prefix)
{
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// Takes ":12" off the text; a number that is too large is none.
std::optional<std::uint32_t> take_number(std::string_view& text, char before)
{
    if (text.size() < 2 || text.front() != before || !is_digit(text[1]))
        return std::nullopt;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
    if (error != std::errc{})
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

struct level_name {
    std::string_view text;
    std::optional<severity> level; ///< nothing: a note, which belongs to what was before
};
constexpr std::array<level_name, 5> levels{
    {{"fatal error: ", severity::error},
     {"error: ", severity::error},
     {"internal compiler error: ", severity::error},
     {"warning: ", severity::warning},
     {"note: ", std::nullopt}}};

const level_name* take_level(std::string_view& text)
{
    for (const auto& each : levels)
        if (take(text, each.text))
            return &each;
    return nullptr;
}

/// What a line says by itself.
struct reading {
    enum class kind { other, begins, note } what = kind::other;
    diagnostic begun{};
};

/// "main.cpp:3:5: error: ...", "main.cpp:3: warning: ...", "main.cpp:3:5: note: ..."
reading read_compiler_line(std::string_view line)
{
    for (auto at = line.find(':'); at != line.npos && at != 0; at = line.find(':', at + 1)) {
        auto rest = line.substr(at);
        const auto number = take_number(rest, ':');
        if (!number)
            continue;
        const auto column = take_number(rest, ':');
        if (!take(rest, ": "))
            continue;
        const auto* level = take_level(rest);
        if (!level)
            continue;
        if (!level->level)
            return {reading::kind::note, {}};
        return {
            reading::kind::begins,
            {*level->level, std::string{line.substr(0, at)}, *number, column.value_or(0), std::string{rest}}};
    }
    return {};
}

/// "main.cpp:7: undefined reference to `f'" with or without the linker's name, section or object file.
reading read_linker_line(std::string_view line)
{
    constexpr std::array<std::string_view, 5> complaints{
        "undefined reference to ", "multiple definition of ",
        "undefined symbol: ", "duplicate symbol: ", "cannot find "};
    for (const auto complaint : complaints) {
        const auto at = line.find(complaint);
        // Not where a source that is quoted says so.
        if (at == line.npos || line.front() == ' ' || !line.substr(0, at).ends_with(": "))
            continue;
        diagnostic made{severity::error, {}, 0, 0, std::string{line.substr(at)}};
        auto where = line.substr(0, at);
        if (const auto last = where.find_last_not_of(": "); last != where.npos)
            where = where.substr(0, last + 1);
        if (const auto colon = where.rfind(':'); colon != where.npos) {
            auto rest = where.substr(colon);
            if (const auto number = take_number(rest, ':'); number && rest.empty()) {
                made.line = *number;
                where = where.substr(0, colon);
                // ld names itself first, and sometimes the object file.
                if (const auto name = where.rfind(": "); name != where.npos)
                    where.remove_prefix(name + 2);
                if (const auto object = where.find(".o:"); object != where.npos)
                    where.remove_prefix(object + 3);
                made.file = where;
            }
        }
        return {reading::kind::begins, std::move(made)};
    }
    return {};
}

/// "ld.lld: error: ...", "c++: fatal error: ...", "ninja: error: ...", "error: ..."
reading read_tool_line(std::string_view line)
{
    const auto colon = line.find(": ");
    const auto name = colon == line.npos ? std::string_view{} : line.substr(0, colon);
    const bool is_a_name = !name.empty() && name.find_first_of(" ()") == name.npos;
    auto rest = is_a_name ? line.substr(colon + 2) : line;
    const auto* level = take_level(rest);
    if (!level)
        return {};
    if (!level->level)
        return {reading::kind::note, {}};
    return {reading::kind::begins, {*level->level, {}, 0, 0, std::string{is_a_name ? line : rest}}};
}

/// "CMake Error at CMakeLists.txt:3 (add_library):", whose message stands in the lines below.
reading read_cmake_line(std::string_view line)
{
    auto rest = line;
    if (!take(rest, "CMake Error"))
        return {};
    diagnostic made{severity::error, {}, 0, 0, std::string{line}};
    if (take(rest, " at ")) {
        const auto at = rest.find(':');
        auto number_text = at == rest.npos ? std::string_view{} : rest.substr(at);
        if (const auto number = take_number(number_text, ':')) {
            made.file = rest.substr(0, at);
            made.line = *number;
            made.message = "CMake Error";
        }
    }
    return {reading::kind::begins, std::move(made)};
}

bool is_make_line(std::string_view line)
{
    return line.starts_with("make") && line.find("***") != line.npos;
}

reading read_make_line(std::string_view line)
{
    const auto stars = line.find("*** ");
    if (!is_make_line(line) || stars == line.npos)
        return {};
    return {reading::kind::begins, {severity::error, {}, 0, 0, std::string{line}}};
}

/// What only says that a command failed, or what was done before: it ends what belongs to a diagnostic.
bool is_frame_of_build(std::string_view line)
{
    constexpr std::array<std::string_view, 7> beginnings{"FAILED: ", "ninja: ",    "make: ", "make[",
                                                         "gmake",    "collect2: ", "-- "};
    const bool progress = line.size() > 2 && line.front() == '[' && (is_digit(line[1]) || line[1] == ' ');
    return progress || std::any_of(beginnings.begin(), beginnings.end(), [&](auto each) {
               return line.starts_with(each);
           });
}

/// "In file included from ..." and "main.cpp: In function 'int f()':" stand before what they belong to.
bool is_introduction(std::string_view line)
{
    constexpr std::array<std::string_view, 5> phrases{
        ": In ", ": At global scope:", ":   required ", ": in function `", "                 from "};
    return line.starts_with("In file included from ") ||
           std::any_of(
               phrases.begin(), phrases.end(), [&](auto each) { return line.find(each) != line.npos; });
}

/// lld names the place below: ">>> referenced by main.cpp:7 (/home/me/main.cpp:7)"
void take_place_of_lld(std::string_view line, diagnostic& to)
{
    if (!to.file.empty() || !take(line, ">>> referenced by "))
        return;
    const auto place = line.substr(0, line.find(' '));
    const auto colon = place.rfind(':');
    auto number_text = colon == place.npos ? std::string_view{} : place.substr(colon);
    if (const auto number = take_number(number_text, ':'); number && number_text.empty()) {
        to.file = place.substr(0, colon);
        to.line = *number;
    }
}

/// "collect2: error: ld returned 1 exit status" and the like: what failed was said before.
bool is_consequence(std::string_view line)
{
    return line.find("ld returned ") != line.npos || line.find("linker command failed") != line.npos ||
           line.starts_with("ninja: ") || line.ends_with(" generated.") || is_make_line(line);
}

class reader {
public:
    void read(const std::string& line)
    {
        if (line.empty()) {
            // CMake's messages have blank lines in them.
            if (open_ && !open_->begun_by_cmake)
                open_.reset();
            return;
        }
        auto said = first_reading(line);
        if (is_consequence(line))
            consequence(line, std::move(said));
        else if (said.what == reading::kind::begins)
            begin(std::move(said.begun));
        else if (said.what == reading::kind::other && is_frame_of_build(line))
            open_.reset();
        else if (said.what == reading::kind::other && is_introduction(line))
            introduce(line);
        else
            belongs(line);
    }

    build_output finish(const std::vector<std::string>& lines)
    {
        if (out_.errors == 0 && !consequences_.empty())
            for (auto& each : consequences_)
                begin(std::move(each));
        if (out_.errors == 0)
            add_last_lines(lines);
        std::stable_sort(out_.diagnostics.begin(), out_.diagnostics.end(), [](const auto& a, const auto& b) {
            return a.level < b.level;
        });
        if (out_.diagnostics.size() > max_diagnostics)
            out_.diagnostics.resize(max_diagnostics);
        return std::move(out_);
    }

private:
    static reading first_reading(const std::string& line)
    {
        constexpr std::array readers{
            read_compiler_line, read_linker_line, read_cmake_line, read_make_line, read_tool_line};
        for (const auto read : readers)
            if (auto said = read(line); said.what != reading::kind::other)
                return said;
        return {};
    }

    void introduce(const std::string& line)
    {
        if (introduction_.size() < max_introduction_lines)
            introduction_.push_back(line);
    }

    void consequence(const std::string& line, reading said)
    {
        open_.reset();
        if (said.what == reading::kind::begins)
            consequences_.push_back(std::move(said.begun));
        else if (!line.ends_with(" generated."))
            consequences_.push_back({severity::error, {}, 0, 0, line});
        if (consequences_.size() > max_diagnostics)
            consequences_.pop_back();
    }

    void begin(diagnostic&& begun)
    {
        const bool is_error = begun.level == severity::error;
        ++(is_error ? out_.errors : out_.warnings);
        open_.reset();
        // Room is kept for errors that come after many warnings.
        auto& kept = is_error ? kept_errors_ : kept_warnings_;
        auto introduction = std::exchange(introduction_, {});
        if (kept == max_diagnostics)
            return;
        ++kept;
        const bool by_cmake = begun.message.starts_with("CMake Error");
        begun.context = std::move(introduction);
        out_.diagnostics.push_back(std::move(begun));
        open_ = {out_.diagnostics.size() - 1, by_cmake};
    }

    void belongs(const std::string& line)
    {
        if (!open_)
            return;
        auto& to = out_.diagnostics[open_->index];
        for (auto& introducing : std::exchange(introduction_, {}))
            if (to.context.size() < max_context_lines)
                to.context.push_back(std::move(introducing));
        take_place_of_lld(line, to);
        if (open_->begun_by_cmake && to.message == "CMake Error") {
            to.message = line.substr(std::min(line.find_first_not_of(' '), line.size()));
            return;
        }
        if (to.context.size() < max_context_lines)
            to.context.push_back(line);
    }

    void add_last_lines(const std::vector<std::string>& lines)
    {
        diagnostic made{severity::error, {}, 0, 0, "the build printed this last:"};
        for (auto line = lines.rbegin(); line != lines.rend() && made.context.size() < last_lines; ++line)
            if (!line->empty())
                made.context.push_back(*line);
        if (made.context.empty())
            return;
        std::reverse(made.context.begin(), made.context.end());
        out_.diagnostics.push_back(std::move(made));
        ++out_.errors;
    }

    struct open_diagnostic {
        std::size_t index;
        bool begun_by_cmake;
    };

    build_output out_;
    std::optional<open_diagnostic> open_; ///< the lines that follow belong to it
    std::size_t kept_errors_ = 0, kept_warnings_ = 0;
    std::vector<std::string> introduction_;
    std::vector<diagnostic> consequences_; ///< shown only if there is no cause
};

} // namespace

build_output read_build_output(std::string_view text)
{
    reader read;
    const auto lines = lines_of(text);
    for (const auto& line : lines)
        read.read(line);
    return read.finish(lines);
}

} // namespace respawn::supervisor
