#pragma once

#include "supervisor/report/events.hpp"

#include <string>

/// The reports as JSON objects, one a line, `event` and `time_ms` first. `since_start` becomes `time_ms`.
/// Bytes that are not UTF-8 become U+FFFD.
namespace respawn::report {

[[nodiscard]] std::string to_json(const started& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const build_started& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const build_succeeded& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const build_failed& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const build_superseded& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const staged& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const refused& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const swapped& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const audit& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const worker_ended& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const stack& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const core_file& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const wish_granted& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const paused& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const resumed& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const saved& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const loaded& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const stopped& event, nanoseconds since_start);
[[nodiscard]] std::string to_json(const notice& event, nanoseconds since_start);

} // namespace respawn::report
