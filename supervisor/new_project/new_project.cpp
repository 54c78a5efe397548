#include "supervisor/new_project/new_project.hpp"

#include "shared/text/printable.hpp"
#include "supervisor/debug/vscode_files.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/platform/programs.hpp"
#include "supervisor/version.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace respawn::supervisor {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 60;
constexpr std::string_view names_of_cmake[] = {
    "all",     "clean",      "edit_cache",     "help", "install",      "list_install_components",
    "package", "preinstall", "package_source", "test", "rebuild_cache"};

bool is_name_letter(char letter)
{
    return std::isalnum(static_cast<unsigned char>(letter)) || letter == '_' || letter == '-';
}

/// What stands for @NAME@ and its like in a template.
using meanings = std::map<std::string_view, std::string>;

std::string filled(std::string_view text, const meanings& values)
{
    std::string whole{text};
    for (const auto& [name, value] : values)
        for (auto at = whole.find(name); at != std::string::npos; at = whole.find(name, at + value.size()))
            whole.replace(at, name.size(), value);
    return whole;
}

/// Where `program` is installed; empty: it isn't, or without the library.
fs::path prefix_of(const fs::path& program)
{
    const fs::path prefix = program.parent_path().parent_path();
    std::error_code error;
    std::vector<fs::path> libraries{prefix / "lib", prefix / "lib64"};
    // Debian has a folder for each kind of processor.
    for (const auto& each : fs::directory_iterator{prefix / "lib", error})
        libraries.push_back(each.path());
    const bool has_package = std::any_of(libraries.begin(), libraries.end(), [&](const fs::path& each) {
        return fs::exists(each / "cmake/respawn/respawnConfig.cmake", error);
    });
    return has_package ? prefix : fs::path{};
}

/// CMake looks in the system's own places by itself.
std::string prefix_entry(const fs::path& prefix)
{
    if (prefix.empty() || prefix == "/usr" || prefix == "/usr/local")
        return {};
    return fmt::format(R"( "CMAKE_PREFIX_PATH": {},)", nlohmann::json(prefix.string()).dump());
}

/// "0.1": any library of this minor version will do.
std::string minor_version()
{
    const std::string whole = version;
    return whole.substr(0, whole.find('.', whole.find('.') + 1));
}

/// For the shell.
std::string quoted(const std::string& word)
{
    const bool is_plain = std::all_of(word.begin(), word.end(), [](char each) {
        return is_name_letter(each) || each == '/' || each == '.' || each == '+';
    });
    return is_plain ? word : "'" + filled(word, {{"'", "'\\''"}}) + "'";
}

/// How this program is called here.
std::string name_of_program(const fs::path& program)
{
    const auto found = platform::programs_in_path("respawn");
    std::error_code error;
    const bool is_found = !found.empty() && fs::equivalent(found.front(), program, error);
    return is_found ? "respawn" : quoted(program.string());
}

/// A folder that is removed unless it becomes another.
class unfinished_folder {
public:
    explicit unfinished_folder(const fs::path& finished) :
        finished_{finished}, path_{
                                 finished.parent_path() / fmt::format(
                                                              ".{}.unfinished-{}",
                                                              finished.filename().string(),
                                                              platform::own_process_id())}
    {}
    ~unfinished_folder()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    unfinished_folder(const unfinished_folder&) = delete;
    unfinished_folder& operator=(const unfinished_folder&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

    [[nodiscard]] result<void> make()
    {
        std::error_code error;
        fs::create_directories(path_ / "src", error);
        if (error)
            return system_failure(
                "cannot make the folder " + finished_.string() + ", make it where you may write", error);
        return {};
    }

    [[nodiscard]] result<void> write(std::string_view name, const std::string& content)
    {
        std::ofstream stream{path_ / name, std::ios::binary};
        stream << content;
        if (!stream.flush())
            return errno_failure("cannot write " + (finished_ / name).string());
        return {};
    }

    [[nodiscard]] result<void> finish()
    {
        std::error_code error;
        fs::rename(path_, finished_, error);
        if (error)
            return system_failure(
                "cannot make the folder " + finished_.string() + ", make it where you may write", error);
        return {};
    }

private:
    fs::path finished_, path_;
};

result<void> check_place(const fs::path& folder)
{
    std::error_code error;
    if (fs::exists(fs::symlink_status(folder, error)))
        return failure{folder.string() + " is there already; choose another name, or move it away first"};
    if (!fs::is_directory(folder.parent_path(), error))
        return failure{fmt::format(
            "there is no folder {} to make {} in; make it first", folder.parent_path().string(),
            folder.filename().string())};
    return check_game_name(folder.filename().string());
}

result<void> write_files(unfinished_folder& into, const project_template& kind, const meanings& values)
{
    std::vector<project_template::source> files{
        {"CMakePresets.json", "CMakePresets.json.in"},
        {"README.md", "README.md.in"},
        {".gitignore", "gitignore.in"},
        {"respawn.toml", "respawn.toml.in"},
        {"CMakeLists.txt", "CMakeLists.txt.in"}};
    files.insert(files.end(), kind.sources.begin(), kind.sources.end());
    for (const auto& [name, from] : files)
        if (auto written = into.write(name, filled(template_text(from), values)); !written)
            return written;
    return {};
}

std::string words_about(const new_options& options, const fs::path& program, const fs::path& prefix)
{
    const std::string missing =
        prefix.empty() ? fmt::format(
                             "{} is not installed, so CMake does not find its library: install it first, by "
                             "'cmake --install', or say where another one is by -DCMAKE_PREFIX_PATH=DIR\n\n",
                             program.string())
                       : "";
    return fmt::format(
        "wrote {}, a game that {}; build it and play it by\n\n"
        "  cd {} && cmake --preset dev && cmake --build --preset dev\n"
        "  {} run\n\n"
        "{}Then edit src/main.cpp and save: it plays on with the new code.\n",
        options.folder.string(), options.kind->shows, quoted(options.folder.string()),
        name_of_program(program), missing);
}

} // namespace

result<void> check_game_name(const std::string& name)
{
    const bool is_good = !name.empty() && name.size() <= longest_name &&
                         std::isalpha(static_cast<unsigned char>(name.front())) &&
                         std::all_of(name.begin(), name.end(), is_name_letter);
    if (!is_good)
        return failure{fmt::format(
            "a game can't be called '{}': use up to {} letters, digits, _ and -, with a letter as the first",
            text::printable(name, text::line_ends::go), longest_name)};
    if (std::find(std::begin(names_of_cmake), std::end(names_of_cmake), name) != std::end(names_of_cmake))
        return failure{fmt::format(
            "a game can't be called {}, which is a word of CMake's own: choose another name", name)};
    return {};
}

result<std::string> write_new_project(const new_options& options, const fs::path& program)
{
    std::error_code error;
    const fs::path folder = fs::absolute(options.folder, error).lexically_normal();
    if (auto checked = check_place(folder); !checked)
        return checked.error();
    const auto prefix = prefix_of(program);
    const auto name = folder.filename().string();
    const std::string targets = filled(options.kind->targets, {{"@NAME@", name}});
    const meanings values{
        {"@NAME@", name},
        {"@VERSION@", minor_version()},
        {"@PREFIX@", prefix_entry(prefix)},
        {"@GAME@", targets}};
    unfinished_folder made{folder};
    if (auto done = made.make(); !done)
        return done.error();
    if (auto done = write_files(made, *options.kind, values); !done)
        return done.error();
    if (auto done = write_vscode_files(made.path(), program, {}); !done)
        return done.error();
    if (auto done = made.finish(); !done)
        return done.error();
    return {boost::system::in_place_value, words_about(options, program, prefix)};
}

} // namespace respawn::supervisor
