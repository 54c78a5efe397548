#include "effects.hpp"

#include "random.hpp"
#include "rules.hpp"

#include <algorithm>

namespace tetris {

namespace {

constexpr std::int32_t gravity = -26 * spark_units; ///< A second, each second.
constexpr std::size_t most_sparks = 400;

std::int32_t random_between(effects& shown, std::int32_t low, std::int32_t high)
{
    return low +
           static_cast<std::int32_t>(random_below(shown.random, static_cast<std::uint32_t>(high - low)));
}

void add_spark(effects& shown, piece kind, int column, int row, std::int32_t speed)
{
    if (shown.sparks.size() >= most_sparks)
        return;
    spark added;
    added.x = column * spark_units + random_between(shown, 0, spark_units);
    added.y = row * spark_units + random_between(shown, 0, spark_units);
    added.dx = random_between(shown, -speed, speed);
    added.dy = random_between(shown, -speed / 3, speed);
    added.life_us = random_between(shown, 350'000, 800'000);
    added.kind = kind;
    shown.sparks.push_back(added);
}

void burst_rows(effects& shown, const game& state)
{
    for (int row = 0; row < rows; ++row) {
        if (((state.clearing_rows >> row) & 1u) == 0)
            continue;
        for (int column = 0; column < columns; ++column) {
            const piece kind = state.cells[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
            for (int i = 0; i < 4; ++i)
                add_spark(shown, kind, column, row, 9 * spark_units);
        }
    }
}

/// Dust where a hard drop hits the ground.
void puff(effects& shown, const game& state, const placed_piece& landed)
{
    for (const offset cell : cells_of(landed))
        if (is_taken(state.cells, cell.x, cell.y - 1))
            for (int i = 0; i < 2; ++i)
                add_spark(shown, landed.kind, cell.x, cell.y, 4 * spark_units);
}

std::int32_t travelled(std::int32_t speed, std::int64_t elapsed_us)
{
    return static_cast<std::int32_t>(speed * elapsed_us / 1'000'000);
}

void move_sparks(effects& shown, std::int64_t elapsed_us)
{
    for (spark& moving : shown.sparks) {
        moving.dy += travelled(gravity, elapsed_us);
        moving.x += travelled(moving.dx, elapsed_us);
        moving.y += travelled(moving.dy, elapsed_us);
        moving.age_us += static_cast<std::int32_t>(elapsed_us);
    }
    std::erase_if(shown.sparks, [](const spark& old) { return old.age_us >= old.life_us; });
}

bool is_worth_words(const award& earned)
{
    return earned.lines > 0 || earned.spin != spin::none;
}

void start(effects& shown, const game& state, const events& happened)
{
    shown.flash = happened.last;
    shown.flash_ns = 0;
    shown.flash_drop_rows = happened.dropped_rows;
    if (happened.dropped_rows > 0)
        puff(shown, state, happened.last);
    if (happened.earned.lines > 0)
        burst_rows(shown, state);
    if (is_worth_words(happened.earned)) {
        shown.words = happened.earned;
        shown.words_ns = 0;
    }
}

} // namespace

void animate(effects& shown, const game& state, const events& happened, std::chrono::nanoseconds elapsed)
{
    if (state.paused)
        return;
    const std::int64_t elapsed_ns = std::min(elapsed, rules::longest_step).count();
    shown.flash_ns += elapsed_ns;
    shown.words_ns += elapsed_ns;
    move_sparks(shown, elapsed_ns / 1'000);
    if (happened.locked)
        start(shown, state, happened);
}

} // namespace tetris
