#pragma once

#include "shared/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// `respawn init vscode`: the files that Visual Studio Code needs to debug a game that respawn plays.
namespace respawn::supervisor {

struct init_options {
    bool overwrites = false; ///< files that are there
};

/// `program`: this one's path. `arguments`: of run.
[[nodiscard]] std::string launch_json(const std::string& program);
[[nodiscard]] std::string tasks_json(const std::string& program, const std::vector<std::string>& arguments);

/// Writes launch.json and tasks.json into the folder .vscode of `folder`, both or none, and gives what is to
/// be said about it. A failure is a sentence for the user.
[[nodiscard]] result<std::string> write_vscode_files(
    const std::filesystem::path& folder, const std::filesystem::path& program, const init_options& options);

} // namespace respawn::supervisor
