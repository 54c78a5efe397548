#include "supervisor/command/help.hpp"
#include "supervisor/command/options.hpp"

#include "catch.hpp"

using namespace respawn::supervisor;

namespace {

using words = std::vector<std::string>;

template <class T>
T parsed_as(const words& arguments)
{
    const auto parsed = parse_command_line(arguments);
    INFO((parsed ? std::string{} : parsed.error().sentence));
    REQUIRE(parsed.has_value());
    REQUIRE(std::holds_alternative<T>(*parsed));
    return std::get<T>(*parsed);
}

std::string complaint(const words& arguments)
{
    const auto parsed = parse_command_line(arguments);
    return parsed ? "understood" : parsed.error().sentence;
}

} // namespace

TEST_CASE("an executable is all that run needs")
{
    const auto options = parsed_as<run_options>({"run", "build/pong"});
    CHECK(options.exe == "build/pong");
    CHECK(options.arguments.empty());
    CHECK(options.build_command.empty());
    CHECK(options.watch.empty());
    CHECK(options.width == 960);
    CHECK(options.height == 720);
    CHECK_FALSE(options.fps.has_value());
    CHECK_FALSE(options.frames);
    CHECK_FALSE(options.script);
    CHECK_FALSE(options.headless);
    CHECK_FALSE(options.json);
    CHECK_FALSE(options.dump_state);
    CHECK_FALSE(options.state_file);
    CHECK(options.autosave == std::chrono::seconds{30});
    CHECK(options.state_capacity_bytes == std::uint64_t{64} << 30);
    CHECK(options.state_address == 0x2000'0000'0000);
    CHECK(options.journal_bytes == std::uint64_t{64} << 20);
}

TEST_CASE("every option of run reaches its field")
{
    const auto options = parsed_as<run_options>(
        {"run",
         "--build",
         "cmake --build build",
         "--watch",
         "src",
         "--watch=include",
         "--headless",
         "--size",
         "320x200",
         "--fps",
         "0",
         "--frames",
         "3600",
         "--script",
         "keys.txt",
         "--json",
         "--state-capacity",
         "1GiB",
         "--state-address",
         "0x7e0000000000",
         "--journal",
         "2M",
         "--dump-state",
         "end.bin",
         "--state",
         "kept.state",
         "--autosave",
         "2.5",
         "--core",
         "cores",
         "build/pong"});
    CHECK(options.build_command == "cmake --build build");
    CHECK(options.core_folder == "cores");
    REQUIRE(options.watch.size() == 2);
    CHECK(options.watch[0] == "src");
    CHECK(options.watch[1] == "include");
    CHECK(options.headless);
    CHECK(options.width == 320);
    CHECK(options.height == 200);
    CHECK(options.fps == 0);
    CHECK(options.frames == std::uint64_t{3600});
    CHECK(options.script == std::filesystem::path{"keys.txt"});
    CHECK(options.json);
    CHECK(options.state_capacity_bytes == std::uint64_t{1} << 30);
    CHECK(options.state_address == 0x7e00'0000'0000);
    CHECK(options.journal_bytes == std::uint64_t{2} << 20);
    CHECK(options.dump_state == std::filesystem::path{"end.bin"});
    CHECK(options.state_file == std::filesystem::path{"kept.state"});
    CHECK(options.autosave == std::chrono::milliseconds{2500});
    CHECK(options.exe == "build/pong");
}

TEST_CASE("a watched path never swallows the executable")
{
    const auto options = parsed_as<run_options>({"run", "--build", "make", "--watch", "src", "build/pong"});
    CHECK(options.watch == std::vector<std::filesystem::path>{"src"});
    CHECK(options.exe == "build/pong");
}

TEST_CASE("options may follow the executable, and an option given twice counts as it was given last")
{
    const auto options = parsed_as<run_options>({"run", "pong", "--fps", "30", "--fps", "50"});
    CHECK(options.exe == "pong");
    CHECK(options.fps == 50);
}

TEST_CASE("everything after two dashes is for the game, as it is")
{
    const auto options = parsed_as<run_options>({"run", "pong", "--", "--fps", "x", "--", "--help", ""});
    CHECK(options.arguments == words{"--fps", "x", "--", "--help", ""});
    CHECK_FALSE(options.fps.has_value());
}

TEST_CASE("a command line that run can't understand is answered with one sentence that helps")
{
    CHECK(
        complaint({"run"}) ==
        "respawn run: name the game's executable, such as build/pong, here or as exe in respawn.toml; see "
        "'respawn help'");
    CHECK(complaint({"run", ""}) == complaint({"run"}));
    CHECK(complaint({"run", "--", "pong"}) == complaint({"run"}));
    CHECK(complaint({"run", "pong", "2"}) == "respawn run: '2' is one argument too many; see 'respawn help'");
    CHECK(
        complaint({"run", "--frmes", "5", "pong"}) ==
        "respawn run: there is no option --frmes, perhaps you meant --frames; see 'respawn help'");
    CHECK(
        complaint({"run", "--hedless=1", "pong"}) ==
        "respawn run: there is no option --hedless, perhaps you meant --headless; see 'respawn help'");
    CHECK(complaint({"run", "-x", "pong"}) == "respawn run: there is no option -x; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--fps"}) ==
        "respawn run: --fps needs a value after it; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--build", "make", "--watch"}) ==
        "respawn run: --watch needs a value after it; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--watch", "src"}) ==
        "respawn run: --watch needs --build, the command that builds the game; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--build", ""}) ==
        "respawn run: --build needs a command, such as 'cmake --build build'; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--build", "make", "--watch", ""}) ==
        "respawn run: --watch needs the name of a file or folder; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--size", "12"}) ==
        "respawn run: --size is '12', give a width and a height in pixels, up to 7680x4320, such as 960x720; "
        "see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--fps", "fast"}) ==
        "respawn run: --fps is 'fast', give a whole number from 0 to 1000; see 'respawn help'");
    CHECK(complaint({"run", "pong", "--frames", "0"})
              .starts_with("respawn run: --frames is '0', give a whole number from 1"));
    CHECK(
        complaint({"run", "pong", "--state-capacity", "64X"}) ==
        "respawn run: --state-capacity is '64X', give a size from 1 MiB to 16 TiB, such as 64M or 2GiB; "
        "see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--journal", "1"}) ==
        "respawn run: --journal is '1', give a size from 1 MiB to 64 GiB, such as 64M or 2GiB; see 'respawn "
        "help'");
    CHECK(
        complaint({"run", "pong", "--state-address", "here"}) ==
        "respawn run: --state-address is 'here', give a hexadecimal address that is a multiple of 0x1000, "
        "such as "
        "0x200000000000; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--script", ""}) ==
        "respawn run: --script needs the name of a file; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--dump-state", ""}) ==
        "respawn run: --dump-state needs the name of a file; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--state", ""}) ==
        "respawn run: --state needs the name of a file; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--autosave", "3"}) ==
        "respawn run: --autosave needs --state, the file to save to; see 'respawn help'");
    CHECK(
        complaint({"run", "pong", "--state", "a", "--autosave", "often"}) ==
        "respawn run: --autosave is 'often', give a time in seconds, such as 2 or 0.5, or 0 for none; see "
        "'respawn help'");
    CHECK(complaint({"run", "pong", "--json=maybe"}).find("--json = maybe") != std::string::npos);
    CHECK(
        complaint({"run", "pong", "--fps", "-5"}) ==
        "respawn run: --fps is '-5', give a whole number from 0 to 1000; see 'respawn help'");
}

TEST_CASE("commands to a running session are understood with what belongs to them")
{
    CHECK(parsed_as<session_command>({"status"}).what.what == action::status);
    CHECK_FALSE(parsed_as<session_command>({"status"}).json);
    CHECK(parsed_as<session_command>({"status", "--json"}).json);
    CHECK(parsed_as<session_command>({"restart"}).what.what == action::restart);
    CHECK(parsed_as<session_command>({"reset"}).what.what == action::reset);
    CHECK(parsed_as<session_command>({"pause"}).what.what == action::pause);
    CHECK(parsed_as<session_command>({"resume"}).what.what == action::resume);
    CHECK(parsed_as<session_command>({"step"}).what.steps == 1);
    CHECK(parsed_as<session_command>({"step", "12"}).what.steps == 12);
    CHECK(parsed_as<session_command>({"screenshot", "a.png"}).what.file == "a.png");
    CHECK_FALSE(parsed_as<session_command>({"screenshot", "a.png"}).what.with_overlay);
    CHECK(parsed_as<session_command>({"screenshot", "--overlay", "a.png"}).what.with_overlay);
    CHECK(parsed_as<session_command>({"save"}).what.what == action::save);
    CHECK(parsed_as<session_command>({"save"}).what.file.empty());
    CHECK(parsed_as<session_command>({"save", "a.state"}).what.file == "a.state");
    CHECK(parsed_as<session_command>({"load", "a.state"}).what.what == action::load);
    CHECK(parsed_as<session_command>({"load", "a.state"}).what.file == "a.state");
    CHECK(parsed_as<session_command>({"quit"}).what.what == action::quit);
}

TEST_CASE("a command that can't be understood is answered with one sentence that helps")
{
    CHECK(complaint({}) == "respawn: say what to do, such as 'respawn run build/pong'; see 'respawn help'");
    CHECK(
        complaint({"rnu"}) ==
        "respawn: there is no command 'rnu', perhaps you meant 'run'; see 'respawn help'");
    CHECK(complaint({"banana"}) == "respawn: there is no command 'banana'; see 'respawn help'");
    CHECK(complaint({"quit", "now"}) == "respawn quit: 'now' is one argument too many; see 'respawn help'");
    CHECK(
        complaint({"status", "--jsn"}) ==
        "respawn status: there is no option --jsn, perhaps you meant --json; see 'respawn help'");
    CHECK(complaint({"pause", "--json"}) == "respawn pause: there is no option --json; see 'respawn help'");
    CHECK(
        complaint({"step", "0"}) ==
        "respawn step: N is '0', give a whole number from 1 to 1000000; see 'respawn help'");
    CHECK(
        complaint({"screenshot"}) ==
        "respawn screenshot: name the file to write, such as picture.png; see 'respawn help'");
    CHECK(
        complaint({"load"}) ==
        "respawn load: name the file to load, one that 'respawn save' has written; see 'respawn help'");
}

TEST_CASE("help and version are there in the forms that people try")
{
    for (const words& asked :
         {words{"help"}, words{"--help"}, words{"-h"}, words{"run", "--help"}, words{"run", "-h", "pong"},
          words{"step", "--help"}, words{"help", "run"}})
        CHECK(parsed_as<text_to_print>(asked).text == help_text());
    CHECK(parsed_as<text_to_print>({"--version"}).text == "respawn 0.1.0\n");
}

TEST_CASE("the help tells of every option")
{
    for (const std::string option :
         {"--build CMD", "--watch PATH", "--headless ", "--size WxH", "--fps N", "--frames N",
          "--script FILE", "--json ", "--state-capacity SIZE", "--state-address HEX", "--journal SIZE",
          "--dump-state FILE", "--state FILE", "--autosave SECONDS"}) {
        CAPTURE(option);
        CHECK(help_text().find("  " + option) != std::string::npos);
    }
}

TEST_CASE("a Windows executable is looked at without a session")
{
    using respawn::pe::debug_options;
    const auto asked = parsed_as<debug_options>({"pe-debug", "bin/game.exe"});
    CHECK(asked.image == "bin/game.exe");
    CHECK(asked.pdb_name.empty());
    CHECK_FALSE(asked.json);
    CHECK(parsed_as<debug_options>({"pe-debug", "--json", "game.exe"}).json);
    CHECK(parsed_as<debug_options>({"pe-debug", "game.exe", "--set", "game.pdb"}).pdb_name == "game.pdb");
    CHECK(
        complaint({"pe-debug"}) ==
        "respawn pe-debug: name the Windows executable to look at, such as game.exe; see 'respawn help'");
    for (const char* name : {"", "bin/game.pdb", "C:\\bin\\game.pdb", ".."})
        CHECK(
            complaint({"pe-debug", "game.exe", "--set", name}) ==
            "respawn pe-debug: --set needs the name of a file without folders, such as game.pdb; "
            "see 'respawn help'");
    CHECK(help_text().find("  respawn pe-debug FILE ") != std::string::npos);
}

TEST_CASE("what looks at dead workers is a command that supervisors give")
{
    const auto options = parsed_as<respawn::postmortem::examine_options>(
        {"examine", "4711", "--thread", "4712", "--signal", "11", "--core", "cores/core.3.4711"});
    CHECK(options.process_id == 4711);
    CHECK(options.thread_id == 4712);
    CHECK(options.signal == 11);
    CHECK_FALSE(options.is_hang);
    CHECK(options.core == "cores/core.3.4711");
    CHECK(parsed_as<respawn::postmortem::examine_options>({"examine", "4711", "--hang"}).is_hang);
    for (const char* id : {"", "0", "-1", "self", "99999999999999999999"})
        CHECK(
            complaint({"examine", id}) ==
            "respawn examine: PID must be the id of a process; see 'respawn help'");
    CHECK(
        complaint({"run", "--core", "", "pong"}) ==
        "respawn run: --core needs the name of a folder; see 'respawn help'");
}

TEST_CASE("what looks into the state is understood with what belongs to it")
{
    const auto all = parsed_as<session_command>({"inspect"});
    CHECK(all.what.what == action::inspect);
    CHECK(all.what.path.empty());
    CHECK_FALSE(all.watch);
    const auto part =
        parsed_as<session_command>({"inspect", "game.x", "--depth", "2", "--all", "--json", "--watch"});
    CHECK(part.what.path == "game.x");
    CHECK(part.what.depth == 2);
    CHECK(part.what.all);
    CHECK(part.what.json);
    CHECK(part.watch);
    CHECK(part.what.wants_leaves);
    const auto set = parsed_as<session_command>({"set", "game.x", "-7"});
    CHECK(set.what.what == action::set);
    CHECK(set.what.value == "-7");
    CHECK(parsed_as<session_command>({"set", "game.title", ""}).what.value.empty());
    CHECK(parsed_as<session_command>({"schema"}).what.what == action::schema);
    CHECK(parsed_as<session_command>({"schema", "enemy", "--json"}).what.path == "enemy");
    CHECK(parsed_as<session_command>({"diff", "a.state"}).what.file == "a.state");
    CHECK(parsed_as<session_command>({"diff", "a.state", "game.hp"}).what.path == "game.hp");
    CHECK(parsed_as<session_command>({"audit"}).what.what == action::audit);
    CHECK(parsed_as<session_command>({"audit", "--json"}).what.json);
    CHECK(parsed_as<run_options>({"run", "pong"}).audits);
    CHECK_FALSE(parsed_as<run_options>({"run", "--no-audit", "pong"}).audits);

    CHECK(complaint({"inspect", "--depth", "65"}).find("from 0 to 64") != std::string::npos);
    CHECK(complaint({"inspect", "--dept", "1"}).find("perhaps you meant --depth") != std::string::npos);
    CHECK(complaint({"set", "game.x"}).find("a path and a value") != std::string::npos);
    CHECK(complaint({"set", "game.x", "1", "2"}).find("'2' is one argument too many") != std::string::npos);
    CHECK(complaint({"diff"}).find("name the file to compare with") != std::string::npos);
    CHECK(complaint({"inspct"}).find("perhaps you meant 'inspect'") != std::string::npos);
}

TEST_CASE("dap takes the adapter to stand before, or none")
{
    CHECK_FALSE(parsed_as<dap_options>({"dap"}).adapter);
    CHECK(parsed_as<dap_options>({"dap", "--adapter", "gdb -i dap"}).adapter == "gdb -i dap");
    CHECK(
        complaint({"dap", "--adapter", ""}) ==
        "respawn dap: --adapter is empty, but names a debug adapter such as lldb-dap; see 'respawn help'");
    CHECK(complaint({"dap", "lldb"}) == "respawn dap: 'lldb' is one argument too many; see 'respawn help'");
}

TEST_CASE("init takes an editor that respawn knows")
{
    CHECK_FALSE(parsed_as<init_options>({"init", "vscode"}).overwrites);
    CHECK(parsed_as<init_options>({"init", "vscode", "--force"}).overwrites);
    CHECK(complaint({"init"}) == "respawn init: name the editor, vscode; see 'respawn help'");
    CHECK(
        complaint({"init", "ed"}) ==
        "respawn init: the editor can't be 'ed', but vscode; see 'respawn help'");
}

TEST_CASE("what wraps the workers gives them more time for a frame, unless told otherwise")
{
    CHECK(parsed_as<run_options>({"run", "build/pong"}).hang_timeout == std::chrono::seconds{2});
    const auto wrapped = parsed_as<run_options>({"run", "--wrap", "valgrind -q", "build/pong"});
    CHECK(wrapped.wrap == "valgrind -q");
    CHECK(wrapped.hang_timeout == std::chrono::seconds{60});
    const auto hurried =
        parsed_as<run_options>({"run", "--wrap", "nice", "--hang-timeout", "3", "build/pong"});
    CHECK(hurried.hang_timeout == std::chrono::seconds{3});
    CHECK(complaint({"run", "--wrap", "", "build/pong"}).find("--wrap needs a command") != std::string::npos);
}

TEST_CASE("hooks are kept in order, and refused with a placeholder that means nothing")
{
    const auto options = parsed_as<run_options>(
        {"run", "--on-worker", "attach {pid}", "--on-worker", "echo {event}", "build/pong"});
    CHECK(options.hooks == words{"attach {pid}", "echo {event}"});
    CHECK(
        complaint({"run", "--on-worker", "attach {pod}", "build/pong"}) ==
        "respawn run: --on-worker has {pod} in it; the placeholders are {pid}, {exe}, {generation}, {dir}, "
        "{event}, "
        "{project}; see 'respawn help'");
    CHECK(
        complaint({"run", "--on-worker", "", "build/pong"}).find("--on-worker needs a command") !=
        std::string::npos);
}
