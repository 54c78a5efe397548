#include "catch.hpp"

#include "tests/support/program_run.hpp"
#include "tests/support/project.hpp"

#include <algorithm>
#include <sstream>

using namespace respawn::test;

namespace {

std::string output_of(const char* tool, std::vector<std::string> arguments)
{
    program_start start;
    start.program = tool;
    start.arguments = std::move(arguments);
    start.folder = "/";
    const auto ended = run_program(start);
    INFO(ended.errors);
    REQUIRE(ended.exit_code == 0);
    return ended.output;
}

/// Readable names of all symbols, those that are only asked for too.
std::string symbols_of(const std::filesystem::path& program)
{
    return output_of(NM, {"--demangle", program.string()});
}

bool has(const std::string& text, std::string_view word)
{
    return text.find(word) != std::string::npos;
}

/// The libraries that a program asks for itself.
std::vector<std::string> libraries_of(const std::filesystem::path& program)
{
    std::istringstream lines{output_of(READELF, {"--dynamic", "--wide", program.string()})};
    std::vector<std::string> libraries;
    for (std::string line; std::getline(lines, line);)
        if (has(line, "(NEEDED)"))
            libraries.push_back(line.substr(line.find('[') + 1, line.find(".so") - line.find('[') - 1));
    std::sort(libraries.begin(), libraries.end());
    return libraries;
}

/// What a game that is shipped must not have, each with the program that shows how one would notice.
constexpr std::array traces{
    std::pair{"boost::interprocess::", "worker"},
    std::pair{"respawn::journal::", "worker"},
    std::pair{"respawn::state::", "worker"},
    std::pair{"respawn::migration::", "worker"},
    std::pair{"respawn::detail::connection::", "worker"},
    std::pair{"memfd_create", "worker"},
    std::pair{"recvmsg", "worker"},
    std::pair{"asio::", "supervisor"},
    std::pair{"control_server", "supervisor"},
    std::pair{"nlohmann", "supervisor"},
};

} // namespace

TEST_CASE("a game by itself has nothing of shared memory, sockets and the supervisor in it")
{
    const std::string alone = symbols_of(STANDALONE_TETRIS);
    const std::string worker = symbols_of(tetris_program()), supervisor = symbols_of(respawn_program());
    for (const auto& [trace, owner] : traces) {
        CAPTURE(trace);
        CHECK(has(owner == std::string_view{"worker"} ? worker : supervisor, trace));
        CHECK_FALSE(has(alone, trace));
    }
    CHECK(has(alone, "tetris::step("));
    CHECK(has(alone, "respawn::standalone::"));
}

TEST_CASE("a game by itself asks for SDL and the libraries of C++, and a worker not even for SDL")
{
    const auto is_of_language = [](const std::string& library) {
        constexpr std::array names{"libasan",   "libc",    "libgcc_s", "libm",           "libpthread",
                                   "libstdc++", "libtsan", "libubsan", "ld-linux-x86-64"};
        return std::find(names.begin(), names.end(), library) != names.end();
    };
    auto alone = libraries_of(STANDALONE_TETRIS), worker = libraries_of(tetris_program());
    std::erase_if(alone, is_of_language);
    std::erase_if(worker, is_of_language);
    CHECK(alone == std::vector<std::string>{"libSDL2-2.0"});
    CHECK(worker.empty());
}
