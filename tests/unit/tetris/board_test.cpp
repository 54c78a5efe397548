#include "catch.hpp"
#include "support.hpp"

using namespace tetris;

TEST_CASE("walls and floor are taken, the space inside is not")
{
    const board cells{};
    CHECK(is_taken(cells, -1, 5));
    CHECK(is_taken(cells, columns, 5));
    CHECK(is_taken(cells, 5, -1));
    CHECK_FALSE(is_taken(cells, 0, 0));
    CHECK_FALSE(is_taken(cells, columns - 1, rows - 1));
}

TEST_CASE("a dropped piece lies on what is below it")
{
    const board cells = board_of({"....#.....", "....#....."});
    CHECK(dropped(cells, entry_of(piece::o)).y == 2);
    CHECK(dropped({}, entry_of(piece::o)).y == 0);
}

TEST_CASE("removing full rows lets everything above down by as much as went below it")
{
    board cells = board_of({
        "#.........",
        "##########",
        ".#........",
        "##########",
        "##########",
    });
    const row_set full = full_rows(cells);
    CHECK(full == 0b01011u);
    remove_rows(cells, full);
    CHECK(cells == board_of({"#.........", ".#........"}));
    remove_rows(cells, 0b11u);
    CHECK(is_empty(cells));
}
