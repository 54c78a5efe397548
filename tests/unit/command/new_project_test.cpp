#include "supervisor/command/options.hpp"
#include "supervisor/new_project/new_project.hpp"
#include "tests/support/temporary_folder.hpp"

#include "catch.hpp"

using namespace respawn::supervisor;
using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

using words = std::vector<std::string>;

new_options asked(words arguments)
{
    arguments.insert(arguments.begin(), "new");
    const auto parsed = parse_command_line(arguments);
    INFO((parsed ? std::string{} : parsed.error().sentence));
    REQUIRE(parsed.has_value());
    return std::get<new_options>(*parsed);
}

std::string complaint(words arguments)
{
    arguments.insert(arguments.begin(), "new");
    const auto parsed = parse_command_line(arguments);
    return parsed ? "understood" : parsed.error().sentence;
}

/// Of a program that is installed in `prefix`.
respawn::result<std::string> write(
    const fs::path& folder, const fs::path& prefix = "/opt/none", const char* kind = "minimal")
{
    return write_new_project(asked({folder.string(), "--template", kind}), prefix / "bin/respawn");
}

std::string problem_of(const fs::path& folder)
{
    const auto written = write(folder);
    return written ? "written" : written.error().sentence;
}

fs::path installed(const fs::path& prefix, const fs::path& libraries)
{
    fs::create_directories(prefix / libraries / "cmake/respawn");
    write_file(prefix / libraries / "cmake/respawn/respawnConfig.cmake", "");
    return prefix;
}

} // namespace

TEST_CASE("new takes a name and one of the templates")
{
    CHECK(asked({"pong"}).folder == "pong");
    CHECK(asked({"pong"}).kind->name == "minimal");
    CHECK(asked({"games/pong/"}).folder == "games/pong");
    for (const auto& each : project_templates())
        CHECK(asked({"pong", "--template", std::string{each.name}}).kind == &each);
    CHECK(complaint({}) == "respawn new: name the game, such as pong; see 'respawn help'");
    CHECK(
        complaint({"pong", "--template", "canvass"}) ==
        "respawn new: there is no template 'canvass', perhaps you meant canvas; the templates are minimal, "
        "canvas, imgui, pixels; see 'respawn help'");
    CHECK(
        complaint({"pong", "--tmplate", "canvas"}) ==
        "respawn new: there is no option --tmplate, perhaps you meant --template; see 'respawn help'");
}

TEST_CASE("a new project has all of its files, with its name in them")
{
    const temporary_folder scratch;
    for (const auto& kind : project_templates()) {
        const auto folder = scratch / kind.name;
        const auto written = write(folder, "/opt/none", std::string{kind.name}.c_str());
        REQUIRE(written.has_value());
        for (const char* file :
             {"CMakeLists.txt", "CMakePresets.json", "README.md", ".gitignore", "respawn.toml",
              "src/main.cpp", ".vscode/launch.json", ".vscode/tasks.json"}) {
            CAPTURE(file);
            const auto text = read_file(folder / file);
            CHECK_FALSE(text.empty());
            CHECK(text.find('@') == std::string::npos);
        }
        const auto name = std::string{kind.name};
        CHECK(
            read_file(folder / "CMakeLists.txt").find("respawn_add_game(" + name + " ") != std::string::npos);
        CHECK(read_file(folder / "CMakeLists.txt").find("find_package(respawn 0.1 ") != std::string::npos);
        CHECK(fs::exists(folder / "src/imgui_canvas.cpp") == (kind.name == "imgui"));
        // Its respawn.toml is one that run understands.
        const auto run = parse_command_line(words{"run"}, folder / configuration_file);
        REQUIRE(run.has_value());
        CHECK(std::get<run_options>(*run).exe == "build/dev/" + name);
    }
    CHECK(entries_in(scratch.path()) == project_templates().size());
}

TEST_CASE("a new project is built with the library that is installed beside the program")
{
    const temporary_folder scratch;
    const auto preset_of = [&](const fs::path& project) { return read_file(project / "CMakePresets.json"); };
    for (const char* libraries : {"lib", "lib64", "lib/x86_64-linux-gnu"}) {
        const auto prefix = installed(scratch / "with \"quotes\"", libraries);
        const auto project = scratch / "pong";
        const auto written = write(project, prefix);
        REQUIRE(written.has_value());
        CHECK(written->find("not installed") == std::string::npos);
        CHECK(preset_of(project).find(R"("CMAKE_PREFIX_PATH": ")") != std::string::npos);
        CHECK(preset_of(project).find(R"(with \"quotes\"",)") != std::string::npos);
        fs::remove_all(project);
        fs::remove_all(prefix);
    }
    const auto written = write(scratch / "tennis", "/opt/none");
    REQUIRE(written.has_value());
    CHECK(written->find("/opt/none/bin/respawn is not installed") != std::string::npos);
    CHECK(preset_of(scratch / "tennis").find("CMAKE_PREFIX_PATH") == std::string::npos);
}

TEST_CASE("a project that can't be written is refused by a sentence, and leaves nothing")
{
    const temporary_folder scratch;
    fs::create_directory(scratch / "there");
    fs::create_symlink("nowhere", scratch / "link");
    for (const char* name : {"there", "link"})
        CHECK(
            problem_of(scratch / name) ==
            (scratch / name).string() + " is there already; choose another name, or move it away first");
    CHECK(
        problem_of(scratch / "games/pong") ==
        "there is no folder " + (scratch / "games").string() + " to make pong in; make it first");
    for (const char* name : {"1up", "-x", "a b", "p\xc3\xb6ng", "a.b", "a;b", "\x1b[2J"})
        CHECK(problem_of(scratch / name).find("use up to 60 letters, digits, _ and -") != std::string::npos);
    CHECK(problem_of(scratch / std::string(61, 'a')).find("use up to 60") != std::string::npos);
    CHECK(
        problem_of(scratch / "test") ==
        "a game can't be called test, which is a word of CMake's own: choose another name");
    CHECK(entries_in(scratch.path()) == 2);
    CHECK(entries_in(scratch / "there") == 0);
}

TEST_CASE("where nothing can be written, the folder that can't be made is told")
{
    CHECK(problem_of("/proc/pong")
              .starts_with("cannot make the folder /proc/pong, make it where you may write: "));
}
