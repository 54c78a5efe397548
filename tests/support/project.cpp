#include "tests/support/project.hpp"

#include "tests/support/executable_tag.hpp"

namespace respawn::test {

namespace fs = std::filesystem;

fs::path respawn_program()
{
    return RESPAWN_PROGRAM;
}

fs::path tetris_program()
{
    return RESPAWN_TETRIS_PROGRAM;
}

fs::path tetris_script()
{
    return RESPAWN_TETRIS_SCRIPT;
}

fs::path worker_program(std::string_view name)
{
    return fs::path{RESPAWN_WORKER_FOLDER} / name;
}

project::project() : project{respawn_program(), {}}
{
    project_ = runtime_.parent_path() / "project";
    executable_ = project_ / "build/game";
    fs::create_directories(project_ / "build");
}

project::project(fs::path program, const fs::path& folder) :
    program_{std::move(program)}, project_{folder}, runtime_{fs::canonical(scratch_.path()) / "run"}
{
    fs::create_directory(runtime_);
    fs::permissions(runtime_, fs::perms::owner_all);
}

void project::prepare(const fs::path& worker, std::string_view tag, const fs::path& place) const
{
    fs::copy_file(worker, place, fs::copy_options::overwrite_existing);
    append_tag(place, tag);
}

void project::install(const fs::path& worker, std::string_view tag) const
{
    const fs::path unfinished = project_ / "build/game.unfinished";
    prepare(worker, tag, unfinished);
    fs::rename(unfinished, executable());
}

void project::overwrite(const fs::path& worker, std::string_view tag) const
{
    prepare(worker, tag, executable());
}

program_start project::respawn(std::vector<std::string> arguments) const
{
    program_start start;
    start.program = program_;
    start.arguments = std::move(arguments);
    start.folder = project_;
    start.environment = {{"XDG_RUNTIME_DIR", runtime_.string()}};
    return start;
}

} // namespace respawn::test
