#include "supervisor/debug/dap_messages.hpp"

#include <utility>

namespace respawn::supervisor {

using nlohmann::json;

namespace {

/// Of arrays and objects within each other.
constexpr int max_depth = 100;

} // namespace

std::optional<json> parse_dap(std::string_view content)
{
    bool is_too_deep = false;
    auto object = json::parse(
        content,
        [&](int depth, json::parse_event_t, json&) {
            is_too_deep = is_too_deep || depth > max_depth;
            return depth <= max_depth;
        },
        false);
    if (!object.is_object() || is_too_deep)
        return std::nullopt;
    return std::optional<json>{std::move(object)};
}

std::string to_text(const json& message)
{
    return message.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string text_in(const json& object, const char* name)
{
    const auto field = object.find(name);
    return field != object.end() && field->is_string() ? field->get<std::string>() : "";
}

std::int64_t number_in(const json& object, const char* name)
{
    const auto field = object.find(name);
    return field != object.end() && field->is_number_integer() ? field->get<std::int64_t>() : 0;
}

bool is_set(const json& object, const char* name)
{
    const auto field = object.find(name);
    return field != object.end() && field->is_boolean() && field->get<bool>();
}

bool is_event(const json& message, std::string_view name)
{
    return text_in(message, "type") == "event" && text_in(message, "event") == name;
}

bool answers(const json& message, std::int64_t request)
{
    return text_in(message, "type") == "response" && number_in(message, "request_seq") == request;
}

json make_request(std::string_view command, json arguments)
{
    return {{"type", "request"}, {"command", command}, {"arguments", std::move(arguments)}};
}

json make_event(std::string_view name, json body)
{
    return {{"type", "event"}, {"event", name}, {"body", std::move(body)}};
}

json make_response(const json& request)
{
    return {
        {"type", "response"},
        {"request_seq", number_in(request, "seq")},
        {"command", text_in(request, "command")},
        {"success", true}};
}

json make_refusal(const json& request, const std::string& sentence)
{
    json response = make_response(request);
    response["success"] = false;
    response["message"] = sentence;
    // Braces would be taken for variables.
    response["body"]["error"] = {
        {"id", 1}, {"format", "{sentence}"}, {"variables", {{"sentence", sentence}}}, {"showUser", true}};
    return response;
}

} // namespace respawn::supervisor
