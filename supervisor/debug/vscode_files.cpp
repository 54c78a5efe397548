#include "supervisor/debug/vscode_files.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <system_error>
#include <utility>

namespace respawn::supervisor {

using nlohmann::ordered_json;

namespace {

constexpr const char* task_name = "respawn: run";
constexpr const char* workspace = "${workspaceFolder}";

/// What `respawn run` says first, and how the compilers tell of errors.
ordered_json problem_matcher()
{
    return {
        {"owner", "respawn"},
        {"fileLocation", {"autoDetect", workspace}},
        {"pattern",
         {{"regexp", "^(.*?):(\\d+):(\\d+):\\s+(?:fatal\\s+)?(error|warning):\\s+(.*)$"},
          {"file", 1},
          {"line", 2},
          {"column", 3},
          {"severity", 4},
          {"message", 5}}},
        {"background",
         {{"activeOnStart", true},
          {"beginsPattern", "^build +started"},
          {"endsPattern", "^(respawn \\S+ plays |build +(done|failed))"}}}};
}

std::string file_text(const ordered_json& content)
{
    return content.dump(4, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

result<void> write(const std::filesystem::path& file, const std::string& content)
{
    std::ofstream stream{file, std::ios::binary | std::ios::trunc};
    stream << content;
    return stream.flush() ? result<void>{} : failure{"cannot write " + file.string()};
}

} // namespace

std::string launch_json(const std::string& program)
{
    const ordered_json follow{
        {"name", "respawn: follow the game"}, {"type", "lldb-dap"},          {"request", "attach"},
        {"debugAdapterExecutable", program},  {"debugAdapterArgs", {"dap"}}, {"cwd", workspace},
        {"preLaunchTask", task_name}};
    return file_text({{"version", "0.2.0"}, {"configurations", ordered_json::array({follow})}});
}

std::string tasks_json(const std::string& program, const std::vector<std::string>& arguments)
{
    ordered_json all{"run"};
    for (const std::string& each : arguments)
        all.push_back(each);
    const ordered_json run{
        {"label", task_name},
        {"type", "process"},
        {"command", program},
        {"args", std::move(all)},
        {"options", {{"cwd", workspace}}},
        {"isBackground", true},
        {"problemMatcher", problem_matcher()}};
    return file_text({{"version", "2.0.0"}, {"tasks", ordered_json::array({run})}});
}

result<std::string> write_vscode_files(
    const std::filesystem::path& folder, const std::filesystem::path& program, const init_options& options)
{
    const auto place = folder / ".vscode";
    const auto launch = place / "launch.json", tasks = place / "tasks.json";
    std::error_code error;
    for (const auto& file : {launch, tasks})
        if (!options.overwrites && std::filesystem::exists(file, error))
            return failure{fmt::format(
                "{} is there already; move it away, or have it overwritten with --force", file.string())};
    std::filesystem::create_directories(place, error);
    if (error)
        return system_failure(
            "cannot make the folder " + place.string() + ", which needs a project that you may write in",
            error);
    // What is in respawn.toml needs not be said again.
    const bool is_configured = std::filesystem::exists(folder / "respawn.toml", error);
    const auto exe = "build/" + folder.filename().string();
    const std::vector<std::string> arguments =
        is_configured ? std::vector<std::string>{}
                      : std::vector<std::string>{"--build", "cmake --build build", "--watch", "src", exe};
    if (auto written = write(launch, launch_json(program.string())); !written)
        return written.error();
    if (auto written = write(tasks, tasks_json(program.string(), arguments)); !written)
        return written.error();
    const auto advice =
        is_configured
            ? std::string{}
            : fmt::format("say in the latter how your game is built and where it is (now {}), and ", exe);
    auto words = fmt::format(
        "wrote {} and {}; {}install the extension LLDB DAP\n", launch.string(), tasks.string(), advice);
    return {boost::system::in_place_value, std::move(words)};
}

} // namespace respawn::supervisor
