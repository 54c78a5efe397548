#include "two_layouts.hpp"

/// By which paths the report tells of a type's changes.

namespace before::told {

struct enemy {
    int hp = 10;
};
struct squad {
    respawn::vector<enemy> members;
};
struct world {
    enemy* leader = nullptr;
    respawn::vector<enemy> enemies;
};
struct campaign {
    enemy* leader = nullptr;
    squad* first = nullptr;
};
struct catalogue {
    const enemy* kind = nullptr;
    int price = 0;
};

} // namespace before::told

namespace after::told {

struct enemy {
    float hp = 10;
};
struct squad {
    respawn::vector<enemy> members;
};
struct world {
    enemy* leader = nullptr;
    respawn::vector<enemy> enemies;
};
struct campaign {
    enemy* leader = nullptr;
    squad* first = nullptr;
};
struct catalogue {
    const enemy* kind = nullptr;
    float price = 0;
};

} // namespace after::told

TEST_CASE("changes are told where the objects are owned, whichever pointers come first")
{
    two_layouts<before::told::world, after::told::world> game{[](before::told::world& old) {
        old.enemies.resize(3);
        old.leader = &old.enemies[1];
    }};
    CHECK(game.lines() == "game.enemies[]: hp int32 -> float\n");
}

TEST_CASE("changes are told where an object made by hand owns them, not at the pointers to what it owns")
{
    two_layouts<before::told::campaign, after::told::campaign> game{[](before::told::campaign& old) {
        old.first = new (respawn::allocator<before::told::squad>{}.allocate(1)) before::told::squad;
        old.first->members.resize(3);
        old.leader = &old.first->members[1];
    }};
    CHECK(game.lines() == "game.first->members[]: hp int32 -> float\n");
}

TEST_CASE("changes of objects made by hand are told at the pointers to them")
{
    two_layouts<before::told::campaign, after::told::campaign> game{[](before::told::campaign& old) {
        old.leader = new (respawn::allocator<before::told::enemy>{}.allocate(1)) before::told::enemy;
    }};
    CHECK_THAT(game.lines(), contains_text("hp int32 -> float"));
}

TEST_CASE("changes in constants of the program are not told")
{
    static const before::told::enemy orc;
    two_layouts<before::told::catalogue, after::told::catalogue> game{
        [](before::told::catalogue& old) { old.kind = &orc; }};
    CHECK(game.lines() == "game: price int32 -> float\n");
}

TEST_CASE("changes of what another root owns are told there alone")
{
    supervisor_stand_in supervisor;
    auto old_worker = supervisor.start_worker();
    supervisor.give_tick();
    auto& old_view = root<before::told::catalogue>(*old_worker, "view");
    auto& old_world = root<before::told::world>(*old_worker, "world");
    supervisor.finish_frame(*old_worker, [&] {
        old_world.enemies.resize(3);
        old_view.kind = &old_world.enemies[1];
    });
    old_worker.reset();
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    static_cast<void>(root<after::told::catalogue>(*worker, "view"));
    static_cast<void>(root<after::told::world>(*worker, "world"));
    supervisor.finish_frame(*worker, [] {});
    const std::string lines = respawn::report::migration_text(supervisor.migration().value());
    CHECK_THAT(lines, contains_text("world.enemies[]: hp int32 -> float"));
    CHECK_THAT(lines, !contains_text("view.kind"));
}
