#pragma once

#include <string>
#include <string_view>

namespace respawn::postmortem {

/// A function's name as a person says it: without return type, default template arguments, compiler's marks
/// and anonymous namespaces; long template and argument lists are left out: "update(game&)",
/// "pool<...>::take()", "lambda in main". `name`: as it is in the image, or demangled, or any other bytes.
[[nodiscard]] std::string readable_name(std::string_view name);

/// Whether a readable name is the C++ runtime's, a sanitizer's or this library's.
[[nodiscard]] bool is_runtime_name(std::string_view name);

} // namespace respawn::postmortem
