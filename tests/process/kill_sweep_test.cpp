#include "catch.hpp"

#include "tests/process/sweep/kill_sweep.hpp"
#include "tests/support/seed.hpp"

#include <algorithm>
#include <iostream>

using namespace respawn::test;
using respawn::kill_point;

namespace {

constexpr std::uint64_t kills = RESPAWN_SWEEP_KILLS;

constexpr const char* names[respawn::kill_point_count] = {
    "hello sent",    "welcomed",      "ready sent",         "first tick",       "rebinding heard",
    "state rebound", "taken over",    "root carried",  "state carried", "migration told",     "frame begun",      "picture shown",
    "changes found", "record begun",  "record half copied", "record copied",    "record published",
    "object begun",  "object copied", "object sent",        "pages given back", "outcome written",
    "tick finished", "bell rung"};

bool is_about_migration(kill_point where)
{
    return where >= kill_point::root_carried && where <= kill_point::migration_told;
}

bool is_about_rebinding(kill_point where)
{
    return where == kill_point::rebinding_heard || where == kill_point::state_rebound;
}

bool is_about_objects(kill_point where)
{
    return where >= kill_point::object_begun && where <= kill_point::object_sent;
}

/// All that a ring of this size leads past; the layout is always the same here, see migration_test.cpp, and
/// no pointer leads out of the state, see rebinding_test.cpp.
std::vector<kill_point> points_of(bool everything_fits)
{
    std::vector<kill_point> points;
    for (std::size_t index = 0; respawn::has_kill_points && index != respawn::kill_point_count; ++index)
        if (const auto point = static_cast<kill_point>(index);
            !is_about_migration(point) && !is_about_rebinding(point) &&
            (!everything_fits || !is_about_objects(point)))
            points.push_back(point);
    return points;
}

void tell(kill_sweep& sweep, const std::vector<kill_point>& points)
{
    std::cout << "seed " << seed() << ": " << kills / 2 << " kills, " << sweep.frames() << " frames, "
              << sweep.compared() << " states compared; at a random time " << sweep.random_deaths();
    for (const kill_point point : points)
        std::cout << ", " << names[static_cast<std::size_t>(point)] << " " << sweep.deaths_at(point);
    std::cout << "\n";
}

} // namespace

TEST_CASE(
    "wherever workers are killed, the state is that of a committed frame, byte for byte, and play goes on")
{
    const bool everything_fits = GENERATE(true, false);
    const auto points = points_of(everything_fits);
    kill_sweep sweep{{everything_fits ? std::uint64_t{64} << 20 : std::uint64_t{768} << 10, points, seed()}};
    CAPTURE(seed(), everything_fits);
    for (std::uint64_t kill = 0; kill != kills / 2; ++kill)
        if (!sweep.kill_one()) {
            CAPTURE(kill);
            FAIL(sweep.problem());
        }
    REQUIRE(sweep.end());
    tell(sweep, points);
    REQUIRE(sweep.compared() >= sweep.frames());
    REQUIRE(std::all_of(
        points.begin(), points.end(), [&](kill_point point) { return sweep.deaths_at(point) > 0; }));
}
