#include "supervisor/control/messages.hpp"

#include "supervisor/report/units.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace respawn::supervisor {
namespace {

using json = nlohmann::ordered_json;

constexpr std::array<std::pair<action, std::string_view>, 8> action_names{{
    {action::status, "status"},
    {action::restart, "restart"},
    {action::reset, "reset"},
    {action::pause, "pause"},
    {action::resume, "resume"},
    {action::step, "step"},
    {action::screenshot, "screenshot"},
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
    return object;
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
    if (const auto worker = object.find("worker"); worker != object.end() && worker->is_object()) {
        status.worker =
            worker_status{number<int>(*worker, "pid").value_or(0), text(*worker, "exe").value_or("")};
    }
    return status;
}

result<request> with_steps(request message, const json& object)
{
    if (object.contains("steps"))
        message.steps = number<std::uint64_t>(object, "steps").value_or(0);
    if (message.steps < 1 || message.steps > max_steps)
        return failure{fmt::format("steps must be a number from 1 to {}", max_steps)};
    return message;
}

result<request> with_file(request message, const json& object)
{
    message.file = text(object, "file").value_or("");
    if (!message.file.is_absolute())
        return failure{"a screenshot needs the absolute path of a file"};
    return message;
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
    if (message.what == action::screenshot)
        object["file"] = message.file.string();
    return one_line(object);
}

std::string to_line(const reply& message)
{
    json object{{"ok", message.error.empty()}};
    if (!message.error.empty())
        object["error"] = message.error;
    if (message.status)
        object["status"] = object_of(*message.status);
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
        return with_file(std::move(message), object);
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
                                      : "none, waiting for the next build";
    return fmt::format(
        "game    {} frame {}\nworker  {}\nstate   {}\n", status.paused ? "paused at" : "plays,", status.frame,
        worker, report::bytes_text(status.state_bytes));
}

} // namespace respawn::supervisor
