#include "supervisor/control/messages.hpp"

#include "shared/text/utf8.hpp"
#include "supervisor/command/gate_mode.hpp"
#include "supervisor/report/units.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace respawn::supervisor {
namespace {

using json = nlohmann::ordered_json;

constexpr std::array<std::pair<action, std::string_view>, 21> action_names{{
    {action::status, "status"},
    {action::generations, "generations"},
    {action::log, "log"},
    {action::restart, "restart"},
    {action::reset, "reset"},
    {action::back, "back"},
    {action::swap, "swap"},
    {action::gate, "gate"},
    {action::debuggee, "debuggee"},
    {action::pause, "pause"},
    {action::resume, "resume"},
    {action::step, "step"},
    {action::screenshot, "screenshot"},
    {action::save, "save"},
    {action::load, "load"},
    {action::inspect, "inspect"},
    {action::set, "set"},
    {action::schema, "schema"},
    {action::diff, "diff"},
    {action::audit, "audit"},
    {action::quit, "quit"},
}};

std::string one_line(const json& object)
{
    return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

json parse_object(std::string_view line)
{
    auto object = json::parse(line, nullptr, false);
    return object.is_object() ? object : json::object();
}

template <class T>
std::optional<T> number(const json& object, const char* name)
{
    const auto field = object.find(name);
    if (field == object.end() || !field->is_number_integer())
        return std::nullopt;
    if (!field->is_number_unsigned() && field->get<std::int64_t>() < 0)
        return std::nullopt;
    const auto value = field->get<std::uint64_t>();
    return std::in_range<T>(value) ? std::optional{static_cast<T>(value)} : std::nullopt;
}

std::optional<std::string> text(const json& object, const char* name)
{
    const auto field = object.find(name);
    return field != object.end() && field->is_string() ? std::optional{field->get<std::string>()}
                                                       : std::nullopt;
}

std::optional<bool> truth(const json& object, const char* name)
{
    const auto field = object.find(name);
    return field != object.end() && field->is_boolean() ? std::optional{field->get<bool>()} : std::nullopt;
}

json object_of(const session_status& status)
{
    json object{{"frame", status.frame}, {"generation", status.generation}, {"worker", nullptr}};
    if (status.worker)
        object["worker"] = {{"pid", status.worker->pid}, {"exe", status.worker->exe.string()}};
    object["state_bytes"] = status.state_bytes;
    object["paused"] = status.paused;
    object["in_debugger"] = status.in_debugger;
    object["next"] = nullptr;
    if (const auto& next = status.next)
        object["next"] = {
            {"generation", next->generation},
            {"pid", next->pid},
            {"ready", next->is_ready},
            {"waiting_ms", next->waiting.count()}};
    object["kept_pid"] = status.kept_pid != 0 ? json(status.kept_pid) : json(nullptr);
    return object;
}

next_status next_of(const json& object)
{
    next_status next;
    next.generation = number<std::uint64_t>(object, "generation").value_or(0);
    next.pid = number<int>(object, "pid").value_or(0);
    next.is_ready = truth(object, "ready").value_or(false);
    next.waiting = std::chrono::milliseconds{number<std::uint32_t>(object, "waiting_ms").value_or(0)};
    return next;
}

std::optional<session_status> status_of(const json& object)
{
    const auto frame = number<std::uint64_t>(object, "frame");
    const auto generation = number<std::uint64_t>(object, "generation");
    const auto state_bytes = number<std::uint64_t>(object, "state_bytes");
    const auto paused = truth(object, "paused");
    if (!frame || !generation || !state_bytes || !paused)
        return std::nullopt;
    session_status status{*frame, *generation, std::nullopt, *state_bytes, *paused};
    if (const auto next = object.find("next"); next != object.end() && next->is_object())
        status.next = next_of(*next);
    status.in_debugger = truth(object, "in_debugger").value_or(false);
    status.kept_pid = number<int>(object, "kept_pid").value_or(0);
    if (const auto worker = object.find("worker"); worker != object.end() && worker->is_object()) {
        status.worker =
            worker_status{number<int>(*worker, "pid").value_or(0), text(*worker, "exe").value_or("")};
    }
    return status;
}

json object_of(const generation_status& one)
{
    return {
        {"generation", one.generation},
        {"built", std::chrono::system_clock::to_time_t(one.built)},
        {"bytes", one.bytes},
        {"frames", one.frames},
        {"live", one.live},
        {"next", one.next},
        {"kept", one.kept},
        {"ending", one.ending},
    };
}

json array_of(const std::vector<generation_status>& generations)
{
    json array = json::array();
    for (const generation_status& each : generations)
        array.push_back(object_of(each));
    return array;
}

std::optional<generation_status> generation_of(const json& object)
{
    if (!object.is_object())
        return std::nullopt;
    const auto generation = number<std::uint64_t>(object, "generation");
    const auto built = number<std::time_t>(object, "built");
    if (!generation || !built)
        return std::nullopt;
    generation_status one;
    one.generation = *generation;
    one.built = std::chrono::system_clock::from_time_t(*built);
    one.bytes = number<std::uint64_t>(object, "bytes").value_or(0);
    one.frames = number<std::uint64_t>(object, "frames").value_or(0);
    one.live = truth(object, "live").value_or(false);
    one.next = truth(object, "next").value_or(false);
    one.kept = truth(object, "kept").value_or(false);
    one.ending = text(object, "ending").value_or("");
    return one;
}

std::optional<std::vector<generation_status>> generations_of(const json& array)
{
    std::vector<generation_status> generations;
    for (const json& each : array) {
        auto one = generation_of(each);
        if (!one)
            return std::nullopt;
        generations.push_back(std::move(*one));
    }
    return generations;
}

std::string time_of_day(std::chrono::system_clock::time_point when)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    return fmt::format("{:02}:{:02}:{:02}", parts.tm_hour, parts.tm_min, parts.tm_sec);
}

const char* state_of_game(const session_status& status)
{
    if (status.paused)
        return "paused at";
    if (status.in_debugger)
        return "stopped in a debugger at";
    return status.worker ? "plays," : status.next ? "waits at" : "held at";
}

/// For a line of a table: refusals have many sentences, and names can be endless.
std::string first_sentence(const std::string& whole)
{
    constexpr std::string_view sentence_end = ". ";
    constexpr std::size_t longest = 160;
    std::size_t end = std::min({whole.size(), whole.find('\n'), whole.find(sentence_end)});
    if (end > longest)
        end = text::character_begin(whole, longest);
    return end == whole.size() ? whole : whole.substr(0, end) + " …";
}

std::string state_of(const generation_status& one)
{
    if (one.live)
        return one.next ? "plays, and is started again" : "plays";
    if (one.next)
        return "is to take over";
    const std::string ending = one.ending.empty() ? "left for another one" : first_sentence(one.ending);
    return one.kept ? ending : ending + "; not kept";
}

result<request> with_generation(request message, const json& object)
{
    message.generation = number<std::uint64_t>(object, "generation");
    if (object.contains("generation") && !message.generation)
        return failure{"the generation must be a number"};
    return message;
}

result<request> with_steps(request message, const json& object)
{
    if (object.contains("steps"))
        message.steps = number<std::uint64_t>(object, "steps").value_or(0);
    if (message.steps < 1 || message.steps > max_steps)
        return failure{fmt::format("steps must be a number from 1 to {}", max_steps)};
    return message;
}

result<request> with_file(request message, const json& object, const char* whose)
{
    message.file = text(object, "file").value_or("");
    if (!message.file.is_absolute())
        return failure{fmt::format("{} needs the absolute path of a file", whose)};
    message.with_overlay = truth(object, "overlay").value_or(false);
    return message;
}

result<request> with_objects(request message, const json& object)
{
    message.path = text(object, "path").value_or("");
    message.depth = number<std::uint64_t>(object, "depth");
    message.all = truth(object, "all").value_or(false);
    message.json = truth(object, "json").value_or(false);
    message.wants_leaves = truth(object, "leaves").value_or(false);
    message.seen_frame = number<std::uint64_t>(object, "seen_frame").value_or(0);
    message.seen_changes = number<std::uint64_t>(object, "seen_changes").value_or(0);
    if (object.contains("depth") && (!message.depth || *message.depth > objects::max_tree_depth))
        return failure{fmt::format("the depth must be a number up to {}", objects::max_tree_depth)};
    return message;
}

result<request> with_value(request message, const json& object)
{
    message.path = text(object, "path").value_or("");
    const auto value = text(object, "value");
    if (message.path.empty() || !value)
        return failure{"a set needs a path and a value, both of them texts"};
    message.value = *value;
    return message;
}

result<request> with_gate(request message, const json& object)
{
    message.value = text(object, "value").value_or("");
    if (!message.value.empty() && !gate_mode_named(message.value))
        return failure{"the gate can be on, off or once"};
    return message;
}

json object_of(const debuggee& what)
{
    return {
        {"number", what.number},
        {"generation", what.generation},
        {"pid", what.pid},
        {"exe", what.exe.string()}};
}

debuggee debuggee_of(const json& object)
{
    return {
        number<std::uint64_t>(object, "number").value_or(0),
        number<std::uint64_t>(object, "generation").value_or(0), number<int>(object, "pid").value_or(0),
        text(object, "exe").value_or("")};
}

json array_of(const std::vector<objects::leaf>& leaves)
{
    json array = json::array();
    for (const objects::leaf& each : leaves)
        array.push_back({each.path, each.text});
    return array;
}

std::optional<std::vector<objects::leaf>> leaves_of(const json& array)
{
    std::vector<objects::leaf> leaves;
    for (const json& each : array) {
        if (!each.is_array() || each.size() != 2 || !each[0].is_string() || !each[1].is_string())
            return std::nullopt;
        leaves.push_back({each[0].get<std::string>(), each[1].get<std::string>()});
    }
    return leaves;
}

void add_objects(json& object, const request& message)
{
    if (!message.path.empty())
        object["path"] = message.path;
    if (message.what == action::set || message.what == action::gate)
        object["value"] = message.value;
    if (message.seen != 0)
        object["seen"] = message.seen;
    if (message.depth)
        object["depth"] = *message.depth;
    for (const auto& [name, is_set] :
         {std::pair{"all", message.all},
          {"json", message.json},
          {"leaves", message.wants_leaves},
          {"returns", message.returns}})
        if (is_set)
            object[name] = true;
    if (message.seen_frame != 0)
        object["seen_frame"] = message.seen_frame;
    if (message.seen_changes != 0)
        object["seen_changes"] = message.seen_changes;
}

void add_objects(json& object, const reply& message)
{
    if (!message.output.empty())
        object["output"] = message.output;
    if (message.differs)
        object["differs"] = *message.differs;
    if (message.dangles)
        object["dangles"] = *message.dangles;
    if (message.frame != 0)
        object["frame"] = message.frame;
    if (message.changes != 0)
        object["changes"] = message.changes;
    if (message.is_unchanged)
        object["unchanged"] = true;
    if (message.leaves)
        object["leaves"] = array_of(*message.leaves);
}

void read_objects(reply& message, const json& object)
{
    message.output = text(object, "output").value_or("");
    message.differs = truth(object, "differs");
    message.dangles = truth(object, "dangles");
    message.frame = number<std::uint64_t>(object, "frame").value_or(0);
    message.changes = number<std::uint64_t>(object, "changes").value_or(0);
    message.is_unchanged = truth(object, "unchanged").value_or(false);
    if (const auto leaves = object.find("leaves"); leaves != object.end() && leaves->is_array())
        message.leaves = leaves_of(*leaves);
}

} // namespace

std::string_view name_of(action what)
{
    return action_names[static_cast<std::size_t>(what)].second;
}

std::optional<action> action_named(std::string_view name)
{
    const auto* const found = std::find_if(
        action_names.begin(), action_names.end(), [name](const auto& entry) { return entry.second == name; });
    return found != action_names.end() ? std::optional{found->first} : std::nullopt;
}

std::string to_line(const request& message)
{
    json object{{"command", name_of(message.what)}};
    if (message.what == action::step)
        object["steps"] = message.steps;
    if (message.generation)
        object["generation"] = *message.generation;
    if (!message.file.empty())
        object["file"] = message.file.string();
    if (message.with_overlay)
        object["overlay"] = true;
    add_objects(object, message);
    return one_line(object);
}

std::string to_line(const reply& message)
{
    json object{{"ok", message.error.empty()}};
    if (!message.error.empty())
        object["error"] = message.error;
    if (message.status)
        object["status"] = object_of(*message.status);
    if (message.generations)
        object["generations"] = array_of(*message.generations);
    if (message.debugged)
        object["debuggee"] = object_of(*message.debugged);
    if (!message.file.empty())
        object["file"] = message.file.string();
    add_objects(object, message);
    return one_line(object);
}

result<request> parse_request(std::string_view line)
{
    const auto object = parse_object(line);
    const auto name = text(object, "command");
    if (!name)
        return failure{R"(a request must be one JSON object in one line, like {"command": "status"})"};
    const auto what = action_named(*name);
    if (!what)
        return failure{"there is no command '" + *name + "'"};
    request message;
    message.what = *what;
    switch (*what) {
    case action::step:
        return with_steps(std::move(message), object);
    case action::screenshot:
        return with_file(std::move(message), object, "a screenshot");
    case action::save:
        return object.contains("file") ? with_file(std::move(message), object, "a save")
                                       : result<request>{std::move(message)};
    case action::load:
        return with_file(std::move(message), object, "a load");
    case action::swap:
        return with_file(std::move(message), object, "a swap");
    case action::inspect:
    case action::schema:
    case action::audit:
        return with_objects(std::move(message), object);
    case action::set:
        return with_value(std::move(message), object);
    case action::gate:
        return with_gate(std::move(message), object);
    case action::debuggee:
        message.seen = number<std::uint64_t>(object, "seen").value_or(0);
        message.returns = truth(object, "returns").value_or(false);
        return message;
    case action::diff: {
        auto with_options = with_objects(std::move(message), object);
        return with_options ? with_file(std::move(*with_options), object, "a diff") : with_options;
    }
    case action::back:
    case action::log:
        return with_generation(std::move(message), object);
    default:
        return message;
    }
}

result<reply> parse_reply(std::string_view line)
{
    const auto object = parse_object(line);
    const auto ok = truth(object, "ok");
    if (!ok)
        return failure{"the supervisor's answer can't be understood; is it another version of respawn?"};
    reply message;
    if (!*ok)
        message.error = text(object, "error").value_or("the supervisor refused without saying why");
    if (const auto status = object.find("status"); status != object.end())
        message.status = status_of(*status);
    if (const auto generations = object.find("generations");
        generations != object.end() && generations->is_array())
        message.generations = generations_of(*generations);
    if (const auto debugged = object.find("debuggee"); debugged != object.end())
        message.debugged = debuggee_of(*debugged);
    message.file = text(object, "file").value_or("");
    read_objects(message, object);
    return message;
}

std::string to_json(const session_status& status)
{
    return one_line(object_of(status)) + "\n";
}

std::string to_text(const session_status& status)
{
    const auto worker = status.worker ? fmt::format(
                                            "generation {}, pid {}, {}", status.generation,
                                            status.worker->pid, status.worker->exe.string())
                        : status.next ? "none yet"
                                      : "none, waiting for the next build";
    std::string text =
        fmt::format("game    {} frame {}\nworker  {}\n", state_of_game(status), status.frame, worker);
    if (const auto& next = status.next)
        text += fmt::format(
            "next    generation {}, pid {}, {} for {}\n", next->generation, next->pid,
            next->is_ready ? "ready and waiting" : "warming up", report::duration_text(next->waiting));
    if (status.kept_pid != 0)
        text += fmt::format("kept    pid {}, crashed, in place for a debugger\n", status.kept_pid);
    return text + fmt::format("state   {}\n", report::bytes_text(status.state_bytes));
}

std::string to_json(const std::vector<generation_status>& generations)
{
    return one_line(array_of(generations)) + "\n";
}

std::string to_text(const std::vector<generation_status>& generations)
{
    std::string table = "generation  built     size       frames    \n";
    for (const generation_status& each : generations)
        table += fmt::format(
            "{:<10}  {}  {:<9}  {:<8}  {}\n", each.generation, time_of_day(each.built),
            report::bytes_text(each.bytes), each.frames, state_of(each));
    return table;
}

} // namespace respawn::supervisor
