#include "catch.hpp"

#include "tests/support/program_run.hpp"

using namespace respawn::test;

TEST_CASE(
    "sources, definitions and libraries that a game is given later are those of its program by itself, too")
{
    program_start start;
    start.program = STANDALONE_TOLD;
    start.folder = "/";
    start.environment = {{"SDL_VIDEODRIVER", "dummy"}};
    const auto ended = run_program(start);
    INFO(ended.errors);
    CHECK(ended.exit_code == 0);
    CHECK(ended.output == "4 5 10 2\n");
}
