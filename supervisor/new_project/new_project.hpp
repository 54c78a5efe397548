#pragma once

#include "shared/result.hpp"
#include "supervisor/new_project/project_templates.hpp"

#include <filesystem>
#include <string>

/// `respawn new`: a small game to begin with.
namespace respawn::supervisor {

struct new_options {
    std::filesystem::path folder;           ///< is made; its name is the game's
    const project_template* kind = nullptr; ///< one of project_templates()
};

/// Whether a CMake target and its executable can have that name; a failure says what can.
[[nodiscard]] result<void> check_game_name(const std::string& name);

/// Writes the project, all of it or nothing, and gives what is to be said about it: the commands that build
/// and run it. `program`: this one's path; the game is built with the library that is installed beside it. A
/// failure is a sentence for the user.
[[nodiscard]] result<std::string> write_new_project(
    const new_options& options, const std::filesystem::path& program);

} // namespace respawn::supervisor
