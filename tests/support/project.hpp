#pragma once

#include "tests/support/program_run.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::test {

/// The `respawn` under test.
[[nodiscard]] std::filesystem::path respawn_program();
/// The tetris of the examples, and a minute of input for it.
[[nodiscard]] std::filesystem::path tetris_program();
[[nodiscard]] std::filesystem::path tetris_script();
/// A program of tests/process/workers by its file's name, such as "counter".
[[nodiscard]] std::filesystem::path worker_program(std::string_view name);

/// A game programmer's folder: a build output at build/game, and sockets of its own beside it.
class project {
public:
    project();
    /// Somebody else's folder, with a respawn.toml, where `program` is what plays.
    project(std::filesystem::path program, const std::filesystem::path& folder);

    [[nodiscard]] const std::filesystem::path& folder() const { return project_; }
    [[nodiscard]] const std::filesystem::path& runtime_folder() const { return runtime_; }
    [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path& name) const
    {
        return project_ / name;
    }
    /// The build output; empty if respawn.toml names it.
    [[nodiscard]] const std::filesystem::path& executable() const { return executable_; }

    /// Makes a version of `worker` at `place`: a copy with a tag (executable_tag.hpp).
    void prepare(
        const std::filesystem::path& worker, std::string_view tag, const std::filesystem::path& place) const;
    /// Puts a version of `worker` in place of the build output by a rename, as linkers do that are careful.
    void install(const std::filesystem::path& worker, std::string_view tag = {}) const;
    /// The same by writing into the file that is there, as other linkers do.
    void overwrite(const std::filesystem::path& worker, std::string_view tag = {}) const;

    /// What starts `respawn` with `arguments` in this project.
    [[nodiscard]] program_start respawn(std::vector<std::string> arguments) const;

private:
    temporary_folder scratch_;
    std::filesystem::path program_, project_, executable_, runtime_;
};

} // namespace respawn::test
