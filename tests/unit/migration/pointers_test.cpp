#include "two_layouts.hpp"

#include "seed.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

namespace before::pointing {

struct part {
    int number = 0;
};

struct thing {
    int id = 0;
    part inner;
    int gone = 0;
    std::array<part, 3> parts{};
};

struct game {
    respawn::vector<thing> vector;
    respawn::map<int, thing> map;
    respawn::list<thing> list;
    respawn::deque<thing> deque;
    respawn::unordered_map<int, thing> hashed;
    respawn::unique_ptr<thing> owned;
    std::optional<thing> optional;
    thing single;
    std::array<thing, 2> array{};
    thing alone;

    thing* in_vector = nullptr;
    thing* in_map = nullptr;
    thing* in_list = nullptr;
    thing* in_deque = nullptr;
    thing* in_hashed = nullptr;
    thing* in_owned = nullptr;
    thing* in_optional = nullptr;
    thing* in_single = nullptr;
    thing* in_array = nullptr;
    thing* behind = nullptr;
    part* member = nullptr;
    int* number = nullptr;
    part* array_item = nullptr;
    int* dropped = nullptr;
    thing* null = nullptr;
    const int* key = nullptr;
    game* self = nullptr;
    respawn::vector<thing>* container = nullptr;
    respawn::vector<thing*> many;
    thing* by_hand = nullptr;
};

} // namespace before::pointing

namespace after::pointing {

struct part {
    double weight = 1.5;
    int number = 0;
};

struct thing {
    std::array<part, 3> parts{};
    part inner;
    std::int64_t id = 0;
};

struct game {
    respawn::vector<thing*> many;
    thing* in_vector = nullptr;
    thing* in_map = nullptr;
    thing* in_list = nullptr;
    thing* in_deque = nullptr;
    thing* in_hashed = nullptr;
    thing* in_owned = nullptr;
    thing* in_optional = nullptr;
    thing* in_single = nullptr;
    thing* in_array = nullptr;
    thing* behind = nullptr;
    part* member = nullptr;
    int* number = nullptr;
    part* array_item = nullptr;
    int* dropped = nullptr;
    thing* null = nullptr;
    const int* key = nullptr;
    game* self = nullptr;
    respawn::vector<thing>* container = nullptr;
    thing* by_hand = nullptr;

    respawn::vector<thing> vector;
    respawn::map<int, thing> map;
    respawn::list<thing> list;
    respawn::deque<thing> deque;
    respawn::unordered_map<int, thing> hashed;
    respawn::unique_ptr<thing> owned;
    std::optional<thing> optional;
    thing single;
    std::array<thing, 2> array{};
};

} // namespace after::pointing

namespace {

void fill(before::pointing::game& old)
{
    old.vector.resize(10);
    for (int i = 0; i < 200; ++i) {
        old.map[i].id = 1000 + i;
        old.list.emplace_back().id = 2000 + i;
        old.deque.emplace_back().id = 3000 + i;
        old.hashed[i].id = 4000 + i;
    }
    old.vector[7].id = 7;
    old.vector[7].parts[2].number = 72;
    old.vector[7].inner.number = 71;
    old.owned = respawn::make_unique<before::pointing::thing>();
    old.owned->id = 5000;
    old.optional.emplace().id = 6000;
    old.single.id = 7000;
    old.array[1].id = 8000;
    old.in_vector = &old.vector[7];
    old.in_map = &old.map[100];
    old.in_list = &old.list.back();
    old.in_deque = &old.deque[150];
    old.in_hashed = &old.hashed[150];
    old.in_owned = old.owned.get();
    old.in_optional = &*old.optional;
    old.in_single = &old.single;
    old.in_array = &old.array[1];
    old.behind = old.vector.data() + old.vector.size();
    old.member = &old.vector[7].inner;
    old.number = &old.vector[7].inner.number;
    old.array_item = &old.vector[7].parts[2];
    old.dropped = &old.vector[7].gone;
    old.key = &old.map.find(50)->first;
    old.self = &old;
    old.container = &old.vector;
    for (auto& each : old.list)
        old.many.push_back(&each);
    old.by_hand = new (respawn::allocator<before::pointing::thing>{}.allocate(1)) before::pointing::thing{};
    old.by_hand->id = 9000;
    old.by_hand->inner.number = 91;
}

} // namespace

TEST_CASE("pointers into the state point to the same objects at their new places")
{
    two_layouts<before::pointing::game, after::pointing::game> game{fill};
    CHECK(game->in_vector == &game->vector[7]);
    CHECK(game->in_vector->id == 7);
    CHECK(game->in_map == &game->map.at(100));
    CHECK(game->in_list == &game->list.back());
    CHECK(game->in_deque == &game->deque[150]);
    CHECK(game->in_hashed == &game->hashed.at(150));
    CHECK(game->in_owned == game->owned.get());
    CHECK(game->in_owned->id == 5000);
    CHECK(game->in_optional == &*game->optional);
    CHECK(game->in_single == &game->single);
    CHECK(game->in_array == &game->array[1]);
    CHECK(game->behind == game->vector.data() + game->vector.size());
    CHECK(game->member == &game->vector[7].inner);
    CHECK(game->number == &game->vector[7].inner.number);
    CHECK(*game->number == 71);
    CHECK(game->array_item == &game->vector[7].parts[2]);
    CHECK(game->array_item->number == 72);
    CHECK(game->null == nullptr);
    CHECK(game->key == &game->map.find(50)->first);
    CHECK(game->self == &*game);
    CHECK(game->container == &game->vector);
    REQUIRE(game->many.size() == 200);
    auto expected = game->list.begin();
    for (after::pointing::thing* each : game->many)
        CHECK(each == &*expected++);
}

TEST_CASE("a pointer to what has been dropped becomes null, and is reported")
{
    two_layouts<before::pointing::game, after::pointing::game> game{fill};
    CHECK(game->dropped == nullptr);
    CHECK_THAT(game.lines(), contains_text("game.dropped pointed to what is gone, and is null now"));
}

TEST_CASE("an object that the game allocated by hand is carried over through the pointer to it")
{
    two_layouts<before::pointing::game, after::pointing::game> game{fill};
    REQUIRE(game->by_hand != nullptr);
    CHECK(game->by_hand->id == 9000);
    CHECK(game->by_hand->inner.number == 91);
    CHECK(game->by_hand->inner.weight == 1.5);
}

namespace before::pointing {

struct node {
    int id = 0;
    respawn::vector<node*> neighbours;
    node* favourite = nullptr;
};

struct graph {
    respawn::list<node> nodes;
    node* first = nullptr;
};

} // namespace before::pointing

namespace after::pointing {

struct node {
    float heat = 0.5F;
    node* favourite = nullptr;
    respawn::vector<node*> neighbours;
    std::int64_t id = 0;
};

struct graph {
    node* first = nullptr;
    respawn::deque<node> nodes;
};

} // namespace after::pointing

TEST_CASE("a graph of 100,000 objects with random pointers is isomorphic after its nodes have changed")
{
    constexpr std::size_t count = 100'000;
    const auto seed = respawn::test::seed();
    INFO("seed " << seed);
    std::mt19937_64 random{seed};
    std::vector<std::vector<std::size_t>> neighbours(count);
    std::vector<std::size_t> favourites(count);
    two_layouts<before::pointing::graph, after::pointing::graph> game{[&](before::pointing::graph& old) {
        std::vector<before::pointing::node*> all;
        for (std::size_t i = 0; i < count; ++i) {
            all.push_back(&old.nodes.emplace_back());
            all.back()->id = static_cast<int>(i);
        }
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t n = random() % 4; n > 0; --n) {
                neighbours[i].push_back(random() % count);
                all[i]->neighbours.push_back(all[neighbours[i].back()]);
            }
            favourites[i] = random() % count;
            all[i]->favourite = all[favourites[i]];
        }
        old.first = all[12'345];
    }};
    REQUIRE(game->nodes.size() == count);
    CHECK(game->first == &game->nodes[12'345]);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const after::pointing::node& node = game->nodes[i];
        const bool is_right =
            node.id == static_cast<std::int64_t>(i) && node.heat == 0.5F &&
            node.favourite == &game->nodes[favourites[i]] &&
            std::equal(
                node.neighbours.begin(), node.neighbours.end(), neighbours[i].begin(), neighbours[i].end(),
                [&](const after::pointing::node* pointer, std::size_t index) {
                    return pointer == &game->nodes[index];
                });
        wrong += is_right ? 0 : 1;
    }
    CHECK(wrong == 0);
}

namespace before::pointing {

struct chain {
    int depth = 0;
    respawn::unique_ptr<chain> next;
};

struct links {
    respawn::unique_ptr<chain> first;
};

struct unit {
    int id = 0;
};

struct army {
    respawn::vector<unit> units;
    respawn::set<unit*> selected;
    respawn::unordered_map<const unit*, int> orders;
    respawn::vector<respawn::unordered_set<unit*>> groups;
    int* order = nullptr;
};

} // namespace before::pointing

namespace after::pointing {

struct chain {
    respawn::unique_ptr<chain> next;
    std::int64_t depth = 0;
};

struct links {
    respawn::unique_ptr<chain> first;
};

struct unit {
    respawn::string name;
    int id = 0;
};

struct army {
    respawn::vector<unit> units;
    respawn::set<unit*> selected;
    respawn::unordered_map<const unit*, int> orders;
    respawn::vector<respawn::unordered_set<unit*>> groups;
    int* order = nullptr;
};

} // namespace after::pointing

TEST_CASE("objects that own each other 100,000 deep are carried over without a deep stack")
{
    constexpr int depth = 100'000;
    two_layouts<before::pointing::links, after::pointing::links> game{[](before::pointing::links& old) {
        for (int i = 0; i < depth; ++i) {
            auto next = respawn::make_unique<before::pointing::chain>();
            next->depth = depth - i;
            next->next = std::move(old.first);
            old.first = std::move(next);
        }
    }};
    int seen = 0;
    for (const after::pointing::chain* each = game->first.get(); each; each = each->next.get())
        REQUIRE(each->depth == ++seen);
    CHECK(seen == depth);
    // Its destructor would need the stack.
    while (game->first)
        game->first = std::move(game->first->next);
}

TEST_CASE("sets and maps whose keys are pointers find them again")
{
    two_layouts<before::pointing::army, after::pointing::army> game{[](before::pointing::army& old) {
        old.units.resize(50);
        old.groups.resize(1);
        for (std::size_t i = 0; i < old.units.size(); ++i) {
            old.units[i].id = static_cast<int>(i);
            if (i % 2 == 0) {
                old.selected.insert(&old.units[i]);
                old.orders[&old.units[i]] = static_cast<int>(i * 10);
                old.groups[0].insert(&old.units[i]);
            }
        }
        old.order = &old.orders[&old.units[20]];
    }};
    REQUIRE(game->selected.size() == 25);
    REQUIRE(game->orders.size() == 25);
    REQUIRE(game->groups.size() == 1);
    for (std::size_t i = 0; i < game->units.size(); i += 2) {
        CHECK(game->selected.contains(&game->units[i]));
        CHECK(game->orders.at(&game->units[i]) == static_cast<int>(i * 10));
        CHECK(game->groups[0].contains(&game->units[i]));
    }
    CHECK(game->order == &game->orders.at(&game->units[20]));
}

TEST_CASE("a set of 20,000 pointers is carried over in seconds")
{
    constexpr std::size_t count = 20'000;
    two_layouts<before::pointing::army, after::pointing::army> game{[](before::pointing::army& old) {
        old.units.resize(count);
        for (auto& each : old.units)
            old.selected.insert(&each);
    }};
    REQUIRE(game->selected.size() == count);
    CHECK(std::equal(
        game->selected.begin(), game->selected.end(), game->units.begin(),
        [](const after::pointing::unit* pointer, const after::pointing::unit& each) {
            return pointer == &each;
        }));
    CHECK(std::chrono::nanoseconds{game.report().duration_ns} < std::chrono::seconds{5});
}

namespace before::pointing {

struct link {
    respawn::unique_ptr<link> next;
    respawn::map<int, int> counts;
    unit* target = nullptr;
};

struct quest {
    respawn::unique_ptr<link> first;
    respawn::vector<unit> units;
};

} // namespace before::pointing

namespace after::pointing {

struct link {
    respawn::unique_ptr<link> next;
    respawn::map<int, float> counts;
    unit* target = nullptr;
};

struct quest {
    respawn::unique_ptr<link> first;
    respawn::vector<unit> units;
};

} // namespace after::pointing

TEST_CASE("pointers in objects that own each other deeply follow, though maps are filled meanwhile")
{
    constexpr std::size_t depth = 200;
    two_layouts<before::pointing::quest, after::pointing::quest> game{[](before::pointing::quest& old) {
        old.units.resize(depth);
        respawn::unique_ptr<before::pointing::link>* next = &old.first;
        for (auto& unit : old.units) {
            *next = respawn::make_unique<before::pointing::link>();
            (*next)->counts = {{1, 2}, {3, 4}};
            (*next)->target = &unit;
            next = &(*next)->next;
        }
    }};
    std::size_t seen = 0;
    for (const after::pointing::link* each = game->first.get(); each; each = each->next.get()) {
        REQUIRE(each->target == &game->units[seen++]);
        CHECK(each->counts.at(3) == 4);
    }
    CHECK(seen == depth);
}

namespace before::pointing {

struct choice {
    unit one;
    unit* chosen = nullptr;
    int last = 0;
    int* at_last = nullptr;
    std::array<int, 3> numbers{1, 2, 3};
    int behind = 0;
    int* at_behind = nullptr;
};

} // namespace before::pointing

namespace after::pointing {

struct choice {
    unit one;
    respawn::set<unit*> chosen;
    int last = 0;
    int* at_last = nullptr;
    respawn::set<int> numbers;
    int behind = 0;
    int* at_behind = nullptr;
};

} // namespace after::pointing

TEST_CASE("a pointer that becomes the only key of a set follows, and so do those to what lies behind it")
{
    two_layouts<before::pointing::choice, after::pointing::choice> game{[](before::pointing::choice& old) {
        old.chosen = &old.one;
        old.at_last = &old.last;
        old.at_behind = &old.behind;
    }};
    CHECK(game->chosen.size() == 1);
    CHECK(game->chosen.contains(&game->one));
    CHECK(game->numbers.size() == 3);
    CHECK(game->at_last == &game->last);
    CHECK(game->at_behind == &game->behind);
}

TEST_CASE(
    "pointers between roots follow, also from roots that keep their layout or that nobody asked for yet")
{
    supervisor_stand_in supervisor;
    auto old_worker = supervisor.start_worker();
    supervisor.give_tick();
    struct watcher {
        before::pointing::unit* one = nullptr;
        respawn::vector<before::pointing::unit*> many;
    };
    auto& army = root<before::pointing::army>(*old_worker, "army");
    auto& asked = root<watcher>(*old_worker, "asked");
    auto& silent = root<watcher>(*old_worker, "silent");
    supervisor.finish_frame(*old_worker, [&] {
        army.units.resize(3);
        asked.one = silent.one = &army.units[1];
        asked.many = silent.many = {&army.units[2], nullptr};
    });
    old_worker.reset();

    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    struct new_watcher {
        after::pointing::unit* one = nullptr;
        respawn::vector<after::pointing::unit*> many;
    };
    auto& still = root<new_watcher>(*worker, "asked");
    auto& now = root<after::pointing::army>(*worker, "army");
    supervisor.finish_frame(*worker, [] {});
    CHECK(still.one == &now.units[1]);
    CHECK(still.many[0] == &now.units[2]);
    supervisor.give_tick();
    supervisor.finish_frame(*worker, [] {});
    worker.reset();
    auto next = supervisor.start_worker();
    supervisor.give_tick();
    auto& late = root<new_watcher>(*next, "silent");
    auto& same = root<after::pointing::army>(*next, "army");
    supervisor.finish_frame(*next, [] {});
    CHECK(late.one == &same.units[1]);
    CHECK(late.many[0] == &same.units[2]);
}

namespace before::pointing {

struct brick {
    std::int32_t x = 0;
};

struct wall {
    brick* alone = nullptr;
    brick* third = nullptr;
};

} // namespace before::pointing

namespace after::pointing {

struct brick {
    double height = 2;
    std::int64_t x = 0;
};

struct wall {
    brick* third = nullptr;
    brick* alone = nullptr;
};

} // namespace after::pointing

TEST_CASE("small objects allocated by hand are carried over, alone and in rows")
{
    two_layouts<before::pointing::wall, after::pointing::wall> game{[](before::pointing::wall& old) {
        old.alone =
            new (respawn::allocator<before::pointing::brick>{}.allocate(1)) before::pointing::brick{5};
        auto* row = respawn::allocator<before::pointing::brick>{}.allocate(30);
        for (int i = 0; i < 30; ++i)
            new (row + i) before::pointing::brick{i};
        old.third = row + 3;
    }};
    REQUIRE(game->alone != nullptr);
    CHECK(game->alone->x == 5);
    CHECK(game->alone->height == 2);
    REQUIRE(game->third != nullptr);
    for (int i = -3; i < 27; ++i)
        CHECK(game->third[i].x == i + 3);
}
