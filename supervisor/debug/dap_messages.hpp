#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Messages of the debug adapter protocol: requests, their responses, and events.
namespace respawn::supervisor {

/// The numbers of messages that are neither the editor's nor the adapter's own begin here.
inline constexpr std::int64_t first_own_number = 1'000'000'000;

/// A JSON object, not too deep for any program that works with it; nothing: the content is something else.
[[nodiscard]] std::optional<nlohmann::json> parse_dap(std::string_view content);
[[nodiscard]] std::string to_text(const nlohmann::json& message);

/// The field, or what stands for it when it is not there or of another kind.
[[nodiscard]] std::string text_in(const nlohmann::json& object, const char* name);
[[nodiscard]] std::int64_t number_in(const nlohmann::json& object, const char* name);
[[nodiscard]] bool is_set(const nlohmann::json& object, const char* name);

[[nodiscard]] bool is_event(const nlohmann::json& message, std::string_view name);
/// Whether it answers the request of that number.
[[nodiscard]] bool answers(const nlohmann::json& message, std::int64_t request);

/// They have no number yet.
[[nodiscard]] nlohmann::json make_request(std::string_view command, nlohmann::json arguments);
[[nodiscard]] nlohmann::json make_event(std::string_view name, nlohmann::json body);
[[nodiscard]] nlohmann::json make_response(const nlohmann::json& request);
/// A response that tells the user why there is no other.
[[nodiscard]] nlohmann::json make_refusal(const nlohmann::json& request, const std::string& sentence);

} // namespace respawn::supervisor
