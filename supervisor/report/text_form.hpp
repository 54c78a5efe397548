#pragma once

#include "supervisor/report/events.hpp"

#include <string>

/// The reports as lines for a person. Each ends in a newline; control characters in names are taken out.
namespace respawn::report {

enum class colours { no, yes };

[[nodiscard]] std::string to_text(const started& event, colours use);
[[nodiscard]] std::string to_text(const build_started& event, colours use);
[[nodiscard]] std::string to_text(const build_succeeded& event, colours use);
[[nodiscard]] std::string to_text(const build_failed& event, colours use);
[[nodiscard]] std::string to_text(const build_superseded& event, colours use);
[[nodiscard]] std::string to_text(const staged& event, colours use);
[[nodiscard]] std::string to_text(const refused& event, colours use);
[[nodiscard]] std::string to_text(const swapped& event, colours use);
[[nodiscard]] std::string to_text(const audit& event, colours use);
[[nodiscard]] std::string to_text(const worker_ended& event, colours use);
[[nodiscard]] std::string to_text(const stack& event, colours use);
[[nodiscard]] std::string to_text(const core_file& event, colours use);
[[nodiscard]] std::string to_text(const wish_granted& event, colours use);
[[nodiscard]] std::string to_text(const paused& event, colours use);
[[nodiscard]] std::string to_text(const resumed& event, colours use);
[[nodiscard]] std::string to_text(const saved& event, colours use);
[[nodiscard]] std::string to_text(const loaded& event, colours use);
[[nodiscard]] std::string to_text(const stopped& event, colours use);
[[nodiscard]] std::string to_text(const notice& event, colours use);
[[nodiscard]] std::string to_text(const keys_help& event, colours use);

} // namespace respawn::report
