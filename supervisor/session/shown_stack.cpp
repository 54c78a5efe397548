#include "supervisor/session/shown_stack.hpp"

#include "supervisor/report/text_parts.hpp"

#include <fmt/format.h>

#include <utility>

namespace respawn::supervisor {

namespace {

using postmortem::frame;
using postmortem::thread;

stack_line line_for(const frame& one, const std::string& folder)
{
    stack_line line;
    line.function = one.function.empty() ? "a function without a name" : one.function;
    if (one.is_inlined)
        line.function += " (inlined)";
    line.file = report::within_folder(one.file, folder);
    line.line = one.line;
    line.is_own = one.is_own;
    return line;
}

std::string name_for(const thread& one, report::stack::reason why)
{
    auto name =
        one.is_main ? std::string{"the main thread"} : fmt::format("thread {} ({})", one.id, one.name);
    if (one.is_the_cause)
        name += fmt::format(", which {}", report::predicate_of(why));
    return name;
}

thread_lines lines_for(const thread& one, const report::stack& event)
{
    thread_lines lines;
    lines.name = name_for(one, event.why);
    for (const frame& each : one.frames)
        lines.lines.push_back(line_for(each, event.folder));
    return lines;
}

} // namespace

stack_report shown_stack(const report::stack& event)
{
    stack_report shown;
    const auto& found = event.found;
    for (const thread& each : found.threads)
        shown.threads.push_back(lines_for(each, event));
    for (const auto& each : found.source)
        shown.quote.push_back({each.number, each.text, each.is_marked});
    const frame* own = found.threads.empty() ? nullptr : postmortem::first_own_frame(found.threads.front());
    if (own)
        shown.quoted_file = report::within_folder(own->file, event.folder);
    if (!found.problem.empty())
        shown.remarks.push_back("There is no stack: " + found.problem);
    if (found.source_is_newer)
        shown.remarks.emplace_back("The file has changed since this build: these lines may be others.");
    if (found.has_no_debug_information)
        shown.remarks.push_back(
            event.image + " has no debug information: build it with -g to see files and lines.");
    return shown;
}

} // namespace respawn::supervisor
