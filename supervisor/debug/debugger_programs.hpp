#pragma once

#include "shared/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The debuggers that are installed.
namespace respawn::supervisor {

/// A program with what it is started with.
struct debugger_program {
    std::vector<std::string> arguments; ///< the first is its name or path
    std::vector<std::pair<std::string, std::string>> environment{};
};

/// The newest lldb in PATH.
[[nodiscard]] result<debugger_program> find_lldb();

/// The newest debug adapter in PATH: lldb's, or a gdb that is one.
[[nodiscard]] result<debugger_program> find_debug_adapter();

/// The 14 of "GNU gdb (GDB) 14.2"; nothing: it is none of gdb's.
[[nodiscard]] std::optional<int> major_version_of_gdb(std::string_view printed);

} // namespace respawn::supervisor
