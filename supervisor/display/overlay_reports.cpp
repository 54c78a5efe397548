#include "supervisor/display/overlay_reports.hpp"

#include "supervisor/display/overlay_look.hpp"
#include "supervisor/display/overlay_text.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace respawn::supervisor {

namespace {

constexpr std::size_t most_stack_lines = 64, longest_name = 400, longest_message = 1000;
constexpr std::size_t narrow_columns = 64, fewest_columns = 8;

struct style {
    ImFont* font;
    ImU32 color;
};

/// Text from `x` on, wrapped at `end`, both measured from the left of the window's content.
void write(const style& how, std::string_view text, float x, float end)
{
    const auto left = ImGui::GetCursorStartPos().x;
    ImGui::SetCursorPosX(left + x);
    ImGui::PushFont(how.font);
    ImGui::PushStyleColor(ImGuiCol_Text, how.color);
    ImGui::PushTextWrapPos(left + end);
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void leave_space(const report_pen& pen, float lines)
{
    ImGui::Dummy({1, std::floor(lines * static_cast<float>(pen.fonts.size))});
}

std::string with_spaces(std::string_view text)
{
    std::string out;
    for (const char c : text)
        out += c == '\t' ? std::string{"    "} : std::string(1, c);
    return out;
}

/// Lines below each other without gaps, on a background of their own.
class block {
public:
    explicit block(const report_pen& pen) : pen_{pen}
    {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    }
    ~block() { ImGui::PopStyleVar(); }
    block(const block&) = delete;
    block& operator=(const block&) = delete;

    /// `wraps`: in as many rows as it takes; otherwise the end of the line is left out.
    void line(const style& how, std::string_view text, ImU32 behind, bool wraps) const
    {
        const auto indent = std::floor(pen_.character_width);
        const auto columns = pen_.columns(2 * indent);
        const auto shown = one_line(text, wraps ? longest_message : columns);
        const auto end = pen_.width - (wraps ? indent : -pen_.character_width);
        auto& list = *ImGui::GetWindowDrawList();
        const auto top = ImGui::GetCursorScreenPos();
        list.ChannelsSplit(2);
        list.ChannelsSetCurrent(1);
        write(how, shown, indent, end);
        list.ChannelsSetCurrent(0);
        list.AddRectFilled(top, {top.x + pen_.width, ImGui::GetCursorScreenPos().y}, behind);
        list.ChannelsMerge();
    }

private:
    const report_pen& pen_;
};

/// Source lines and what marks a place in them lie below each other, so they can't be wrapped.
bool is_source(const std::string& line)
{
    const auto first = line.find_first_not_of(" 0123456789");
    if (first != line.npos && line[first] == '|')
        return true;
    return line.find_first_not_of(" ^~|") == line.npos || line.starts_with("  ");
}

std::string place_text(const diagnostic& what)
{
    auto text = what.file;
    for (const auto number : {what.line, what.column}) {
        if (number == 0)
            break;
        text += ":" + std::to_string(number);
    }
    return text;
}

std::string place_text(const stack_line& at)
{
    return at.file.empty() || at.line == 0 ? at.file : at.file + ":" + std::to_string(at.line);
}

void write_context(const report_pen& pen, const std::vector<std::string>& context)
{
    const block lines{pen};
    const style how{pen.fonts.text, look::faint};
    const auto columns = pen.columns(2 * pen.character_width);
    for (auto at = context.begin(); at != context.end();) {
        const auto end = std::find_if_not(at, context.end(), is_source);
        for (const auto& each : around_marker({at, end}, columns))
            lines.line(how, each, look::block, false);
        if (end != context.end())
            lines.line(how, *end, look::block, true);
        at = end == context.end() ? end : end + 1;
    }
}

void write_diagnostic(const report_pen& pen, const diagnostic& what)
{
    const bool is_error = what.level == severity::error;
    const style level{pen.fonts.bold, look::of(is_error ? mood::bad : mood::warning)};
    const std::string name = is_error ? "error" : "warning";
    const auto gap = std::floor(static_cast<float>(name.size() + 1) * pen.character_width);
    const auto top = ImGui::GetCursorPosY();
    write(level, name, 0, pen.width);
    const style message{pen.fonts.text, look::text};
    if (what.file.empty()) {
        ImGui::SetCursorPosY(top);
        write(message, one_line(what.message, longest_message), gap, pen.width);
    } else {
        ImGui::SetCursorPosY(top);
        write(
            {pen.fonts.bold, look::place}, end_of_path(place_text(what), pen.columns(gap)), gap,
            pen.width + pen.character_width);
        write(message, one_line(what.message, longest_message), 0, pen.width);
    }
    write_context(pen, what.context);
}

void write_quote(const report_pen& pen, const stack_report& what)
{
    std::size_t digits = 1;
    for (const auto& each : what.quote)
        digits = std::max(digits, std::to_string(each.number).size());
    if (!what.quoted_file.empty())
        write(
            {pen.fonts.bold, look::place}, end_of_path(what.quoted_file, pen.columns()), 0,
            pen.width + pen.character_width);
    const block lines{pen};
    for (const auto& each : what.quote) {
        const auto number = std::to_string(each.number);
        auto text = std::string{each.marked ? "\xe2\x96\xb6 " : "  "};
        text.append(digits - number.size(), ' ').append(number).append(" \xe2\x94\x82 ");
        lines.line(
            {pen.fonts.text, each.marked ? look::text : look::faint}, text + with_spaces(each.text),
            each.marked ? look::marked_line : look::block, false);
    }
}

/// Where the second column begins, in pixels; 0: there is no room for one.
float second_column(const report_pen& pen, const std::vector<stack_line>& lines, float first)
{
    if (pen.columns() < narrow_columns)
        return 0;
    std::size_t longest = 0;
    for (const auto& each : lines)
        longest = std::max(longest, std::min(each.function.size(), longest_name));
    const auto widest = std::floor((pen.width - first) * 0.6f);
    return first + std::min(widest, std::ceil(static_cast<float>(longest + 2) * pen.character_width));
}

/// `matters`: it is the one to look at first.
void write_stack_line(
    const report_pen& pen, std::size_t number, const stack_line& at, bool matters, float first, float second)
{
    const auto top = ImGui::GetCursorPosY();
    const auto digits = std::to_string(number);
    const auto right = first - std::floor(static_cast<float>(digits.size() + 1) * pen.character_width);
    write({pen.fonts.text, look::faint}, digits, right, pen.width);
    ImGui::SetCursorPosY(top);
    const style function{matters ? pen.fonts.bold : pen.fonts.text, at.is_own ? look::text : look::faint};
    const auto name = at.function.empty() ? std::string{"?"} : one_line(at.function, longest_name);
    write(function, name, first, second != 0 ? second - pen.character_width : pen.width);
    const auto below = ImGui::GetCursorPosY();
    const auto place = place_text(at);
    if (place.empty())
        return;
    const auto x = second != 0 ? second : first;
    if (second != 0)
        ImGui::SetCursorPosY(top);
    write(
        {pen.fonts.text, at.is_own ? look::place : look::faint}, end_of_path(place, pen.columns(x)), x,
        pen.width + pen.character_width);
    ImGui::SetCursorPosY(std::max(below, ImGui::GetCursorPosY()));
}

void write_thread(const report_pen& pen, const thread_lines& what)
{
    if (!what.name.empty())
        write({pen.fonts.text, look::faint}, one_line(what.name, longest_name), 0, pen.width);
    const auto shown = std::min(what.lines.size(), most_stack_lines);
    const auto first = std::floor(4 * pen.character_width);
    const auto second = second_column(pen, what.lines, first);
    const auto own = std::find_if(
        what.lines.begin(), what.lines.end(), [](const stack_line& each) { return each.is_own; });
    const auto matters = own == what.lines.end() ? 0 : static_cast<std::size_t>(own - what.lines.begin());
    for (std::size_t number = 0; number != shown; ++number)
        write_stack_line(pen, number, what.lines[number], number == matters, first, second);
    if (shown < what.lines.size())
        write(
            {pen.fonts.text, look::faint}, "and " + std::to_string(what.lines.size() - shown) + " more",
            first, pen.width);
}

} // namespace

std::size_t report_pen::columns(float from) const
{
    return std::max(
        static_cast<std::size_t>(std::max((width - from) / character_width, 0.0f)), fewest_columns);
}

void write_report(const report_pen& pen, const build_output& what)
{
    for (const auto& each : what.diagnostics) {
        if (&each != &what.diagnostics.front())
            leave_space(pen, 0.5f);
        write_diagnostic(pen, each);
    }
    const auto all = what.errors + what.warnings;
    if (all > what.diagnostics.size())
        write(
            {pen.fonts.text, look::faint}, "and " + std::to_string(all - what.diagnostics.size()) + " more",
            0, pen.width);
}

void write_report(const report_pen& pen, const stack_report& what)
{
    auto leave_gap = [&, first = true]() mutable {
        if (!std::exchange(first, false))
            leave_space(pen, 0.5f);
    };
    if (!what.quote.empty()) {
        leave_gap();
        write_quote(pen, what);
    }
    if (!what.remarks.empty())
        leave_gap();
    for (const auto& each : what.remarks)
        write({pen.fonts.text, look::faint}, one_line(each, longest_message), 0, pen.width);
    for (const auto& each : what.threads) {
        leave_gap();
        write_thread(pen, each);
    }
}

} // namespace respawn::supervisor
