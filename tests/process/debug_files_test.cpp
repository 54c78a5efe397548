#include "catch.hpp"

#include "supervisor/split_dwarf/object.hpp"
#include "supervisor/split_dwarf/package.hpp"
#include "supervisor/staging/stager.hpp"
#include "tests/support/project.hpp"
#include "tests/support/supervisor_run.hpp"

#include <chrono>
#include <fstream>
#include <memory>
#include <random>
#include <regex>

namespace fs = std::filesystem;
using namespace respawn;
using namespace respawn::test;

namespace {

/// A program of two objects, each with a type of its own, and the stager that copies it.
struct built_game : project {
    explicit built_game(std::vector<std::string> options, std::vector<std::string> link_options = {}) :
        options_{std::move(options)}, link_options_{std::move(link_options)}
    {
        fs::create_directories(*this / "build/objects");
        build(1);
    }

    /// The size of `struct thing` is `numbers` times four bytes; helper(numbers) is in line `numbers` + 1.
    void build(int numbers) const
    {
        const std::string number = std::to_string(numbers);
        write_file(
            *this / "main.cpp", "int helper(int);\nstruct first { int a; } one;\n"
                                "int main() { return helper(" +
                                    number + "); }\n");
        write_file(
            *this / "helper.cpp", std::string(static_cast<std::size_t>(numbers - 1), '\n') +
                                      "struct thing { int n[" + number +
                                      "]; } two;\nint helper(int n) { return two.n[0] * n; }\n");
        for (const std::string name : {"main", "helper"}) {
            auto options = options_;
            options.insert(
                options.end(), {"-g", "-c", "../" + name + ".cpp", "-o", "objects/" + name + ".o"});
            require_success(run(COMPILER, options));
        }
        auto link = link_options_;
        link.insert(link.end(), {"objects/main.o", "objects/helper.o", "-o", "game"});
        require_success(run(COMPILER, link));
    }
    [[nodiscard]] program_result run(const char* program, std::vector<std::string> arguments) const
    {
        program_start start;
        start.program = program;
        start.arguments = std::move(arguments);
        start.folder = *this / "build";
        start.output = *this / "tool.output";
        start.errors = *this / "tool.errors";
        start.environment = {{"DEBUGINFOD_URLS", ""}};
        return run_program(start);
    }
    static void require_success(const program_result& result)
    {
        INFO(result.errors);
        REQUIRE(result.exit_code == 0);
    }

    std::vector<std::string> options_, link_options_;
    supervisor::stager staging = supervisor::stager::create(folder()).value();
};

bool has(const char* program)
{
    if (fs::exists(program))
        return true;
    WARN("left out: there is no debugger");
    return false;
}

/// What gdb says of the staged program.
std::string gdb_says(const built_game& game, const fs::path& executable)
{
    const auto said = game.run(
        GDB, {"-nx", "-batch", "-ex", "print sizeof(struct thing)", "-ex", "print sizeof(struct first)",
              executable.string()});
    return said.output + said.errors;
}

std::string lldb_says(const built_game& game, const fs::path& executable)
{
    const auto said = game.run(
        LLDB, {"--no-lldbinit", "--batch", "-o", "image lookup -t thing", "-o", "image lookup -t first",
               executable.string()});
    return said.output + said.errors;
}

/// The bytes of its section; empty if it has none.
std::string build_id_of(const fs::path& image)
{
    supervisor::bounded_file file{image.string()};
    const auto found =
        split_dwarf::find_section(split_dwarf::read_sections(file), split_dwarf::build_id_section);
    return file.read_string(found.offset, found.bytes).value();
}

bool mentions(const std::string& text, const std::string& words)
{
    return text.find(words) != std::string::npos;
}

/// Stages what was built last.
supervisor::staged_image stage(const built_game& game, int generation = 1)
{
    const auto report = game.staging.stage(game.executable(), static_cast<std::uint64_t>(generation));
    INFO(report.sentence << report.warning);
    REQUIRE(report.what == supervisor::staging_report::outcome::staged);
    REQUIRE(report.warning.empty());
    return report.image;
}

void require_that_debuggers_know_the_first_build(const built_game& game, const fs::path& executable)
{
    if (has(GDB)) {
        const std::string said = gdb_says(game, executable);
        INFO(said);
        REQUIRE(mentions(said, "$1 = 4"));
        REQUIRE(mentions(said, "$2 = 4"));
    }
    if (has(LLDB)) {
        const std::string said = lldb_says(game, executable);
        INFO(said);
        REQUIRE(mentions(said, "name = \"thing\", byte-size = 4"));
        REQUIRE(mentions(said, "name = \"first\", byte-size = 4"));
    }
}

/// A debugger that has opened a generation and goes on when there is a file `go_on`.
class waiting_debugger {
public:
    waiting_debugger(
        const built_game& game, const std::string& program, const supervisor::staged_image& image,
        int generation) :
        generation_{generation},
        log_{game / (fs::path{program}.filename().string() + std::to_string(generation))},
        run_{start_of(game, program, image.executable)}
    {}

    void require_that_it_sees_its_generation()
    {
        [[maybe_unused]] const auto ended = run_.wait(patience);
        const std::string said = read_file(log_);
        const std::string number = std::to_string(generation_);
        INFO(said << read_file(log_.string() + ".errors"));
        const std::regex stop{
            "helper ?\\(n=" + number + "\\) at [./]*helper\\.cpp:" + std::to_string(generation_ + 1) + "\\b"};
        REQUIRE(std::regex_search(said, stop));
        REQUIRE(mentions(said, " = " + std::to_string(4 * generation_) + "\n"));
    }

private:
    static constexpr std::chrono::seconds patience{60};

    [[nodiscard]] program_start start_of(
        const built_game& game, const std::string& program, const fs::path& executable) const
    {
        const bool is_gdb = program == GDB;
        const std::string wait = "while ! test -e '" + (game / "go_on").string() + "'; do sleep 0.05; done";
        program_start start;
        start.program = program;
        start.arguments = is_gdb ? std::vector<std::string>{"-nx", "-batch"}
                                 : std::vector<std::string>{"--no-lldbinit", "--batch"};
        for (const std::string& command :
             {is_gdb ? "shell " + wait : "platform shell -t 60 -h -- " + wait, std::string{"b helper"},
              std::string{"run"}, std::string{"print sizeof(two)"}, std::string{"kill"}})
            start.arguments.insert(start.arguments.end(), {is_gdb ? "-ex" : "-o", command});
        start.arguments.push_back(executable.string());
        start.folder = game.folder();
        start.output = log_;
        start.errors = log_.string() + ".errors";
        start.environment = {{"DEBUGINFOD_URLS", ""}};
        return start;
    }

    int generation_;
    fs::path log_;
    program_run run_;
};

/// Writes into the file that is there.
void overwrite(const fs::path& file)
{
    std::fstream{file, std::ios::binary | std::ios::in | std::ios::out}
        << std::string(fs::file_size(file), 'x');
}

} // namespace

TEST_CASE("split debug information stays that of a generation when the build's own is overwritten or removed")
{
    const auto version = GENERATE("-gdwarf-4", "-gdwarf-5");
    const auto types = GENERATE("-fno-debug-types-section", "-fdebug-types-section");
    CAPTURE(version, types);
    // gdb 13 doesn't read types of DWARF 5 that stand for themselves.
    if (std::string{version} == "-gdwarf-5" && std::string{types} == "-fdebug-types-section")
        return;
    const built_game game{{"-gsplit-dwarf", version, types}};
    const auto staged = stage(game);
    game.build(3);
    require_that_debuggers_know_the_first_build(game, staged.executable);
    fs::remove_all(game / "build/objects");
    require_that_debuggers_know_the_first_build(game, staged.executable);
    built_game::require_success(game.run(staged.executable.c_str(), {}));
}

// lldb 18 takes no package that has another number than the executable.
TEST_CASE("the package of a generation has the executable's build id, if that has one")
{
    const auto option = GENERATE("-Wl,--build-id=sha1", "-Wl,--build-id=none");
    const built_game game{{"-gsplit-dwarf"}, {option}};
    const auto staged = stage(game);
    const std::string of_executable = build_id_of(staged.executable);
    CHECK(of_executable.empty() == (std::string{option} == "-Wl,--build-id=none"));
    CHECK(build_id_of(staged.executable.parent_path() / ".debug/game.dwp") == of_executable);
    game.build(3);
    require_that_debuggers_know_the_first_build(game, staged.executable);
}

TEST_CASE(
    "a debugger that holds a generation sees its lines and arguments, whatever becomes of the build's files")
{
    constexpr int generations = 4;
    const built_game game{{"-gsplit-dwarf"}};
    std::vector<std::unique_ptr<waiting_debugger>> debuggers;
    for (int generation = 1; generation <= generations; ++generation) {
        game.build(generation);
        const auto staged = stage(game, generation);
        for (const char* program : {GDB, LLDB})
            if (has(program))
                debuggers.push_back(std::make_unique<waiting_debugger>(game, program, staged, generation));
    }
    SECTION("overwritten")
    {
        game.build(generations + 1);
        for (const auto& each : fs::recursive_directory_iterator{game / "build"})
            if (each.is_regular_file())
                overwrite(each.path());
    }
    SECTION("truncated and removed")
    {
        for (const auto& each : fs::recursive_directory_iterator{game / "build"})
            if (each.is_regular_file())
                fs::resize_file(each.path(), 0);
        fs::remove_all(game / "build/objects");
        fs::remove(game.executable());
    }
    write_file(game / "go_on", "");
    for (const auto& each : debuggers)
        each->require_that_it_sees_its_generation();
}

TEST_CASE("what was not built anew is staged again without another copy of it")
{
    const built_game game{{"-gsplit-dwarf"}};
    const auto first = stage(game);
    REQUIRE(game.staging.stage(game.executable(), 2).warning.empty());
    const fs::path second = game.staging.folder_of(2);
    const fs::path main = "~bjects/main.dwo", helper = "~bjects/helper.dwo";
    REQUIRE(fs::equivalent(first.folder / main, second / main));
    game.build(3);
    REQUIRE(game.staging.stage(game.executable(), 3).warning.empty());
    const fs::path third = game.staging.folder_of(3);
    REQUIRE_FALSE(fs::equivalent(second / helper, third / helper));
    REQUIRE(read_file(third / helper) == read_file(game / "build/objects/helper.dwo"));
    require_that_debuggers_know_the_first_build(game, first.executable);
}

TEST_CASE("a .dwo file that is missing or of another build is one warning, and the game is staged")
{
    const built_game game{{"-gsplit-dwarf"}};
    const fs::path helper = game / "build/objects/helper.dwo";
    const auto warning = [&] {
        const auto report = game.staging.stage(game.executable(), 1);
        REQUIRE(report.what == supervisor::staging_report::outcome::staged);
        return report.warning;
    };
    SECTION("missing")
    {
        fs::remove(helper);
        REQUIRE(mentions(warning(), "1 of 2 .dwo files can't be used: cannot look at " + helper.string()));
    }
    SECTION("of another build")
    {
        fs::copy_file(game / "build/objects/main.dwo", helper, fs::copy_options::overwrite_existing);
        REQUIRE(mentions(warning(), "1 of 2 .dwo files can't be used: " + helper.string()));
    }
}

TEST_CASE("a separate debug file is staged under the name that the executable has for it")
{
    const built_game game{{}};
    const std::string symbols = GENERATE("game.symbols", ".debug/game.symbols");
    fs::create_directory(game / "build/.debug");
    built_game::require_success(game.run(OBJCOPY, {"--only-keep-debug", "game", symbols}));
    built_game::require_success(
        game.run(OBJCOPY, {"--strip-debug", "--add-gnu-debuglink=" + symbols, "game"}));
    const std::string content = read_file(game / ("build/" + symbols));
    SECTION("of this build")
    {
        const auto staged = stage(game);
        REQUIRE(read_file(staged.folder / "game.symbols") == content);
        fs::remove(game / ("build/" + symbols));
        require_that_debuggers_know_the_first_build(game, staged.executable);
    }
    SECTION("of another build")
    {
        write_file(game / ("build/" + symbols), content + "more");
        const auto report = game.staging.stage(game.executable(), 1);
        REQUIRE(report.what == supervisor::staging_report::outcome::staged);
        REQUIRE(mentions(report.warning, "game.symbols is of another build"));
        REQUIRE(entries_in(report.image.folder) == 1);
    }
}

TEST_CASE("2,000 damaged executables and .dwo files are read without harm")
{
    const built_game game{{"-gsplit-dwarf", GENERATE("-gdwarf-4", "-gdwarf-5")}};
    const std::string executable = read_file(game.executable());
    const std::string split = read_file(game / "build/objects/helper.dwo");
    std::mt19937 random{20};
    const auto damage = [&](std::string bytes, const fs::path& to) {
        for (unsigned count = 1 + random() % 4; count != 0; --count)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        bytes.resize(random() % 4 == 0 ? random() % bytes.size() : bytes.size());
        write_file(to, bytes);
    };
    for (int round = 0; round != 1000; ++round) {
        damage(executable, game / "damaged");
        split_dwarf::bounded_file file{(game / "damaged").string()};
        for (const auto& each : split_dwarf::read_skeletons(file, split_dwarf::read_sections(file)))
            REQUIRE_FALSE(each.name.empty());
        damage(split, game / "damaged.dwo");
        const auto object = split_dwarf::read_object(game / "damaged.dwo");
        if (object)
            for (const auto& each : object->units)
                REQUIRE(each.offset + each.bytes <= object->bytes[kind_of(each)]);
    }
}

TEST_CASE("what debuggers will miss is told once, and the game is played")
{
    const built_game tools{{}};
    const std::string symbols = tools / "build/game.symbols";
    write_file(symbols, "symbols");
    const auto link_to_nothing = [&](const fs::path& executable) {
        built_game::require_success(
            tools.run(OBJCOPY, {"--add-gnu-debuglink=" + symbols, executable.string()}));
    };
    const project game;
    game.install(worker_program("counter"));
    link_to_nothing(game.executable());
    supervisor_run run{game};
    const std::string sentence = run.wait_for("notice").at("sentence");
    REQUIRE(sentence.starts_with("debuggers will show less: there is no game.symbols beside "));
    run.wait_for("swapped");
    game.prepare(worker_program("counter"), "", game / "next");
    link_to_nothing(game / "next");
    fs::rename(game / "next", game.executable());
    run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(run.events("notice").size() == 1);
    run.quit();
}
