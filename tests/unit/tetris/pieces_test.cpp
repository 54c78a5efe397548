#include "catch.hpp"
#include "support.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

using namespace tetris;

namespace {

/// The other description of SRS: an offset for each orientation; a turn moves the piece by the difference
/// between the offsets that it leaves and enters. For I, these are of a box of 5 by 5.
using offset_list = std::array<std::array<int, 2>, 5>;

constexpr std::array<offset_list, 4> jlstz_offsets{{
    {{{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}}},
    {{{0, 0}, {1, 0}, {1, -1}, {0, 2}, {1, 2}}},
    {{{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}}},
    {{{0, 0}, {-1, 0}, {-1, -1}, {0, 2}, {-1, 2}}},
}};

constexpr std::array<offset_list, 4> i_offsets{{
    {{{0, 0}, {-1, 0}, {2, 0}, {-1, 0}, {2, 0}}},
    {{{-1, 0}, {0, 0}, {0, 0}, {0, 1}, {0, -2}}},
    {{{-1, 1}, {1, 1}, {-2, 1}, {1, 0}, {-2, 0}}},
    {{{0, 1}, {0, 1}, {0, 1}, {0, -1}, {0, 2}}},
}};

offset expected_kick(piece kind, orientation from, orientation to, std::size_t attempt)
{
    const auto& offsets = kind == piece::i ? i_offsets : jlstz_offsets;
    const auto& leaves = offsets[static_cast<std::size_t>(from)];
    const auto& enters = offsets[static_cast<std::size_t>(to)];
    // In I's own box of 4 by 4 the first attempt is the turn in place.
    const int x = (leaves[attempt][0] - enters[attempt][0]) - (leaves[0][0] - enters[0][0]);
    const int y = (leaves[attempt][1] - enters[attempt][1]) - (leaves[0][1] - enters[0][1]);
    return {static_cast<std::int8_t>(x), static_cast<std::int8_t>(y)};
}

/// A board with no room but for these two places of a piece.
board solid_but_for(const placed_piece& first, const placed_piece& second)
{
    board cells;
    for (auto& row : cells)
        row.fill(piece::z);
    for (const placed_piece& place : {first, second})
        for (const offset cell : cells_of(place))
            cells[static_cast<std::size_t>(cell.y)][static_cast<std::size_t>(cell.x)] = piece::none;
    return cells;
}

std::set<std::pair<int, int>> set_of(const shape& cells)
{
    std::set<std::pair<int, int>> made;
    for (const offset cell : cells)
        made.insert({cell.x, cell.y});
    return made;
}

} // namespace

TEST_CASE("every piece has four cells inside its box in every orientation, all different")
{
    for (int kind = 1; kind <= piece_count; ++kind)
        for (int facing = 0; facing < 4; ++facing) {
            CAPTURE(kind, facing);
            const shape cells = cells_of(static_cast<piece>(kind), static_cast<orientation>(facing));
            const int size = box_size(static_cast<piece>(kind));
            CHECK(set_of(cells).size() == 4);
            CHECK(std::all_of(cells.begin(), cells.end(), [&](offset cell) {
                return cell.x >= 0 && cell.x < size && cell.y >= 0 && cell.y < size;
            }));
        }
}

TEST_CASE("pieces turn about the middle of their box")
{
    using cells = std::set<std::pair<int, int>>;
    CHECK(set_of(cells_of(piece::t, orientation::right)) == cells{{1, 2}, {1, 1}, {1, 0}, {2, 1}});
    CHECK(set_of(cells_of(piece::t, orientation::down)) == cells{{0, 1}, {1, 1}, {2, 1}, {1, 0}});
    CHECK(set_of(cells_of(piece::j, orientation::right)) == cells{{1, 2}, {2, 2}, {1, 1}, {1, 0}});
    CHECK(set_of(cells_of(piece::i, orientation::right)) == cells{{2, 0}, {2, 1}, {2, 2}, {2, 3}});
    CHECK(set_of(cells_of(piece::i, orientation::down)) == cells{{0, 1}, {1, 1}, {2, 1}, {3, 1}});
    CHECK(set_of(cells_of(piece::i, orientation::left)) == cells{{1, 0}, {1, 1}, {1, 2}, {1, 3}});
    CHECK(set_of(cells_of(piece::o, orientation::left)) == set_of(cells_of(piece::o, orientation::up)));
}

TEST_CASE("pieces enter in the middle, just above the visible rows, and start down at once")
{
    for (int kind = 1; kind <= piece_count; ++kind) {
        CAPTURE(kind);
        const shape cells = cells_of(entry_of(static_cast<piece>(kind)));
        int low = rows, left = columns;
        for (const offset cell : cells) {
            low = std::min<int>(low, cell.y);
            left = std::min<int>(left, cell.x);
        }
        CHECK(low == visible_rows);
        CHECK(left == (static_cast<piece>(kind) == piece::o ? 4 : 3));
    }
    const game state = started_game();
    CHECK(state.falling.y == entry_of(state.falling.kind).y - 1);
}

TEST_CASE("each of the five kicks of each turn of each piece is taken when it is the first that fits")
{
    constexpr std::array kinds{piece::i, piece::t, piece::s, piece::z, piece::j, piece::l};
    int taken = 0;
    for (const piece kind : kinds)
        for (int facing = 0; facing < 4; ++facing)
            for (const turn way : {turn::clockwise, turn::counterclockwise})
                for (std::size_t attempt = 0; attempt < 5; ++attempt) {
                    const auto from = static_cast<orientation>(facing);
                    const placed_piece start{kind, from, 3, 10};
                    placed_piece there = start;
                    there.facing = turned(from, way);
                    const placed_piece in_place = there;
                    const offset kick = expected_kick(kind, from, there.facing, attempt);
                    there = moved(there, kick.x, kick.y);
                    CAPTURE(static_cast<int>(kind), facing, static_cast<int>(way), attempt);

                    game state = game_with(kind, solid_but_for(start, there));
                    state.falling = start;
                    bool earlier_fits = false;
                    for (std::size_t earlier = 0; earlier < attempt; ++earlier) {
                        const offset tried = expected_kick(kind, from, there.facing, earlier);
                        earlier_fits |= fits(state.cells, moved(in_place, tried.x, tried.y));
                    }
                    if (earlier_fits)
                        continue;

                    step(
                        state,
                        {.clockwise_pressed = way == turn::clockwise,
                         .counterclockwise_pressed = way == turn::counterclockwise},
                        std::chrono::nanoseconds{0});
                    CHECK(state.falling == there);
                    CHECK(state.last_kick == static_cast<int>(attempt));
                    ++taken;
                }
    // 6 pieces, 4 orientations, 2 ways, 5 kicks: few can't be told apart from an earlier one.
    CHECK(taken >= 230);
}

TEST_CASE("a turn with no room by any kick leaves the piece as it is")
{
    const placed_piece start{piece::t, orientation::up, 3, 10};
    game state = game_with(piece::t, solid_but_for(start, start));
    state.falling = start;
    step(state, tap_clockwise, std::chrono::nanoseconds{0});
    CHECK(state.falling == start);
    CHECK_FALSE(state.was_turned);
}

TEST_CASE("an O never moves when it is turned")
{
    game state = game_with(piece::o);
    const placed_piece before = state.falling;
    step(state, tap_clockwise, std::chrono::nanoseconds{0});
    step(state, tap_counterclockwise, std::chrono::nanoseconds{0});
    CHECK(state.falling == before);
}
