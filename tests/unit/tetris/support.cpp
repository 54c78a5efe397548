#include "support.hpp"

namespace tetris {

game started_game(std::uint64_t seed)
{
    game state;
    state.random = seed;
    step(state, tap_start, tick);
    return state;
}

game game_with(piece kind, const board& cells)
{
    game state = started_game();
    state.cells = cells;
    state.falling = moved(entry_of(kind), 0, -1);
    state.lowest_y = state.falling.y;
    return state;
}

board board_of(std::initializer_list<std::string_view> drawn)
{
    board cells{};
    std::size_t row = drawn.size();
    for (const std::string_view line : drawn) {
        --row;
        for (std::size_t column = 0; column < line.size(); ++column)
            if (line[column] != '.')
                cells[row][column] = piece::z;
    }
    return cells;
}

events tap(game& state, const commands& asked)
{
    return step(state, asked, tick);
}

events wait(game& state, int frames)
{
    events last;
    for (int i = 0; i < frames; ++i)
        if (const events happened = step(state, {}, tick); happened.locked)
            last = happened;
    return last;
}

} // namespace tetris
