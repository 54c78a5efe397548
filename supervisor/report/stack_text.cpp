#include "supervisor/report/text_parts.hpp"
#include "supervisor/report/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

namespace respawn::report {
namespace {

using postmortem::findings;
using postmortem::frame;
using postmortem::source_line;
using postmortem::thread;

constexpr std::size_t most_frames = 12;
constexpr std::size_t most_foreign_frames = 8;
constexpr std::size_t most_other_threads = 8;
constexpr std::size_t widest_function = 48;
constexpr std::string_view margin = "        ";

/// A frame, or several of the same function and line that follow each other: a recursion.
struct shown_frame {
    std::string function, place, remark;
};

std::string place_of(const frame& one, const std::string& folder)
{
    if (one.file.empty())
        return one.module.empty() ? std::string{} : fmt::format("({})", one_line(one.module));
    const std::string_view file = within_folder(one.file, folder);
    return one_line(one.line == 0 ? std::string{file} : fmt::format("{}:{}", file, one.line));
}

std::string function_of(const frame& one)
{
    return one.function.empty() ? "a function without a name" : one_line(one.function);
}

/// What a frame calls in code that is not the game's, in words that a person uses; empty: nothing that says
/// more.
std::string call_of(const frame& callee)
{
    if (callee.function == "__cxa_throw")
        return "throw";
    if (callee.function == "__assert_fail")
        return "assert";
    return callee.function.starts_with("__") ? std::string{} : one_line(callee.function);
}

std::string remark_for(const frame& one, std::ptrdiff_t times, const std::string& call)
{
    if (!call.empty())
        return "calling " + call;
    if (times > 1)
        return fmt::format("({} times)", times);
    return one.is_inlined ? "(inlined)" : "";
}

/// The game's own frames; of a thread that has none, all.
std::vector<shown_frame> shown_frames(const thread& one, const std::string& folder)
{
    const auto is_own = [](const frame& each) { return each.is_own; };
    const auto first_own = std::find_if(one.frames.begin(), one.frames.end(), is_own);
    const bool has_own = first_own != one.frames.end();
    std::vector<shown_frame> shown;
    for (auto each = one.frames.begin(); each != one.frames.end();) {
        const auto next = std::find_if(
            each, one.frames.end(), [&](const frame& other) { return !is_same_place(*each, other); });
        const bool has_call = each == first_own && each != one.frames.begin();
        const std::string call = has_call ? call_of(*std::prev(each)) : std::string{};
        if (each->is_own || !has_own)
            shown.push_back(
                {function_of(*each), place_of(*each, folder), remark_for(*each, next - each, call)});
        each = next;
    }
    return shown;
}

std::string frame_lines(const thread& one, const std::string& folder, colours use)
{
    auto shown = shown_frames(one, folder);
    const std::size_t most = postmortem::first_own_frame(one) ? most_frames : most_foreign_frames;
    const bool has_more = one.has_more || shown.size() > most;
    shown.resize(std::min(shown.size(), most));
    std::size_t width = 0;
    for (const shown_frame& each : shown)
        width = std::max(width, std::min(each.function.size(), widest_function));
    std::string text;
    for (const shown_frame& each : shown) {
        text += fmt::format("{}{:<{}}  {}", margin, each.function, width, each.place);
        text += each.remark.empty() ? "\n" : "  " + faint(each.remark, use) + "\n";
    }
    return has_more ? text + fmt::format("{}...\n", margin) : text;
}

std::string source_lines(const findings& found, colours use)
{
    if (found.source.empty())
        return {};
    const std::size_t width = std::to_string(found.source.back().number).size();
    std::string text;
    for (const source_line& each : found.source) {
        const auto line = fmt::format(
            "{} {:>{}} | {}", each.is_marked ? ">" : " ", each.number, width, one_line(each.text));
        text +=
            std::string{margin} + (each.is_marked ? painted(line, fmt::emphasis::bold, use) : line) + "\n";
    }
    if (found.source_is_newer)
        text += std::string{margin} + "the file has changed since this build: these lines may be others\n";
    return text;
}

std::string name_of(const thread& one)
{
    return one.is_main ? "the main thread" : fmt::format("thread {} ({})", one.id, one_line(one.name));
}

/// "mix(buffer&) at audio.cpp:80"; empty: there is no stack.
std::string short_place_of(const thread& one, const std::string& folder)
{
    const frame* where = postmortem::first_own_frame(one);
    if (!where && !one.frames.empty())
        where = &one.frames.front();
    if (!where)
        return {};
    return fmt::format(
        "{} {}{}", function_of(*where), where->file.empty() ? "" : "at ", place_of(*where, folder));
}

/// "thread 12 (audio) is in mix(buffer&) at audio.cpp:80".
std::string other_thread_line(const thread& one, const std::string& folder)
{
    const auto place = short_place_of(one, folder);
    return std::string{margin} + name_of(one) +
           (place.empty() ? " has no stack to be seen\n" : fmt::format(" is in {}\n", place));
}

std::string other_threads(const findings& found, const std::string& folder)
{
    std::string text;
    const std::size_t last = std::min(found.threads.size(), most_other_threads + 1);
    for (std::size_t index = 1; index < last; ++index)
        text += other_thread_line(found.threads[index], folder);
    if (last < found.threads.size())
        text += fmt::format("{}and {}\n", margin, count_text(found.threads.size() - last, "more thread"));
    if (const unsigned left_out = found.threads_left_out)
        text += fmt::format(
            "{}{} {} not looked at\n", margin, count_text(left_out, "more thread"),
            left_out == 1 ? "was" : "were");
    return text;
}

} // namespace

std::string to_text(const stack& event, colours use)
{
    const findings& found = event.found;
    const auto heading = generation_label(event.generation, colour::red, use);
    const auto duration = faint(fmt::format("(looked at in {})", duration_text(event.duration)), use);
    if (found.threads.empty())
        return heading +
               fmt::format("no stack of process {}: {}  {}\n", event.pid, one_line(found.problem), duration);
    const thread& first = found.threads.front();
    const auto what = fmt::format("stack of {}, which {}", name_of(first), predicate_of(event.why));
    if (event.is_as_before)
        return heading +
               fmt::format(
                   "{}: the same as before, {}  {}\n", what, short_place_of(first, event.folder), duration);
    std::string text = heading + fmt::format("{}  {}\n", what, duration);
    text += frame_lines(first, event.folder, use) + source_lines(found, use);
    if (found.has_no_debug_information)
        text += fmt::format(
            "{}{} has no debug information: build it with -g to see files and lines\n", margin,
            one_line(event.image));
    return text + other_threads(found, event.folder);
}

std::string to_text(const core_file& event, colours use)
{
    const auto heading = generation_label(event.generation, colour::red, use);
    if (event.file.empty())
        return heading + fmt::format("no core file of process {}: {}\n", event.pid, one_line(event.problem));
    const std::string file = one_line(event.file);
    const auto size = faint(bytes_text(event.bytes), use);
    if (!event.problem.empty())
        return heading +
               fmt::format("core file: {}  {}\n{}{}\n", file, size, margin, one_line(event.problem));
    return heading + fmt::format("core file: gdb {}.exe {}  {}\n", file, file, size);
}

} // namespace respawn::report
