#include "catch.hpp"

#include "supervisor/build/diagnostics.hpp"

#include <random>
#include <string>

using namespace respawn::supervisor;

namespace {

/// Of g++ 12.2 with -fdiagnostics-color=always.
constexpr auto gcc_output =
    "In file included from \x1b[01m\x1b[Ka.cpp:2\x1b[m\x1b[K:\n"
    "\x1b[01m\x1b[Kh.hpp:\x1b[m\x1b[K In function ‘\x1b[01m\x1b[Kint g()\x1b[m\x1b[K’:\n"
    "\x1b[01m\x1b[Kh.hpp:2:22:\x1b[m\x1b[K \x1b[01;35m\x1b[Kwarning: \x1b[m\x1b[Kunused variable "
    "‘\x1b[01m\x1b[Kz\x1b[m\x1b[K’ [\x1b[01;35m\x1b[K-Wunused-variable\x1b[m\x1b[K]\n"
    "    2 | inline int g() { int \x1b[01;35m\x1b[Kz\x1b[m\x1b[K; }\n"
    "      |                      \x1b[01;35m\x1b[K^\x1b[m\x1b[K\n"
    "\x1b[01m\x1b[Ka.cpp:\x1b[m\x1b[K In function ‘\x1b[01m\x1b[Kint main()\x1b[m\x1b[K’:\n"
    "\x1b[01m\x1b[Ka.cpp:6:36:\x1b[m\x1b[K \x1b[01;31m\x1b[Kerror: \x1b[m\x1b[K‘\x1b[01m\x1b[Kclass "
    "std::vector<int>\x1b[m\x1b[K’ has no member named ‘\x1b[01m\x1b[Kpush_bak\x1b[m\x1b[K’; did you mean "
    "‘\x1b[01m\x1b[Kpush_back\x1b[m\x1b[K’?\n"
    "    6 | int main() { std::vector<int> v; v.\x1b[01;31m\x1b[Kpush_bak\x1b[m\x1b[K(1); }\n"
    "      |                                    \x1b[01;31m\x1b[K^~~~~~~~\x1b[m\x1b[K\n"
    "      |                                    \x1b[32m\x1b[Kpush_back\x1b[m\x1b[K\n"
    "h.hpp: In instantiation of ‘\x1b[01m\x1b[Kint nothing(T) [with T = ball]\x1b[m\x1b[K’:\n"
    "\x1b[01m\x1b[Ka.cpp:6:122:\x1b[m\x1b[K   required from here\n"
    "\x1b[01m\x1b[Kh.hpp:1:48:\x1b[m\x1b[K \x1b[01;31m\x1b[Kerror: \x1b[m\x1b[K‘\x1b[01m\x1b[Kstruct "
    "ball\x1b[m\x1b[K’ has no member named ‘\x1b[01m\x1b[Kmissing\x1b[m\x1b[K’\n"
    "    1 | template <class T> int nothing(T t) { return \x1b[01;31m\x1b[Kt.missing\x1b[m\x1b[K; }\n"
    "      |                                              \x1b[01;31m\x1b[K~~^~~~~~~\x1b[m\x1b[K\n";

/// Of clang 14 with -fcolor-diagnostics.
constexpr auto clang_output =
    "In file included from a.cpp:2:\n"
    "\x1b[1m./h.hpp:2:22: \x1b[0m\x1b[0;1;35mwarning: \x1b[0m\x1b[1munused variable 'z' "
    "[-Wunused-variable]\x1b[0m\n"
    "inline int g() { int z; }\n"
    "\x1b[0;1;32m                     ^\n"
    "\x1b[0m\x1b[1ma.cpp:6:36: \x1b[0m\x1b[0;1;31merror: \x1b[0m\x1b[1mno member named 'push_bak' in "
    "'std::vector<int>'; did you mean 'push_back'?\x1b[0m\n"
    "int main() { std::vector<int> v; v.push_bak(1); }\n"
    "\x1b[0;1;32m                                   ^~~~~~~~\n"
    "\x1b[0m\x1b[0;32m                                   push_back\n"
    "\x1b[0m\x1b[1m/usr/include/c++/12/bits/stl_vector.h:1293:7: \x1b[0m\x1b[0;1;30mnote: "
    "\x1b[0m'push_back' declared here\x1b[0m\n"
    "      push_back(value_type&& __x)\n"
    "\x1b[0;1;32m      ^\n"
    "\x1b[0m1 warning and 1 error generated.\n";

/// What names a place, for comparisons: "error a.cpp:6:36 message".
std::string summary(const diagnostic& what)
{
    return (what.level == severity::error ? "error " : "warning ") + what.file + ":" +
           std::to_string(what.line) + ":" + std::to_string(what.column) + " " + what.message;
}

std::vector<std::string> summaries(std::string_view text)
{
    std::vector<std::string> all;
    for (const auto& each : read_build_output(text).diagnostics)
        all.push_back(summary(each));
    return all;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("the errors of g++ come first, with places and context and without colours")
{
    const auto output = read_build_output(gcc_output);
    CHECK(output.errors == 2);
    CHECK(output.warnings == 1);
    REQUIRE(output.diagnostics.size() == 3);
    CHECK(
        summary(output.diagnostics[0]) == "error a.cpp:6:36 ‘class std::vector<int>’ has no member named "
                                          "‘push_bak’; did you mean ‘push_back’?");
    CHECK(
        output.diagnostics[0].context ==
        texts{
            "a.cpp: In function ‘int main()’:", "    6 | int main() { std::vector<int> v; v.push_bak(1); }",
            "      |                                    ^~~~~~~~",
            "      |                                    push_back"});
    CHECK(summary(output.diagnostics[1]) == "error h.hpp:1:48 ‘struct ball’ has no member named ‘missing’");
    REQUIRE(output.diagnostics[1].context.size() == 4);
    CHECK(output.diagnostics[1].context[1] == "a.cpp:6:122:   required from here");
    CHECK(summary(output.diagnostics[2]) == "warning h.hpp:2:22 unused variable ‘z’ [-Wunused-variable]");
    CHECK(output.diagnostics[2].context.front() == "In file included from a.cpp:2:");
}

TEST_CASE("the notes of clang stay with the error that they explain")
{
    const auto output = read_build_output(clang_output);
    REQUIRE(output.diagnostics.size() == 2);
    CHECK(
        summary(output.diagnostics[0]) ==
        "error a.cpp:6:36 no member named 'push_bak' in 'std::vector<int>'; did you mean 'push_back'?");
    REQUIRE(output.diagnostics[0].context.size() == 6);
    CHECK(
        output.diagnostics[0].context[3] ==
        "/usr/include/c++/12/bits/stl_vector.h:1293:7: note: 'push_back' declared here");
    CHECK(summary(output.diagnostics[1]) == "warning ./h.hpp:2:22 unused variable 'z' [-Wunused-variable]");
}

TEST_CASE("linkers' complaints are errors, and what only follows from them is left out")
{
    CHECK(
        summaries("/usr/bin/ld: /tmp/ccDiBY28.o: in function `main':\n"
                  "/home/me/l.cpp:2: undefined reference to `s::m()'\n"
                  "/usr/bin/ld: /home/me/l.cpp:3: undefined reference to `f(int)'\n"
                  "collect2: error: ld returned 1 exit status\n"
                  "ninja: build stopped: subcommand failed.\n") ==
        texts{
            "error /home/me/l.cpp:2:0 undefined reference to `s::m()'",
            "error /home/me/l.cpp:3:0 undefined reference to `f(int)'"});
    CHECK(
        summaries("/usr/bin/ld: cannot find -lnosuch: No such file or directory\n"
                  "clang: error: linker command failed with exit code 1 (use -v to see invocation)\n") ==
        texts{"error :0:0 cannot find -lnosuch: No such file or directory"});
    CHECK(
        summaries("ld.lld: error: undefined symbol: f(int)\n"
                  ">>> referenced by l.cpp:2 (/home/me/l.cpp:2)\n"
                  ">>>               /tmp/l-1.o:(main)\n") ==
        texts{"error l.cpp:2:0 undefined symbol: f(int)"});
    CHECK(
        summaries("/usr/bin/ld: b.o: in function `f()':\nb.cpp:1: multiple definition of `f()'; "
                  "a.o:a.cpp:1: first defined here\n") ==
        texts{"error b.cpp:1:0 multiple definition of `f()'; a.o:a.cpp:1: first defined here"});
}

TEST_CASE("CMake, make and ninja are understood")
{
    CHECK(
        summaries("-- Configuring\nCMake Error at CMakeLists.txt:7 (add_executable):\n"
                  "  Cannot find source file:\n\n    nosuch.cpp\n\n\n-- Configuring incomplete, errors "
                  "occurred!\n") == texts{"error CMakeLists.txt:7:0 Cannot find source file:"});
    CHECK(
        summaries("make: *** No rule to make target 'pong'.  Stop.\n") ==
        texts{"error :0:0 make: *** No rule to make target 'pong'.  Stop."});
    CHECK(
        summaries(
            "ninja: error: '../main.cpp', needed by 'main.o', missing and no known rule to make it\n") ==
        texts{"error :0:0 ninja: error: '../main.cpp', needed by 'main.o', missing and no known rule to make "
              "it"});
    CHECK(
        summaries("[1/2] Building CXX object a.o\nFAILED: a.o\n/usr/bin/c++ -c a.cpp\n"
                  "a.cpp:1:10: fatal error: nosuch.hpp: No such file or directory\n"
                  "make[1]: *** [Makefile:3: a.o] Error 1\nmake: *** [Makefile:2: all] Error 2\n") ==
        texts{"error a.cpp:1:10 nosuch.hpp: No such file or directory"});
}

TEST_CASE("output that nobody knows is shown by its last lines")
{
    const auto output = read_build_output("first\n\nsh: 1: compile: not found\n");
    REQUIRE(output.diagnostics.size() == 1);
    CHECK(output.errors == 1);
    CHECK(output.diagnostics[0].message == "the build printed this last:");
    CHECK(output.diagnostics[0].context == texts{"first", "sh: 1: compile: not found"});
    CHECK(read_build_output("").diagnostics.empty());
    CHECK(read_build_output("\n\n").diagnostics.empty());
}

TEST_CASE("a source that is quoted is no complaint")
{
    CHECK(
        summaries("a.cpp:3:5: error: expected ';'\n"
                  "    3 | fail(\"x: undefined reference to \" + name)\n") ==
        texts{"error a.cpp:3:5 expected ';'"});
}

TEST_CASE("many and long complaints are cut, and counted")
{
    std::string text;
    for (int number = 1; number <= 500; ++number)
        text += "a.cpp:" + std::to_string(number) + ":1: warning: w\na.cpp:" + std::to_string(number) +
                ":1: error: e\n";
    const auto output = read_build_output(text);
    CHECK(output.errors == 500);
    CHECK(output.warnings == 500);
    REQUIRE(output.diagnostics.size() == max_diagnostics);
    CHECK(output.diagnostics.back().level == severity::error);

    std::string deep = "a.cpp:1:1: error: e\n";
    for (int number = 0; number != 1000; ++number)
        deep += "   context\n";
    deep += "b.cpp:1:1: error: " + std::string(100'000, 'x') + "\n";
    const auto cut = read_build_output(deep);
    CHECK(cut.diagnostics[0].context.size() == max_context_lines);
    CHECK(cut.diagnostics[1].message.size() <= max_line_bytes);
    CHECK(read_build_output(std::string(2 * max_read_bytes, '\n') + "a.cpp:1:1: error: e").errors == 0);
}

TEST_CASE("lines are cut between characters")
{
    for (std::size_t before = max_line_bytes - 4; before != max_line_bytes + 1; ++before) {
        const auto text = std::string(before, 'x') + "\xe2\x80\x98";
        const auto line = read_build_output(text).diagnostics.at(0).context.at(0);
        CHECK((line == text || line == std::string(std::min(before, max_line_bytes), 'x')));
    }
}

TEST_CASE("titles, links and lines that a progress display wrote over are taken out")
{
    CHECK(
        summaries("[1/2] building\r[2/2] building\r\x1b[Ka.cpp:1:2: error: "
                  "\x1b]8;;http://gcc.gnu.org\x1b\\e\x1b]8;;\x1b\\ f\x1b]0;title\a\r\n") ==
        texts{"error a.cpp:1:2 e f"});
    CHECK(summaries("a.cpp:99999999999:1: error: e\n").size() == 1);
}

TEST_CASE("bytes of any kind are read")
{
    std::mt19937 random{7};
    const std::string pieces[] = {
        "\x1b[",
        "\x1b]",
        "\x1b",
        ":",
        "1",
        "error: ",
        "a.cpp",
        "\n",
        "\r",
        " ",
        "\xff",
        "CMake Error",
        " at ",
        "*** ",
        "make",
        ".o:",
        "|",
        "undefined reference to ",
        ">>> referenced by ",
        "note: ",
        "ld returned ",
        std::string(1, '\0'),
        "\t",
        "m"};
    for (int round = 0; round != 3000; ++round) {
        std::string text;
        for (int count = 0; count != 40; ++count)
            text += pieces[random() % std::size(pieces)];
        for (const auto& each : read_build_output(text).diagnostics) {
            REQUIRE(each.message.find_first_of("\x1b\n\r\t") == std::string::npos);
            REQUIRE(each.file.find_first_of("\x1b\n\r\t") == std::string::npos);
        }
    }
}
