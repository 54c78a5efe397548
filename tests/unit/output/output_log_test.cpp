#include "supervisor/output/output_log.hpp"

#include "tests/support/temporary_folder.hpp"

#include "catch.hpp"

#include <string>

using namespace respawn::supervisor;
using respawn::test::read_file;
using respawn::test::temporary_folder;

namespace {

std::string numbered_line(int number)
{
    return "line " + std::to_string(number) + "\n";
}

} // namespace

TEST_CASE("a log holds what was appended, at once, and nothing from before")
{
    const temporary_folder folder;
    respawn::test::write_file(folder / "output.log", "from before, and longer");
    output_log log{folder / "output.log"};
    CHECK(read_file(folder / "output.log").empty());
    log.append("one\n");
    log.append(std::string{"t\0wo\n", 5});
    CHECK(read_file(folder / "output.log") == std::string{"one\nt\0wo\n", 9});
    CHECK(log.size_bytes() == 9);
}

TEST_CASE("a log of very much holds the beginning and the newest end, and says how much it left out")
{
    const temporary_folder folder;
    constexpr std::uint64_t limit = 4096;
    output_log log{folder / "output.log", limit};
    std::uint64_t all = 0;
    int number = 0;
    for (; all < 20 * limit; ++number) {
        log.append(numbered_line(number));
        all += numbered_line(number).size();
        REQUIRE(log.size_bytes() <= limit);
    }
    const std::string text = read_file(folder / "output.log");
    CHECK(text.size() == log.size_bytes());
    CHECK(text.starts_with("line 0\nline 1\n"));
    CHECK(text.ends_with("\n" + numbered_line(number - 2) + numbered_line(number - 1)));

    const auto gap = text.find("\n… ");
    REQUIRE(gap != std::string::npos);
    const auto left_out = std::stoull(text.substr(gap + std::string{"\n… "}.size()));
    const auto gap_end = text.find('\n', gap + 1) + 1;
    CHECK(text.size() - (gap_end - gap) + left_out == all);
    CHECK(text.find("\n… ", gap + 1) == std::string::npos);
}

TEST_CASE("a log in a folder that is gone does no harm")
{
    const temporary_folder folder;
    output_log log{folder / "nowhere/output.log"};
    log.append("one\n");
    CHECK(log.size_bytes() == 0);
}
