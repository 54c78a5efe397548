#include "two_layouts.hpp"

#include <functional>

/// Several roots, and what the game does between asking for them and its first frame.

namespace before::roots {

struct stats {
    int hp = 10;
};
struct enemy {
    int id = 0;
    stats base;
};
struct world {
    respawn::vector<enemy> enemies;
    enemy* boss = nullptr;
    respawn::set<enemy*> marked;
};
struct view {
    enemy* target = nullptr;
    respawn::vector<enemy*> shown;
    int zoom = 1;
};

} // namespace before::roots

namespace after::roots {

struct stats {
    int hp = 10;
};
struct enemy {
    respawn::string name = "orc";
    int id = 0;
    stats base;
};
struct world {
    respawn::vector<enemy> enemies;
    enemy* boss = nullptr;
    respawn::set<enemy*> marked;
};
struct view {
    double zoom = 1;
    enemy* target = nullptr;
    respawn::vector<enemy*> shown;
};

} // namespace after::roots

namespace {

/// Of the same layout in both.
struct probe {
    int* value = nullptr;
    probe* next = nullptr;
};
struct debug {
    probe* first = nullptr;
};
template <class Stats>
struct chosen {
    respawn::set<Stats*> ordered;
    respawn::unordered_map<Stats*, int> hashed;
    int* in_hashed = nullptr;
};

/// A state that an old worker has filled, and a new one that takes it over.
class two_workers {
public:
    explicit two_workers(
        const std::function<void(respawn::detail::worker_session&, supervisor_stand_in&)>& fill)
    {
        auto old_worker = supervisor.start_worker();
        supervisor.give_tick();
        fill(*old_worker, supervisor);
        old_worker.reset();
        worker = supervisor.start_worker();
        supervisor.give_tick();
    }

    supervisor_stand_in supervisor;
    std::unique_ptr<respawn::detail::worker_session> worker;
};

void fill(before::roots::world& world)
{
    world.enemies.resize(20);
    for (int i = 0; i < 20; ++i)
        world.enemies[static_cast<std::size_t>(i)].id = i;
    world.boss = &world.enemies[7];
    world.marked = {&world.enemies[3], &world.enemies[5]};
}

} // namespace

TEST_CASE(
    "a root is whole when the game gets it, and what the game does to it before its first frame is kept")
{
    two_workers both{[](respawn::detail::worker_session& old_worker, supervisor_stand_in& supervisor) {
        auto& world = root<before::roots::world>(old_worker, "world");
        supervisor.finish_frame(old_worker, [&] { fill(world); });
    }};
    auto& world = root<after::roots::world>(*both.worker, "world");
    REQUIRE(world.boss == &world.enemies[7]);
    CHECK(world.boss->id == 7);
    CHECK(world.marked.size() == 2);
    CHECK(world.marked.contains(&world.enemies[3]));
    world.marked.clear();
    world.boss = nullptr;
    world.enemies = {};
    respawn::vector<after::roots::enemy> others(30);
    world.enemies = std::move(others);
    world.boss = &world.enemies[1];
    both.supervisor.finish_frame(*both.worker, [] {});
    CHECK(world.enemies.size() == 30);
    CHECK(world.boss == &world.enemies[1]);
    CHECK(world.marked.empty());
}

TEST_CASE("pointers to a root that the game asks for later follow, wherever they are by then")
{
    two_workers both{[](respawn::detail::worker_session& old_worker, supervisor_stand_in& supervisor) {
        auto& world = root<before::roots::world>(old_worker, "world");
        auto& view = root<before::roots::view>(old_worker, "view");
        supervisor.finish_frame(old_worker, [&] {
            fill(world);
            view.target = world.boss;
            for (auto& each : world.enemies)
                view.shown.push_back(&each);
        });
    }};
    auto& view = root<after::roots::view>(*both.worker, "view");
    view.shown.reserve(1000);
    view.shown.push_back(nullptr);
    view.target = view.shown[2];
    auto& world = root<after::roots::world>(*both.worker, "world");
    CHECK(view.target == &world.enemies[2]);
    REQUIRE(view.shown.size() == 21);
    for (std::size_t i = 0; i < 20; ++i)
        CHECK(view.shown[i] == &world.enemies[i]);
    CHECK(view.shown[20] == nullptr);
    both.supervisor.finish_frame(*both.worker, [] {});
    CHECK(view.target == &world.enemies[2]);
}

TEST_CASE("objects made by hand are looked into also in roots that keep their layout")
{
    two_workers both{[](respawn::detail::worker_session& old_worker, supervisor_stand_in& supervisor) {
        auto& world = root<before::roots::world>(old_worker, "world");
        auto& tools = root<debug>(old_worker, "debug");
        supervisor.finish_frame(old_worker, [&] {
            fill(world);
            tools.first = new (respawn::allocator<probe>{}.allocate(1)) probe{};
            tools.first->next = new (respawn::allocator<probe>{}.allocate(1)) probe{};
            tools.first->next->value = &world.enemies[3].base.hp;
        });
    }};
    SECTION("asked for before")
    {
        auto& tools = root<debug>(*both.worker, "debug");
        auto& world = root<after::roots::world>(*both.worker, "world");
        CHECK(tools.first->next->value == &world.enemies[3].base.hp);
        both.supervisor.finish_frame(*both.worker, [] {});
    }
    SECTION("asked for later")
    {
        auto& world = root<after::roots::world>(*both.worker, "world");
        auto& tools = root<debug>(*both.worker, "debug");
        CHECK(tools.first->next->value == &world.enemies[3].base.hp);
        both.supervisor.finish_frame(*both.worker, [] {});
    }
    SECTION("never asked for")
    {
        auto& world = root<after::roots::world>(*both.worker, "world");
        both.supervisor.finish_frame(*both.worker, [] {});
        auto& tools = root<debug>(*both.worker, "debug");
        CHECK(tools.first->next->value == &world.enemies[3].base.hp);
    }
}

TEST_CASE("sets and maps by pointers are sorted anew in roots that keep their layout, or refused")
{
    two_workers both{[](respawn::detail::worker_session& old_worker, supervisor_stand_in& supervisor) {
        auto& world = root<before::roots::world>(old_worker, "world");
        auto& picked = root<chosen<before::roots::stats>>(old_worker, "chosen");
        supervisor.finish_frame(old_worker, [&] {
            fill(world);
            // One that stays behind the others.
            for (auto& each : world.enemies) {
                picked.ordered.insert(&each.base);
                picked.hashed[&each.base] = each.id;
            }
            picked.in_hashed = &picked.hashed.at(&world.enemies[4].base);
        });
    }};
    const auto check = [](auto& world, auto& picked) {
        REQUIRE(picked.ordered.size() == 20);
        REQUIRE(picked.hashed.size() == 20);
        for (auto& each : world.enemies) {
            CHECK(picked.ordered.contains(&each.base));
            REQUIRE(picked.hashed.contains(&each.base));
            CHECK(picked.hashed.at(&each.base) == each.id);
        }
        CHECK(picked.in_hashed == &picked.hashed.at(&world.enemies[4].base));
    };
    SECTION("asked for before")
    {
        auto& picked = root<chosen<after::roots::stats>>(*both.worker, "chosen");
        auto& world = root<after::roots::world>(*both.worker, "world");
        check(world, picked);
        both.supervisor.finish_frame(*both.worker, [] {});
    }
    SECTION("asked for later")
    {
        auto& world = root<after::roots::world>(*both.worker, "world");
        auto& picked = root<chosen<after::roots::stats>>(*both.worker, "chosen");
        check(world, picked);
        both.supervisor.finish_frame(*both.worker, [] {});
    }
    SECTION("never asked for")
    {
        const auto refusal = both.supervisor.refusal_in([&] {
            static_cast<void>(root<after::roots::world>(*both.worker, "world"));
            static_cast<void>(both.worker->begin_frame());
        });
        CHECK_THAT(refusal, contains_text("\"chosen\"") && contains_text("ask for it before"));
    }
}

namespace before::roots {

struct barracks {
    respawn::vector<enemy> enemies;
    respawn::vector<stats> reserve;
};

} // namespace before::roots

namespace after::roots {

struct barracks {
    respawn::vector<enemy> enemies;
};

} // namespace after::roots

namespace {

/// Of the same layout in both.
template <class Stats>
struct sight {
    Stats* target = nullptr;
    Stats* other = nullptr;
    Stats own;
};

} // namespace

TEST_CASE("pointers to what was dropped are null, and told, also in roots that keep their layout")
{
    two_workers both{[](respawn::detail::worker_session& old_worker, supervisor_stand_in& supervisor) {
        auto& barracks = root<before::roots::barracks>(old_worker, "barracks");
        auto& sight_before = root<sight<before::roots::stats>>(old_worker, "sight");
        auto& picked = root<chosen<before::roots::stats>>(old_worker, "chosen");
        supervisor.finish_frame(old_worker, [&] {
            barracks.enemies.resize(5);
            barracks.reserve.resize(10);
            sight_before.target = &barracks.reserve[3];
            sight_before.other = &sight_before.own;
            picked.ordered.insert(&barracks.reserve[2]);
            picked.ordered.insert(&barracks.enemies[2].base);
        });
    }};
    using new_sight = sight<after::roots::stats>;
    auto& picked = root<chosen<after::roots::stats>>(*both.worker, "chosen");
    const auto finish = [&] { both.supervisor.finish_frame(*both.worker, [] {}); };
    const auto check = [&](const new_sight& now, after::roots::barracks& barracks) {
        CHECK(now.target == nullptr);
        CHECK(now.other == &now.own);
        CHECK(picked.ordered.size() == 2);
        CHECK(picked.ordered.contains(nullptr));
        CHECK(picked.ordered.contains(&barracks.enemies[2].base));
        const std::string text = respawn::report::migration_text(*both.supervisor.migration());
        CHECK_THAT(text, contains_text("sight.target pointed to what is gone, and is null now"));
        CHECK_THAT(text, contains_text("chosen.ordered"));
    };
    SECTION("asked for before")
    {
        auto& now = root<new_sight>(*both.worker, "sight");
        auto& barracks = root<after::roots::barracks>(*both.worker, "barracks");
        finish();
        check(now, barracks);
    }
    SECTION("asked for later")
    {
        auto& barracks = root<after::roots::barracks>(*both.worker, "barracks");
        auto& now = root<new_sight>(*both.worker, "sight");
        finish();
        check(now, barracks);
    }
    SECTION("never asked for")
    {
        auto& barracks = root<after::roots::barracks>(*both.worker, "barracks");
        finish();
        check(root<new_sight>(*both.worker, "sight"), barracks);
    }
}

namespace before::roots {

struct thing {
    virtual ~thing() = default;
    int weight = 1;
};
struct chest : thing {
    respawn::vector<enemy> guards;
    stats* key = nullptr;
};
RESPAWN_DESCRIBE(thing, weight)
RESPAWN_DESCRIBE(chest, weight, guards, key)
RESPAWN_DERIVED(thing, chest)
struct level {
    respawn::vector<respawn::unique_ptr<thing>> things;
};
struct plain_world {
    respawn::vector<enemy> enemies;
    enemy* boss = nullptr;
};

} // namespace before::roots

namespace after::roots {

struct plain_world {
    respawn::vector<enemy> enemies;
    enemy* boss = nullptr;
};

} // namespace after::roots

TEST_CASE("objects of classes that nobody knows yet, in a root that the game has not asked for, are refused")
{
    bool is_outside = true;
    const auto fill_both = [&](respawn::detail::worker_session& old_worker, supervisor_stand_in& supervisor) {
        auto& world = root<before::roots::plain_world>(old_worker, "world");
        auto& level = root<before::roots::level>(old_worker, "level");
        supervisor.finish_frame(old_worker, [&] {
            world.enemies.resize(5);
            auto chest = respawn::make_unique<before::roots::chest>();
            chest->guards.resize(5);
            if (is_outside)
                world.boss = &chest->guards[2];
            else
                chest->key = &world.enemies[1].base;
            level.things.push_back(std::move(chest));
        });
    };
    SECTION("a pointer leads to what they own")
    {
        two_workers both{fill_both};
        const auto refusal = both.supervisor.refusal_in(
            [&] { static_cast<void>(root<after::roots::plain_world>(*both.worker, "world")); });
        CHECK_THAT(refusal, contains_text("\"level\"") && contains_text("ask for that root first"));
    }
    SECTION("they may have pointers to what has moved")
    {
        is_outside = false;
        two_workers both{fill_both};
        const auto refusal = both.supervisor.refusal_in([&] {
            static_cast<void>(root<after::roots::plain_world>(*both.worker, "world"));
            static_cast<void>(both.worker->begin_frame());
        });
        CHECK_THAT(refusal, contains_text("\"level\"") && contains_text("ask for that root first"));
    }
}
