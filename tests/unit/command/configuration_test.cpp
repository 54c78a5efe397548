#include "supervisor/command/options.hpp"
#include "tests/support/temporary_folder.hpp"

#include "catch.hpp"

using namespace respawn::supervisor;
using respawn::test::temporary_folder;
using respawn::test::write_file;

namespace {

using words = std::vector<std::string>;

/// A project's folder with a respawn.toml.
class configured_project {
public:
    explicit configured_project(std::string_view content) { write_file(file(), content); }

    [[nodiscard]] std::filesystem::path file() const { return folder_ / configuration_file; }

    [[nodiscard]] run_options run(words arguments = {}) const
    {
        arguments.insert(arguments.begin(), "run");
        const auto parsed = parse_command_line(arguments, file());
        INFO((parsed ? std::string{} : parsed.error().sentence));
        REQUIRE(parsed.has_value());
        return std::get<run_options>(*parsed);
    }

    /// The sentence, with the file's name without its folders.
    [[nodiscard]] std::string complaint(words arguments = {}) const
    {
        arguments.insert(arguments.begin(), "run");
        const auto parsed = parse_command_line(arguments, file());
        auto said = parsed ? "understood" : parsed.error().sentence;
        if (const auto folder = said.find(folder_.path().string()); folder != std::string::npos)
            said.erase(folder, folder_.path().string().size() + 1);
        return said;
    }

private:
    temporary_folder folder_;
};

std::string complaint_about(std::string_view content)
{
    return configured_project{content}.complaint();
}

} // namespace

TEST_CASE("respawn run without arguments is what respawn.toml says")
{
    const configured_project here{R"(# The game.
exe = "build/pong"
build = "cmake --build build # all, of it"   # a comment
watch = [
    "src",      # code
    'my levels',
]
on-worker = "echo \"{event}\" > log"
args = ["--level", "2", "[a, b]", ""]
headless = true
no-audit = false
fps = 120
size = "320x200"
hang-timeout = 0.5
state-capacity = "1GiB"
state-address = 0x7e0000000000
on-crash = 'hold'
)"};
    const auto options = here.run();
    CHECK(options.exe == "build/pong");
    CHECK(options.build_command == "cmake --build build # all, of it");
    CHECK(options.watch == std::vector<std::filesystem::path>{"src", "my levels"});
    CHECK(options.hooks == words{"echo \"{event}\" > log"});
    CHECK(options.arguments == words{"--level", "2", "[a, b]", ""});
    CHECK(options.headless);
    CHECK(options.audits);
    CHECK(options.fps == 120);
    CHECK(options.width == 320);
    CHECK(options.hang_timeout == std::chrono::milliseconds{500});
    CHECK(options.state_capacity_bytes == std::uint64_t{1} << 30);
    CHECK(options.state_address == 0x7e00'0000'0000);
    CHECK(options.on_crash == crash_choice::hold);
}

TEST_CASE("every option of run can be in respawn.toml")
{
    const configured_project here{R"(exe = "pong"
build = "make"
watch = "src"
on-worker = ["a", "b"]
wrap = "nice"
headless = true
no-audit = true
gate = true
gate-timeout = 3
size = "1x1"
fps = 0
frames = 12
script = "keys"
json = true
state-capacity = 1048576
state-address = "0x7e0000000000"
journal = "2M"
dump-state = "end"
hang-timeout = 7
on-crash = "back"
core = "cores"
state = "kept"
autosave = 5
args = ["x"]
)"};
    const auto options = here.run();
    CHECK(options.hooks == words{"a", "b"});
    CHECK(options.wrap == "nice");
    CHECK_FALSE(options.audits);
    CHECK(options.gate == gate_mode::on);
    CHECK(options.gate_timeout == std::chrono::seconds{3});
    CHECK(options.frames == std::uint64_t{12});
    CHECK(options.script == "keys");
    CHECK(options.json);
    CHECK(options.journal_bytes == std::uint64_t{2} << 20);
    CHECK(options.dump_state == "end");
    CHECK(options.hang_timeout == std::chrono::seconds{7});
    CHECK(options.core_folder == "cores");
    CHECK(options.state_file == "kept");
    CHECK(options.autosave == std::chrono::seconds{5});
}

TEST_CASE("the command line wins over respawn.toml, a list over the whole list")
{
    const configured_project here{
        "exe = \"build/pong\"\nbuild = \"make\"\nwatch = [\"src\", \"levels\"]\nheadless = true\nfps = 30\n"
        "args = [\"old\"]\n"};
    const auto options = here.run(
        {"--fps", "50", "--watch", "engine", "--headless=false", "build/tetris", "--", "new", "newer"});
    CHECK(options.exe == "build/tetris");
    CHECK(options.build_command == "make");
    CHECK(options.watch == std::vector<std::filesystem::path>{"engine"});
    CHECK_FALSE(options.headless);
    CHECK(options.fps == 50);
    CHECK(options.arguments == words{"new", "newer"});
    CHECK(here.run({"--"}).arguments.empty());
}

TEST_CASE("an empty respawn.toml, and an empty list, are as if they were not there")
{
    CHECK(configured_project{""}.run({"pong"}).exe == "pong");
    CHECK_FALSE(configured_project{"\n# nothing\n"}.run({"pong"}).fps.has_value());
    CHECK(configured_project{"watch = []\nfps = 30"}.run({"pong"}).watch.empty());
}

TEST_CASE("a key that respawn.toml can't have is told with its line and the nearest that it can")
{
    CHECK(
        complaint_about("exe = \"pong\"\n\nwtach = \"src\"\n") ==
        "respawn: respawn.toml:3: there is no option wtach, perhaps you meant watch; see 'respawn help'");
    CHECK(
        complaint_about("banana = 1\n") ==
        "respawn: respawn.toml:1: there is no option banana; see 'respawn help'");
    CHECK(
        complaint_about("--fps = 1\n") ==
        "respawn: respawn.toml:1: there is no option --fps, perhaps you meant fps; see 'respawn help'");
    CHECK(
        complaint_about("fps = 30\nexe = \"pong\"\nfps = 60\n") ==
        "respawn: respawn.toml:3: fps is in line 1 already");
    // Also when the command line would win.
    CHECK(
        configured_project{"frmes = 1"}.complaint({"--frames", "3", "pong"}) ==
        "respawn: respawn.toml:1: there is no option frmes, perhaps you meant frames; see 'respawn help'");
}

TEST_CASE("a value of the wrong type in respawn.toml is told with its line")
{
    CHECK(
        complaint_about("headless = \"yes\"\n") == "respawn: respawn.toml:1: headless must be true or false");
    CHECK(complaint_about("headless = 1\n") == "respawn: respawn.toml:1: headless must be true or false");
    CHECK(
        complaint_about("\nbuild = true\n") ==
        "respawn: respawn.toml:2: build can't be true, but takes a text in quotes, or a number");
    CHECK(complaint_about("fps = [30, 60]\n") == "respawn: respawn.toml:1: fps takes one value, and no list");
    CHECK(
        complaint_about("exe = \"pong\"\nfps = \"fast\"\n") ==
        "respawn: respawn.toml:2: fps is 'fast', give a whole number from 0 to 1000; see 'respawn help'");
    CHECK(
        complaint_about("exe = \"pong\"\non-crash = \"dance\"\n") ==
        "respawn: respawn.toml:2: on-crash is 'dance', must be restart, hold, back or wait; see 'respawn "
        "help'");
    CHECK(
        complaint_about("exe = \"pong\"\nbuild = \"\"\n") ==
        "respawn: respawn.toml:2: build needs a command, such as 'cmake --build build'; see 'respawn help'");
    CHECK(
        complaint_about("exe = \"pong\"\nwatch = [\"src\"]\n") ==
        "respawn: respawn.toml:2: watch needs --build, the command that builds the game; see 'respawn help'");
}

TEST_CASE("what is no TOML in respawn.toml is told with its line and what to write")
{
    const std::pair<const char*, const char*> lines[] = {
        {"exe = build/pong",
         "the value build/pong is neither a number nor true or false, and a text stands in quotes"},
        {"exe = 64M", "the value 64M is neither a number nor true or false, and a text stands in quotes"},
        {"exe =", "the value is missing"},
        {"exe", "there is no = after exe"},
        {"= 3", "write an option as name = value"},
        {"exe = \"pong", "a text has no quote at its end; it can't go on in the next line"},
        {"exe = 'pong\n'", "a text has no quote at its end; it can't go on in the next line"},
        {"exe = \"\"\"pong\"\"\"", "a text can't have three quotes around it; it is of one line"},
        {"exe = \"a\\b\"",
         "after a backslash only \\, \", n and t are understood; in '...' it stands for itself"},
        {"exe = \"a\" \"b\"", "there is something after the value of exe"},
        {"watch = [\"a\" \"b\"]", "the values of a list need a comma between them"},
        {"watch = [\"a\", [\"b\"]]", "a list can't be in a list"},
        {"watch = [\"a\"", "a list has no ] at its end"},
        {"[run]", "there are no sections, so write the option without [...] above it"}};
    for (const auto& [line, problem] : lines) {
        CAPTURE(line);
        CHECK(
            complaint_about(std::string{"fps = 30\n"} + line) ==
            "respawn: respawn.toml:2: " + std::string{problem});
    }
}

TEST_CASE("a respawn.toml that can't be read is told")
{
    const temporary_folder folder;
    std::filesystem::create_directory(folder / configuration_file);
    const auto parsed = parse_command_line(words{"run", "pong"}, folder / configuration_file);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(
        parsed.error().sentence ==
        "respawn: " + (folder / configuration_file).string() +
            " is no file, where 'respawn run' looks for one with its options; move it away");
}
