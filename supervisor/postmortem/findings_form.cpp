#include "supervisor/postmortem/findings_form.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <vector>

namespace respawn::postmortem {

namespace {

using json = nlohmann::json;

constexpr std::size_t longest_text = 1024;
constexpr std::size_t most_threads = 256;
constexpr std::size_t most_frames = 512;
constexpr std::size_t most_source_lines = 16;

std::string line_of(const json& object)
{
    return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

// Reading. Whatever is missing, or of another type, is as if it were empty.

std::string text_in(const json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string()
               ? found->get_ref<const std::string&>().substr(0, longest_text)
               : std::string{};
}

bool flag_in(const json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

template <class Number>
Number number_in(const json& object, const char* name)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_unsigned())
        return 0;
    const auto value = found->get<std::uint64_t>();
    return value <= static_cast<std::uint64_t>(std::numeric_limits<Number>::max())
               ? static_cast<Number>(value)
               : 0;
}

template <class Element, class Read>
std::vector<Element> list_in(const json& object, const char* name, std::size_t most, Read read)
{
    std::vector<Element> elements;
    const auto found = object.find(name);
    if (found == object.end() || !found->is_array())
        return elements;
    for (const json& each : *found)
        if (each.is_object() && elements.size() != most)
            elements.push_back(read(each));
    return elements;
}

frame read_frame(const json& object)
{
    return {text_in(object, "function"), text_in(object, "file"),    number_in<unsigned>(object, "line"),
            text_in(object, "module"),   flag_in(object, "inlined"), flag_in(object, "own")};
}

thread read_thread(const json& object)
{
    return {
        number_in<int>(object, "id"),
        text_in(object, "name"),
        flag_in(object, "main"),
        flag_in(object, "cause"),
        list_in<frame>(object, "frames", most_frames, read_frame),
        flag_in(object, "more")};
}

source_line read_source_line(const json& object)
{
    return {number_in<unsigned>(object, "number"), text_in(object, "text"), flag_in(object, "marked")};
}

findings read_findings(const json& object)
{
    findings found;
    found.threads = list_in<thread>(object, "threads", most_threads, read_thread);
    found.threads_left_out = number_in<unsigned>(object, "threads_left_out");
    found.source = list_in<source_line>(object, "source", most_source_lines, read_source_line);
    found.source_is_newer = flag_in(object, "source_is_newer");
    found.has_no_debug_information = flag_in(object, "no_debug_information");
    found.is_gone = flag_in(object, "gone");
    found.problem = text_in(object, "problem");
    if (found.threads.empty() && found.problem.empty())
        found.problem = "no thread was found in it";
    return found;
}

core_outcome read_core_outcome(const json& object)
{
    return {text_in(object, "file"), number_in<std::uint64_t>(object, "bytes"), text_in(object, "problem")};
}

/// As long as it is read.
std::string cut(const std::string& text)
{
    return text.substr(0, longest_text);
}

json frame_object(const frame& one)
{
    return {{"function", cut(one.function)}, {"file", cut(one.file)},     {"line", one.line},
            {"module", cut(one.module)},     {"inlined", one.is_inlined}, {"own", one.is_own}};
}

json thread_object(const thread& one)
{
    json frames = json::array();
    for (const frame& each : one.frames)
        frames.push_back(frame_object(each));
    return {{"id", one.id},     {"name", one.name},    {"main", one.is_main}, {"cause", one.is_the_cause},
            {"frames", frames}, {"more", one.has_more}};
}

} // namespace

std::size_t said_bytes(const frame& one)
{
    return line_of(frame_object(one)).size(); // its newline is a comma in the list
}

std::string to_line(const findings& found)
{
    json threads = json::array();
    for (const thread& each : found.threads)
        threads.push_back(thread_object(each));
    json source = json::array();
    for (const source_line& each : found.source)
        source.push_back({{"number", each.number}, {"text", each.text}, {"marked", each.is_marked}});
    return line_of(
        {{"says", "stack"},
         {"threads", threads},
         {"threads_left_out", found.threads_left_out},
         {"source", source},
         {"source_is_newer", found.source_is_newer},
         {"no_debug_information", found.has_no_debug_information},
         {"gone", found.is_gone},
         {"problem", found.problem}});
}

std::string to_line(const core_outcome& outcome)
{
    return line_of(
        {{"says", "core"}, {"file", outcome.file}, {"bytes", outcome.bytes}, {"problem", outcome.problem}});
}

result<statement> read_line(std::string_view line)
{
    const json object = json::parse(line.begin(), line.end(), nullptr, false);
    if (object.is_object()) {
        const std::string says = text_in(object, "says");
        if (says == "stack")
            return statement{read_findings(object)};
        if (says == "core")
            return statement{read_core_outcome(object)};
    }
    return failure{"the process that looked at it said something that can't be understood"};
}

} // namespace respawn::postmortem
