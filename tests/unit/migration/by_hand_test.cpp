#include "two_layouts.hpp"

#include <chrono>
#include <cstdint>
#include <cstring>
#include <vector>

/// Objects that the game has allocated by hand: nothing but pointers knows of them.

namespace {

template <class T>
T* by_hand(std::size_t count = 1)
{
    T* first = respawn::allocator<T>{}.allocate(count);
    for (std::size_t i = 0; i < count; ++i)
        new (first + i) T{};
    return first;
}

} // namespace

namespace before::by_hand {

struct node {
    float x = 0;
    node* next = nullptr;
};
struct list {
    float* focus = nullptr;
    node* head = nullptr;
};
struct scores {
    node* head = nullptr;
    respawn::map<node*, int> score;
};
struct keys_alone {
    respawn::map<node*, int> score;
    respawn::unordered_set<node*> chosen;
};

} // namespace before::by_hand

namespace after::by_hand {

struct node {
    double weight = 2.5;
    float x = 0;
    node* next = nullptr;
};
struct list {
    float* focus = nullptr;
    node* head = nullptr;
};
struct scores {
    node* head = nullptr;
    respawn::map<node*, int> score;
};
struct keys_alone {
    respawn::map<node*, int> score;
    respawn::unordered_set<node*> chosen;
};

} // namespace after::by_hand

TEST_CASE("a pointer to a field of an object made by hand follows it, whichever pointer comes first")
{
    two_layouts<before::by_hand::list, after::by_hand::list> game{[](before::by_hand::list& old) {
        old.head = by_hand<before::by_hand::node>();
        old.head->x = 7;
        old.focus = &old.head->x;
    }};
    REQUIRE(game->head != nullptr);
    CHECK(game->head->weight == 2.5);
    CHECK(game->head->x == 7);
    CHECK(game->focus == &game->head->x);
}

TEST_CASE("100,000 objects made by hand that point to each other are carried over")
{
    constexpr int count = 100'000;
    two_layouts<before::by_hand::list, after::by_hand::list> game{[](before::by_hand::list& old) {
        for (int i = 0; i < count; ++i) {
            auto* next = by_hand<before::by_hand::node>();
            next->x = static_cast<float>(i);
            next->next = old.head;
            old.head = next;
        }
    }};
    int seen = count;
    for (const after::by_hand::node* each = game->head; each; each = each->next)
        if (each->weight == 2.5 && each->x == static_cast<float>(seen - 1))
            --seen;
    CHECK(seen == 0);
}

TEST_CASE("keys that point to objects made by hand find them, also if nothing else points there")
{
    two_layouts<before::by_hand::scores, after::by_hand::scores> game{[](before::by_hand::scores& old) {
        for (int i = 0; i < 10; ++i) {
            auto* next = by_hand<before::by_hand::node>();
            next->x = static_cast<float>(i);
            next->next = old.head;
            old.head = next;
            old.score[next] = i;
        }
    }};
    CHECK(game->score.size() == 10);
    int seen = 0;
    for (after::by_hand::node* each = game->head; each; each = each->next, ++seen) {
        REQUIRE(game->score.contains(each));
        CHECK(static_cast<float>(game->score.at(each)) == each->x);
    }
    CHECK(seen == 10);

    using before_keys = before::by_hand::keys_alone;
    two_layouts<before_keys, after::by_hand::keys_alone> alone{[](before_keys& old) {
        for (int i = 0; i < 10; ++i) {
            auto* next = by_hand<before::by_hand::node>();
            next->x = static_cast<float>(i);
            old.score[next] = i;
            old.chosen.insert(next);
        }
    }};
    CHECK(alone->score.size() == 10);
    CHECK(alone->chosen.size() == 10);
    for (const auto& [node, score] : alone->score) {
        CHECK(node->weight == 2.5);
        CHECK(node->x == static_cast<float>(score));
        CHECK(alone->chosen.contains(node));
    }
}

namespace before::by_hand {

struct enemy {
    int hp = 10;
};
struct brick {
    enemy* target = nullptr;
};
struct wall {
    respawn::vector<enemy> enemies;
    brick* row = nullptr;
};

} // namespace before::by_hand

namespace after::by_hand {

struct enemy {
    int hp = 10;
    int stamina = 100;
};
struct brick {
    enemy* target = nullptr;
};
struct wall {
    respawn::vector<enemy> enemies;
    brick* row = nullptr;
};

} // namespace after::by_hand

TEST_CASE("a row made by hand is refused, with the path, if there are pointers in it to what has moved")
{
    const auto refusal =
        refusal_of<before::by_hand::wall, after::by_hand::wall>([](before::by_hand::wall& old) {
            old.enemies.resize(30);
            old.row = by_hand<before::by_hand::brick>(30);
            for (std::size_t i = 0; i < 30; ++i)
                old.row[i].target = &old.enemies[i];
        });
    CHECK_THAT(refusal, contains_text("game.row") && contains_text("allocated by hand"));
}

TEST_CASE("a row made by hand stays where it is if nothing in it leads to what has moved")
{
    before::by_hand::brick* row = nullptr;
    two_layouts<before::by_hand::wall, after::by_hand::wall> game{[&](before::by_hand::wall& old) {
        old.enemies.resize(30);
        old.row = row = by_hand<before::by_hand::brick>(30);
    }};
    CHECK(static_cast<void*>(game->row) == row);
    CHECK(game->enemies[7].stamina == 100);
}

namespace before::by_hand {

struct pebble {
    std::int32_t x = 300;
};
struct heap {
    pebble* one = nullptr;
};

} // namespace before::by_hand

namespace after::by_hand {

struct pebble {
    std::int8_t x = 1;
};
struct heap {
    pebble* one = nullptr;
};

} // namespace after::by_hand

TEST_CASE("what nobody points to in the memory of an object made by hand is not counted")
{
    two_layouts<before::by_hand::heap, after::by_hand::heap> game{
        [](before::by_hand::heap& old) { old.one = by_hand<before::by_hand::pebble>(10); }};
    CHECK(game->one->x == 127);
    CHECK_THAT(game.lines(), contains_text("1 could not be kept"));
    CHECK(game.report().objects == 2);
}

namespace before::by_hand {

struct thing {
    int id = 0;
};
struct holder {
    respawn::vector<thing> things;
    thing* best = nullptr;
};
struct shelf {
    thing* best = nullptr;
    holder* first = nullptr;
};

} // namespace before::by_hand

namespace after::by_hand {

struct thing {
    respawn::string name = "none";
    int id = 0;
};
struct holder {
    respawn::vector<thing> things;
    thing* best = nullptr;
};
struct shelf {
    thing* best = nullptr;
    holder* first = nullptr;
};

} // namespace after::by_hand

TEST_CASE("what an object made by hand owns is not taken for made by hand itself")
{
    two_layouts<before::by_hand::shelf, after::by_hand::shelf> game{[](before::by_hand::shelf& old) {
        old.first = by_hand<before::by_hand::holder>();
        old.first->things.resize(100);
        old.first->things[0].id = 5;
        old.first->best = old.best = old.first->things.data();
    }};
    REQUIRE(game->first != nullptr);
    REQUIRE(game->first->things.size() == 100);
    CHECK(game->best == game->first->things.data());
    CHECK(game->first->best == game->best);
    CHECK(game->best->id == 5);
    CHECK(game->best->name == "none");
}

namespace before::by_hand {

struct stone {
    enemy* target = nullptr;
    int hp = 10;
};
struct tower {
    respawn::vector<enemy> enemies;
    stone* row = nullptr;
    stone* second = nullptr;
};

} // namespace before::by_hand

namespace after::by_hand {

struct stone {
    enemy* target = nullptr;
    int hp = 10;
    int armour = 3;
};
struct tower {
    respawn::vector<enemy> enemies;
    stone* row = nullptr;
    stone* second = nullptr;
};

} // namespace after::by_hand

TEST_CASE("two small objects made by hand are not taken for one")
{
    using before_tower = before::by_hand::tower;
    using stone = before::by_hand::stone;
    bool is_pointed_to = false;
    SECTION("the second is not all zeros") {}
    SECTION("a pointer leads to the second")
    {
        is_pointed_to = true;
    }
    const auto refusal = refusal_of<before_tower, after::by_hand::tower>([&](before_tower& old) {
        old.enemies.resize(3);
        old.row = by_hand<stone>(2);
        old.row[0].target = &old.enemies[1];
        if (is_pointed_to) {
            old.row[1].hp = 0;
            old.second = old.row + 1;
        }
    });
    CHECK_THAT(refusal, contains_text("game.") && contains_text("allocated by hand"));
}

TEST_CASE("small objects made by hand in memory that was used before are carried over one by one")
{
    using before_tower = before::by_hand::tower;
    using stone = before::by_hand::stone;
    two_layouts<before_tower, after::by_hand::tower> game{[](before_tower& old) {
        old.enemies.resize(3);
        std::vector<std::byte*> used;
        for (int i = 0; i < 100; ++i) {
            used.push_back(respawn::allocator<std::byte>{}.allocate(40));
            std::memset(used.back(), 0xff, 40);
        }
        for (std::byte* each : used)
            respawn::allocator<std::byte>{}.deallocate(each, 40);
        old.row = by_hand<stone>();
        old.second = by_hand<stone>();
        old.row->target = &old.enemies[1];
        old.second->hp = 5;
    }};
    REQUIRE(game->row != nullptr);
    CHECK(game->row->target == &game->enemies[1]);
    CHECK(game->row->armour == 3);
    REQUIRE(game->second != nullptr);
    CHECK(game->second->hp == 5);
}
