#include "two_layouts.hpp"

#include "shared/state/allocations.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>
#include <variant>

/// Each row of the table in docs/types.md.

namespace before {

enum class mood : std::uint8_t { calm, angry, asleep };
enum class keys : std::uint8_t { up = 1, down = 2, fire = 4 };

struct enemy {
    std::int32_t hp = 10;
    std::int32_t aggro = 0;
    respawn::string name;
};

struct game {
    std::uint64_t ticks = 0;
    respawn::map<int, respawn::vector<enemy>> waves;
    respawn::string title;
    float x = 0, y = 0;
    mood now = mood::calm;
    keys held = keys::up;
    std::array<int, 4> scores{};
    std::int32_t wide = 0;
    double precise = 0;
    std::int32_t lives = 3;
};

} // namespace before

namespace after {

enum class mood : std::uint8_t { angry, curious, calm };
enum class keys : std::uint16_t { fire = 1, up = 2, down = 256 };

struct enemy {
    respawn::string name;
    int stamina = 100;
    float hp = 10;
};

struct place {
    float x = 0, y = 0, z = 7;
};

struct game {
    respawn::string title;
    std::int32_t health = 3;
    place position;
    respawn::map<int, respawn::vector<enemy>> waves;
    std::array<int, 6> scores{9, 9, 9, 9, 9, 9};
    mood now = mood::curious;
    keys held = keys::up;
    std::int8_t wide = 0;
    float precise = 0;
    std::uint64_t ticks = 0;
};
RESPAWN_HINTS(game, respawn::renamed(&game::health, "lives"))

} // namespace after

namespace {

using layouts = two_layouts<before::game, after::game>;

} // namespace

TEST_CASE("an added field has its default member initialiser, in a vector in a map too")
{
    layouts game{[](before::game& old) {
        old.waves[3].push_back({7, 0, "orc"});
        old.waves[3].push_back({8, 5, "a troll with a name that is long enough for memory of its own"});
    }};
    REQUIRE(game->waves.size() == 1);
    REQUIRE(game->waves[3].size() == 2);
    CHECK(game->waves[3][0].stamina == 100);
    CHECK(game->waves[3][0].name == "orc");
    CHECK(game->waves[3][1].name == "a troll with a name that is long enough for memory of its own");
    CHECK(game->waves[3][1].hp == 8.0F);
    CHECK(game.lines().find("game.waves[][]: ") != std::string::npos);
    CHECK(game.lines().find("+stamina (=100)") != std::string::npos);
    CHECK(game.lines().find("hp int32 -> float") != std::string::npos);
}

TEST_CASE("a removed field is reported with how many objects had a value other than the default")
{
    layouts game{[](before::game& old) {
        for (int i = 0; i < 40; ++i)
            old.waves[0].push_back({1, i < 12 ? 1 : 0, {}});
    }};
    CHECK(game.lines().find("-aggro dropped (12 of 40 had a value)") != std::string::npos);
}

TEST_CASE("fields that are in another order are copied by name")
{
    layouts game{[](before::game& old) {
        old.ticks = 12'345;
        old.title = "in the middle";
    }};
    CHECK(game->ticks == 12'345);
    CHECK(game->title == "in the middle");
}

TEST_CASE("a renamed field keeps its value if a hint says so")
{
    layouts game{[](before::game& old) { old.lives = 2; }};
    CHECK(game->health == 2);
    CHECK(game.lines().find("lives is health") != std::string::npos);
}

TEST_CASE("fields that were moved into a new structure keep their values")
{
    layouts game{[](before::game& old) {
        old.x = 1;
        old.y = 2;
    }};
    CHECK(game->position.x == 1);
    CHECK(game->position.y == 2);
    CHECK(game->position.z == 7);
    CHECK(game.lines().find("x is position.x") != std::string::npos);
}

TEST_CASE("a value that its new type can't have is clamped, and reported with its path")
{
    layouts game{[](before::game& old) {
        old.wide = 300;
        old.precise = 1e300;
    }};
    CHECK(game->wide == 127);
    CHECK(game->precise == std::numeric_limits<float>::max());
    CHECK(game.lines().find("game.wide: 300 became 127") != std::string::npos);
}

TEST_CASE("an enumeration keeps the enumerator of the same name")
{
    layouts game{[](before::game& old) { old.now = before::mood::angry; }};
    CHECK(game->now == after::mood::angry);
    layouts gone{[](before::game& old) { old.now = before::mood::asleep; }};
    CHECK(gone->now == after::mood::curious);
    CHECK(gone.lines().find("now +curious -asleep (1 had one that is gone)") != std::string::npos);
}

TEST_CASE("flags keep the bits of the same names")
{
    layouts game{[](before::game& old) { old.held = static_cast<before::keys>(1 | 4); }};
    CHECK(static_cast<int>(game->held) == (2 | 1));
}

TEST_CASE("of an array that was resized the common part is kept")
{
    layouts game{[](before::game& old) { old.scores = {1, 2, 3, 4}; }};
    CHECK(game->scores == std::array{1, 2, 3, 4, 9, 9});
    two_layouts<after::game, before::game> back{[](after::game& old) { old.scores = {1, 2, 3, 4, 5, 6}; }};
    CHECK(back->scores == std::array{1, 2, 3, 4});
}

TEST_CASE("going back migrates backwards by the same rules")
{
    two_layouts<after::game, before::game> game{[](after::game& old) {
        old.health = 1;
        old.position = {3, 4, 5};
        old.waves[1].push_back({"orc", 5, 6.5F});
        old.now = after::mood::calm;
    }};
    CHECK(game->x == 3);
    CHECK(game->y == 4);
    CHECK(game->now == before::mood::calm);
    REQUIRE(game->waves[1].size() == 1);
    CHECK(game->waves[1][0].hp == 6);
    CHECK(game->waves[1][0].name == "orc");
    CHECK(game->lives == 3);
}

namespace before {

struct item {
    int weight = 0;
};

struct containers {
    respawn::vector<item> vector;
    respawn::deque<item> deque;
    respawn::list<item> list;
    respawn::map<respawn::string, item> map;
    respawn::set<int> set;
    respawn::unordered_map<int, item> unordered_map;
    respawn::unordered_set<respawn::string> unordered_set;
    respawn::vector<bool> bits;
    respawn::string text;
    std::optional<item> some, none;
    std::variant<int, item, respawn::string> first, second, third;
    std::pair<int, item> pair;
    std::tuple<item, float> tuple;
    respawn::unique_ptr<item> owned, empty;
    item array[3];
    respawn::vector<respawn::map<int, std::optional<respawn::list<item>>>> deep;
};

} // namespace before

namespace after {

struct item {
    double price = 2.5;
    std::int64_t weight = 0;
};

struct containers {
    respawn::vector<item> vector;
    respawn::deque<item> deque;
    respawn::list<item> list;
    respawn::map<respawn::string, item> map;
    respawn::set<std::int64_t> set;
    respawn::unordered_map<std::int64_t, item> unordered_map;
    respawn::unordered_set<respawn::string> unordered_set;
    respawn::vector<bool> bits;
    respawn::string text;
    std::optional<item> some, none;
    std::variant<respawn::string, item, int> first, second, third;
    std::pair<int, item> pair;
    std::tuple<item, float> tuple;
    respawn::unique_ptr<item> owned, empty;
    item array[3];
    respawn::vector<respawn::map<int, std::optional<respawn::list<item>>>> deep;
};

/// Another container for each.
struct others {
    respawn::list<item> vector;
    respawn::vector<item> deque;
    respawn::deque<item> list;
    respawn::unordered_map<respawn::string, item> map;
    respawn::vector<int> set;
    respawn::map<int, item> unordered_map;
    respawn::set<respawn::string> unordered_set;
    respawn::vector<std::uint8_t> bits;
    char text[8];
    respawn::unique_ptr<item> some, none;
    std::variant<int, item, respawn::string> first, second, third;
    std::pair<int, item> pair;
    std::tuple<item, float, int> tuple;
    std::optional<item> owned, empty;
    respawn::vector<item> array;
    respawn::deque<respawn::map<int, std::optional<respawn::list<item>>>> deep;
};

} // namespace after

namespace {

void fill(before::containers& old)
{
    for (int i = 0; i < 100; ++i) {
        old.vector.push_back({i});
        old.deque.push_back({i});
        old.list.push_back({i});
        old.map[respawn::string(static_cast<std::size_t>(i), 'x')] = {i};
        old.set.insert(i);
        old.unordered_map[i] = {i};
        old.unordered_set.insert(respawn::string(static_cast<std::size_t>(i), 'y'));
        old.bits.push_back(i % 3 == 0);
    }
    old.deque.erase(old.deque.begin(), old.deque.begin() + 10);
    old.text = "a text that is long enough to have memory of its own";
    old.some = before::item{5};
    old.first = 3;
    old.second = before::item{4};
    old.third = respawn::string{"another text that is long enough to have memory of its own"};
    old.pair = {1, {2}};
    old.tuple = {{3}, 4.5F};
    old.owned = respawn::make_unique<before::item>(before::item{6});
    old.array[1] = {8};
    old.deep.resize(2);
    old.deep[1][7].emplace().push_back({9});
    old.deep[1][8];
}

} // namespace

TEST_CASE("every container keeps its elements when their type changes, to any depth")
{
    two_layouts<before::containers, after::containers> game{fill};
    REQUIRE(game->vector.size() == 100);
    REQUIRE(game->deque.size() == 90);
    REQUIRE(game->list.size() == 100);
    int next = 0;
    for (const after::item& each : game->list) {
        CHECK(each.weight == next);
        CHECK(game->vector[static_cast<std::size_t>(next)].weight == next);
        CHECK(each.price == 2.5);
        ++next;
    }
    CHECK(game->deque.front().weight == 10);
    CHECK(game->deque.back().weight == 99);
    REQUIRE(game->map.size() == 100);
    CHECK(game->map.at(respawn::string(31, 'x')).weight == 31);
    REQUIRE(game->set.size() == 100);
    CHECK(*game->set.rbegin() == 99);
    REQUIRE(game->unordered_map.size() == 100);
    CHECK(game->unordered_map.at(17).weight == 17);
    REQUIRE(game->unordered_set.size() == 100);
    CHECK(game->unordered_set.contains(respawn::string(50, 'y')));
    REQUIRE(game->bits.size() == 100);
    CHECK(game->bits[99]);
    CHECK_FALSE(game->bits[98]);
    CHECK(game->text == "a text that is long enough to have memory of its own");
    CHECK(game->some.value().weight == 5);
    CHECK_FALSE(game->none.has_value());
    CHECK(std::get<int>(game->first) == 3);
    CHECK(std::get<after::item>(game->second).weight == 4);
    CHECK(std::get<respawn::string>(game->third).starts_with("another text"));
    CHECK(game->pair.second.weight == 2);
    CHECK(std::get<0>(game->tuple).weight == 3);
    CHECK(std::get<1>(game->tuple) == 4.5F);
    REQUIRE(game->owned);
    CHECK(game->owned->weight == 6);
    CHECK_FALSE(game->empty);
    CHECK(game->array[1].weight == 8);
    CHECK(game->array[1].price == 2.5);
    REQUIRE(game->deep.size() == 2);
    REQUIRE(game->deep[1].at(7).has_value());
    CHECK(game->deep[1].at(7)->front().weight == 9);
    CHECK_FALSE(game->deep[1].at(8).has_value());
}

TEST_CASE("containers of other kinds take the elements over")
{
    two_layouts<before::containers, after::others> game{fill};
    REQUIRE(game->vector.size() == 100);
    CHECK(game->vector.back().weight == 99);
    REQUIRE(game->deque.size() == 90);
    CHECK(game->deque[89].weight == 99);
    REQUIRE(game->list.size() == 100);
    CHECK(game->list[42].weight == 42);
    CHECK(game->map.at(respawn::string(31, 'x')).weight == 31);
    REQUIRE(game->set.size() == 100);
    CHECK(game->set[5] == 5);
    CHECK(game->unordered_map.rbegin()->second.weight == 99);
    CHECK(game->unordered_set.size() == 100);
    REQUIRE(game->bits.size() == 100);
    CHECK(game->bits[99] == 1);
    CHECK(std::string{game->text} == "a text ");
    REQUIRE(game->some);
    CHECK(game->some->weight == 5);
    CHECK_FALSE(game->none);
    CHECK(game->owned.value().weight == 6);
    CHECK_FALSE(game->empty.has_value());
    REQUIRE(game->array.size() == 3);
    CHECK(game->array[1].weight == 8);
    CHECK(std::get<2>(game->tuple) == 0);
}

namespace before {

struct wrapped {
    int number = 0;
    item single;
    respawn::string text;
    std::optional<int> maybe, never;
    std::variant<int, respawn::string> either;
    int score = 0;
};

} // namespace before

namespace after {

struct points {
    int value = 0;
};

struct wrapped {
    respawn::vector<int> number;
    std::optional<item> single;
    respawn::list<respawn::string> text;
    int maybe = -1, never = -1;
    respawn::string either;
    points score;
};

} // namespace after

TEST_CASE("an object that is wrapped keeps its value, and so does what is unwrapped")
{
    two_layouts<before::wrapped, after::wrapped> game{[](before::wrapped& old) {
        old.number = 3;
        old.single = {4};
        old.text = "five, in a text that is long enough to have memory of its own";
        old.maybe = 6;
        old.either = "seven, in a text that is long enough to have memory of its own";
        old.score = 8;
    }};
    REQUIRE(game->number.size() == 1);
    CHECK(game->number[0] == 3);
    CHECK(game->single.value().weight == 4);
    REQUIRE(game->text.size() == 1);
    CHECK(game->text.front().starts_with("five"));
    CHECK(game->maybe == 6);
    CHECK(game->never == -1);
    CHECK(game->either.starts_with("seven"));
    CHECK(game->score.value == 8);
    two_layouts<after::wrapped, before::wrapped> back{[](after::wrapped& old) { old.score.value = 9; }};
    CHECK(back->score == 9);
}

namespace before {

struct cache {
    int entries = 3;
};

struct player {
    respawn::string name;
    cache found;
};

struct team {
    respawn::vector<player> players;
    int shots = 0, hits = 0;
};
RESPAWN_HINTS(player, respawn::ignored(&player::found))

} // namespace before

namespace after {

struct player {
    respawn::string name;
    before::cache found;
    int age = 18;
};

struct team {
    respawn::vector<player> players;
    double accuracy = 0;
};
RESPAWN_HINTS(player, respawn::ignored(&player::found))

void convert_team(const respawn::old_object& old, team& now)
{
    const int shots = old.get<int>("shots").value_or(0);
    if (shots != 0)
        now.accuracy = static_cast<double>(old.get<int>("hits").value_or(0)) / shots;
    if (old.get<std::string>("players[0].name") == "one with a name that has memory of its own")
        now.players[0].age = 40;
}
RESPAWN_HINTS(team, respawn::converted(&convert_team))

} // namespace after

namespace {

void fill_team(before::team& old)
{
    old.players.resize(2);
    old.players[0].name = "one with a name that has memory of its own";
    old.players[0].found.entries = old.players[1].found.entries = 99;
    old.shots = 8;
    old.hits = 2;
}

} // namespace

TEST_CASE("an ignored field is value-initialised at every take-over, also at one that changes nothing")
{
    two_layouts<before::team, before::team> same{fill_team};
    CHECK(same->players[0].found.entries == 3);
    CHECK(same->players[0].name.starts_with("one with"));
    same->players[0].found.entries = 7;
    CHECK(&root<before::team>(same.worker(), "game") == &*same);
    CHECK(same->players[0].found.entries == 7);
    two_layouts<before::team, after::team> changed{fill_team};
    CHECK(changed->players[1].found.entries == 3);
}

TEST_CASE("what was made afresh in ignored fields stays so when the first frame is dropped")
{
    supervisor_stand_in supervisor;
    auto old_worker = supervisor.start_worker();
    supervisor.give_tick();
    auto& before = root<before::team>(*old_worker, "game");
    supervisor.finish_frame(*old_worker, [&] { fill_team(before); });
    old_worker.reset();
    const auto worker = supervisor.start_worker();
    supervisor.give_tick();
    auto& now = root<before::team>(*worker, "game");
    CHECK(now.players[0].found.entries == 3);
    supervisor.begin_frame(*worker);
    now.shots = 77;
    worker->drop_frame();
    CHECK(now.shots == 8);
    CHECK(now.players[0].found.entries == 3);
}

TEST_CASE("a function of the game completes an object with what it finds in the old one")
{
    two_layouts<before::team, after::team> game{fill_team};
    CHECK(game->accuracy == 0.25);
    CHECK(game->players[0].age == 40);
    CHECK(game->players[1].age == 18);
}

namespace before {

struct track {
    respawn::deque<int> points;
    int colour = 0;
};

struct tracks {
    respawn::vector<track> all;
    respawn::map<int, int> by_number;
};

} // namespace before

namespace after {

struct track {
    respawn::deque<int> points;
    double colour = 0;
};

struct tracks {
    respawn::vector<track> all;
    respawn::unordered_map<int, int> by_number;
};

} // namespace after

TEST_CASE("nothing is left of the old objects, also where the state has grown meanwhile")
{
    const auto fill = [](auto& game) {
        game.all.resize(200);
        for (auto& each : game.all)
            each.points.push_back(1);
    };
    const auto count = [](supervisor_stand_in& supervisor) {
        const auto state = supervisor.state().bytes();
        return respawn::state::allocations_in(state.data(), state.size()).value().size();
    };
    two_layouts<before::tracks, after::tracks> game{fill};
    two_layouts<after::tracks, after::tracks> fresh{fill};
    REQUIRE(game->all.size() == 200);
    CHECK(count(game.supervisor()) == count(fresh.supervisor()));
}
