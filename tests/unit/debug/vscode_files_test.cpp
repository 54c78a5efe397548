#include "supervisor/debug/vscode_files.hpp"

#include "catch.hpp"

#include "tests/support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <regex>

using namespace respawn::supervisor;
using nlohmann::json;
using respawn::test::read_file;
using respawn::test::temporary_folder;
using respawn::test::write_file;

TEST_CASE("the files for Visual Studio Code start respawn as its debug adapter and as a task")
{
    const auto launch = json::parse(launch_json("/opt/respawn"));
    const json& follow = launch.at("configurations").at(0);
    CHECK(follow.at("type") == "lldb-dap");
    CHECK(follow.at("request") == "attach");
    CHECK(follow.at("debugAdapterExecutable") == "/opt/respawn");
    CHECK(follow.at("debugAdapterArgs") == json::array({"dap"}));
    const auto tasks = json::parse(tasks_json("/opt/respawn", {"--fps", "30", "build/pong"}));
    const json& run = tasks.at("tasks").at(0);
    CHECK(run.at("label") == follow.at("preLaunchTask"));
    CHECK(run.at("command") == "/opt/respawn");
    CHECK(run.at("args") == json::array({"run", "--fps", "30", "build/pong"}));
}

TEST_CASE("the task of Visual Studio Code sees when respawn runs and builds")
{
    const auto tasks = json::parse(tasks_json("respawn", {}));
    const json& background = tasks.at("tasks").at(0).at("problemMatcher").at("background");
    const std::regex begins{background.at("beginsPattern").get<std::string>()};
    const std::regex ends{background.at("endsPattern").get<std::string>()};
    const auto finds = [](const std::string& line, const std::regex& pattern) {
        return std::regex_search(line, pattern);
    };
    CHECK(
        finds("respawn 0.1.0 plays build/pong, 960x720 at 60 frames/s  (pid 4711, in /home/ann/pong)", ends));
    CHECK(finds("build   started: src/pong.cpp changed", begins));
    CHECK(finds("build   done in 1.2 s", ends));
    CHECK(finds("build   failed after 0.8 s: exit code 1", ends));
    CHECK_FALSE(finds("swapped in 12 ms", ends));
}

TEST_CASE("files that are there are overwritten only when that is asked for")
{
    const temporary_folder project;
    REQUIRE(write_vscode_files(project.path(), "/opt/respawn", {}).has_value());
    CHECK(read_file(project / ".vscode/launch.json") == launch_json("/opt/respawn"));
    const auto own_tasks = project / ".vscode/tasks.json";
    write_file(own_tasks, "mine");
    std::filesystem::remove(project / ".vscode/launch.json");
    const auto refused = write_vscode_files(project.path(), "/opt/respawn", {});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().sentence.find("tasks.json is there already") != std::string::npos);
    CHECK(read_file(own_tasks) == "mine");
    CHECK_FALSE(std::filesystem::exists(project / ".vscode/launch.json"));
    REQUIRE(write_vscode_files(project.path(), "/opt/respawn", {true}).has_value());
    CHECK(read_file(own_tasks) != "mine");
}

TEST_CASE("the task leaves what respawn.toml has to that, and else says what to run")
{
    const temporary_folder project;
    const auto task = [&] {
        return json::parse(read_file(project / ".vscode/tasks.json")).at("tasks").at(0).at("args");
    };
    const auto said = write_vscode_files(project.path(), "/opt/respawn", {});
    REQUIRE(said.has_value());
    CHECK(said->find("say in the latter how your game is built") != std::string::npos);
    CHECK(task().size() == 6);
    write_file(project / "respawn.toml", "exe = \"pong\"\n");
    const auto said_then = write_vscode_files(project.path(), "/opt/respawn", {true});
    REQUIRE(said_then.has_value());
    CHECK(said_then->find("say in the latter") == std::string::npos);
    CHECK(task() == json::array({"run"}));
}
