#include "tests/support/project.hpp"
#include "tests/support/supervisor_run.hpp"

#include "catch.hpp"

#include <cstdlib>
#include <set>
#include <sstream>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::minutes build_patience{10};

program_result shell(const fs::path& folder, const std::string& line)
{
    program_start start;
    start.program = "/bin/sh";
    start.arguments = {"-c", line};
    start.folder = folder;
    const auto ended = run_program(start, build_patience);
    INFO(line << "\n" << ended.output << ended.errors);
    REQUIRE(ended.exit_code == 0);
    return ended;
}

/// respawn as it is installed, the only one in PATH.
class installation {
public:
    installation()
    {
        program_start start;
        start.program = CMAKE_PROGRAM;
        start.arguments = {"--install", BUILD_FOLDER, "--prefix", prefix().string()};
        start.folder = scratch_.path();
        const auto installed = run_program(start);
        INFO(installed.output << installed.errors);
        REQUIRE(installed.exit_code == 0);
        use();
    }

    [[nodiscard]] fs::path prefix() const { return scratch_ / "prefix"; }
    [[nodiscard]] fs::path program() const { return prefix() / "bin/respawn"; }
    [[nodiscard]] bool has_standalone() const
    {
        for (const auto& each : fs::recursive_directory_iterator{prefix()})
            if (each.path().filename() == "respawn-standalone-targets.cmake")
                return true;
        return false;
    }

private:
    void use() const
    {
        const auto path = (prefix() / "bin").string() + ":/usr/local/bin:/usr/bin:/bin";
        const std::string flags = *SANITIZE ? "-fsanitize=" SANITIZE : "";
        ::setenv("PATH", path.c_str(), 1);
        ::setenv("CXX", COMPILER, 1);
        ::setenv("CXXFLAGS", flags.c_str(), 1);
        ::setenv("LDFLAGS", flags.c_str(), 1);
    }

    temporary_folder scratch_;
};

/// The indented lines.
std::vector<std::string> commands_in(const std::string& said)
{
    std::vector<std::string> found;
    std::istringstream lines{said};
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("  "))
            found.push_back(line.substr(2));
    return found;
}

void replace(const fs::path& file, const std::string& old, const std::string& with)
{
    auto text = read_file(file);
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    write_file(file, text.replace(at, old.size(), with));
}

std::string inspected(const supervisor_run& run, const std::string& path)
{
    const auto answer = run.command({"inspect", path});
    INFO(answer.errors);
    REQUIRE(answer.exit_code == 0);
    return answer.output;
}

void require_no_trace_of_the_build(const fs::path& folder)
{
    for (const char* file : {"build/dev/CMakeCache.txt", "CMakePresets.json"}) {
        const auto text = read_file(folder / file);
        CHECK(text.find(BUILD_FOLDER) == std::string::npos);
        CHECK(text.find(SOURCE_FOLDER "/") == std::string::npos);
    }
}

/// How many different pictures SDL's dummy driver has left.
std::size_t different_pictures_in(const fs::path& folder)
{
    std::set<std::string> found;
    for (const auto& each : fs::directory_iterator{folder})
        if (each.path().extension() == ".bmp" && each.file_size() != 0)
            found.insert(read_file(each.path()));
    return found.size();
}

/// As it is shipped: it plays, each frame another picture, until it is told to end.
void require_that_it_ships(const fs::path& folder)
{
    shell(folder, "cmake --preset release && cmake --build --preset release --target pong-standalone");
    program_start start;
    start.program = folder / "build/release/pong-standalone";
    const temporary_folder played;
    start.folder = played.path();
    start.output = folder / "standalone.out";
    start.errors = folder / "standalone.err";
    start.environment = {
        {"SDL_VIDEODRIVER", "dummy"}, {"SDL_AUDIODRIVER", "dummy"}, {"SDL_VIDEO_DUMMY_SAVE_FRAMES", "1"}};
    program_run shipped{start};
    INFO(read_file(start.output) << read_file(start.errors));
    CHECK(eventually([&] { return different_pictures_in(played.path()) >= 3; }));
    CHECK(shipped.running());
}

} // namespace

TEST_CASE(
    "with the installed package alone, a new game is built, played, changed while it plays, and shipped")
{
    const installation installed;
    const temporary_folder scratch;
    const auto commands = commands_in(shell(scratch.path(), "respawn new pong").output);
    REQUIRE(commands.size() == 2);
    CHECK(commands[0] == "cd pong && cmake --preset dev && cmake --build --preset dev");
    CHECK(commands[1] == "respawn run");
    shell(scratch.path(), commands[0]);
    const auto folder = scratch / "pong";
    require_no_trace_of_the_build(folder);

    const project game{installed.program(), folder};
    supervisor_run run{game};
    run.wait_for("swapped");
    run.order({"set", "game.speed", "64"});
    run.wait_for_frame(run.frame() + 2);
    const auto frame = run.frame();
    replace(folder / "src/main.cpp", "struct game {", "struct game {\n    int lives = 7;");
    const event swapped = run.wait_for(
        "swapped", [](const event&) { return true; }, build_patience);
    CHECK(swapped.at("frame").get<std::uint64_t>() > frame);
    CHECK(inspected(run, "game.lives").find('7') != std::string::npos);
    // It may have turned round meanwhile.
    CHECK(inspected(run, "game.speed").find("64") != std::string::npos);
    CHECK(run.quit().at("frame").get<std::uint64_t>() > frame);

    if (installed.has_standalone())
        require_that_it_ships(folder);
    else
        WARN("left out: there is no standalone library");
}

TEST_CASE("a game of each template is built with the installed package, and plays")
{
    const installation installed;
    const temporary_folder scratch;
    for (const std::string kind : {"canvas", "pixels", "imgui"}) {
        const auto commands =
            commands_in(shell(scratch.path(), "respawn new " + kind + " --template " + kind).output);
        REQUIRE(commands.size() == 2);
        shell(scratch.path(), commands[0]);
        const project game{installed.program(), scratch / kind};
        supervisor_run run{game, {"--fps", "0", "--frames", "120"}};
        CHECK(run.wait_until_stopped().at("frames_committed") == 120);
    }
}
