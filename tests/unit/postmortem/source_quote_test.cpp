#include "supervisor/postmortem/source_quote.hpp"

#include "tests/support/temporary_folder.hpp"

#include "catch.hpp"

#include <sys/stat.h>

using namespace respawn::postmortem;
using namespace respawn::test;

namespace {

std::string shown(const std::vector<source_line>& lines)
{
    std::string text;
    for (const source_line& each : lines)
        text += (each.is_marked ? ">" : " ") + std::to_string(each.number) + "|" + each.text + "\n";
    return text;
}

} // namespace

TEST_CASE("a line is quoted with two before and two after it, and marked")
{
    const temporary_folder folder;
    write_file(folder / "game.cpp", "one\ntwo\nthree\nfour\nfive\nsix\nseven");
    CHECK(shown(quote(folder / "game.cpp", 4)) == " 2|two\n 3|three\n>4|four\n 5|five\n 6|six\n");
    CHECK(shown(quote(folder / "game.cpp", 1)) == ">1|one\n 2|two\n 3|three\n");
    CHECK(shown(quote(folder / "game.cpp", 7)) == " 5|five\n 6|six\n>7|seven\n");
}

TEST_CASE("blank lines at the edge are left out, tabs become spaces, and long lines are cut")
{
    const temporary_folder folder;
    write_file(folder / "game.cpp", "\n\n\tif (a)\r\n\t\tb();\n   \n" + std::string(5000, 'x'));
    CHECK(shown(quote(folder / "game.cpp", 3)) == ">3|    if (a)\n 4|        b();\n");
    CHECK(quote(folder / "game.cpp", 6).back().text.size() == 160);
}

TEST_CASE("a line that is not there is not quoted")
{
    const temporary_folder folder;
    write_file(folder / "game.cpp", "one\n");
    CHECK(quote(folder / "game.cpp", 0).empty());
    CHECK(quote(folder / "game.cpp", 2).empty());
    CHECK(quote(folder / "game.cpp", 4294967295).empty());
    CHECK(quote(folder / "none.cpp", 1).empty());
    CHECK(quote(folder.path(), 1).empty());
}

TEST_CASE("what never ends is not read")
{
    const temporary_folder folder;
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(quote(folder / "pipe", 1).empty());
    CHECK(quote("/dev/zero", 1).empty());
    write_file(folder / "large", "");
    std::filesystem::resize_file(folder / "large", std::uintmax_t{1} << 40);
    CHECK(quote(folder / "large", 1).empty());
}
