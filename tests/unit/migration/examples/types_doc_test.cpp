// The examples of docs/types.md, each as it stands there: tools/cmake/check_examples.cmake compares them.
// `before` is what the old build has, `after` the new one; the outer namespaces keep them apart.
#include "tests/unit/migration/two_layouts.hpp"

#include "shared/migration/plan.hpp"
#include "worker/source/schema/encode.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

namespace {

namespace schema = respawn::schema;
namespace migration = respawn::migration;

template <class T>
schema::view schema_of()
{
    return schema::view::create(respawn::detail::encode(respawn::detail::describe<T>()).bytes).value();
}

/// What the supervisor says of a worker with the second layout when the state has the first.
template <class Before, class After>
std::string refusal()
{
    const auto plan = migration::plan::create(schema_of<Before>(), schema_of<After>(), {"game"});
    REQUIRE(plan.has_error());
    return plan.error().sentence + "\n";
}

} // namespace

namespace added {
namespace before {
struct enemy {
    int hp = 10;
};
struct game {
    respawn::vector<enemy> enemies;
};
} // namespace before
namespace after {
struct enemy {
    int hp = 10;
    int stamina = 100;
};
struct game {
    respawn::vector<enemy> enemies;
};
} // namespace after
} // namespace added

TEST_CASE("types.md: a field that is added has its default")
{
    two_layouts<added::before::game, added::after::game> game{[](added::before::game& old) {
        old.enemies = {{7}, {8}};
    }};
    REQUIRE(game->enemies.size() == 2);
    CHECK(game->enemies[1].hp == 8);
    CHECK(game->enemies[1].stamina == 100);
    CHECK("\n" + game.lines() == R"(
game.enemies[]: +stamina (=100)
)");
}

namespace removed {
namespace before {
struct enemy {
    int hp = 10;
    int aggro = 0;
};
struct game {
    respawn::vector<enemy> enemies;
};
} // namespace before
namespace after {
struct enemy {
    int hp = 10;
};
struct game {
    respawn::vector<enemy> enemies;
};
} // namespace after
} // namespace removed

TEST_CASE("types.md: the values of a field that is removed are dropped, and counted")
{
    two_layouts<removed::before::game, removed::after::game> game{[](removed::before::game& old) {
        for (int i = 0; i < 40; ++i)
            old.enemies.push_back({10, i < 12 ? 1 : 0});
    }};
    CHECK(game->enemies.size() == 40);
    CHECK("\n" + game.lines() == R"(
game.enemies[]: -aggro dropped (12 of 40 had a value)
)");
}

namespace reordered {
namespace before {
struct game {
    int score = 0;
    respawn::string title;
};
} // namespace before
namespace after {
struct game {
    respawn::string title;
    int score = 0;
};
} // namespace after
} // namespace reordered

TEST_CASE("types.md: fields are found by name, in whatever order")
{
    two_layouts<reordered::before::game, reordered::after::game> game{[](reordered::before::game& old) {
        old = {7, "pong"};
    }};
    CHECK(game->score == 7);
    CHECK(game->title == "pong");
    CHECK("\n" + game.lines() == R"(
game: fields reordered
)");
}

namespace renamed_without_hint {
namespace before {
struct game {
    int lives = 3;
};
} // namespace before
namespace after {
struct game {
    int health = 3;
};
} // namespace after
} // namespace renamed_without_hint

TEST_CASE("types.md: without a hint a renamed field is dropped and added, and the rename is suggested")
{
    two_layouts<renamed_without_hint::before::game, renamed_without_hint::after::game> game{
        [](renamed_without_hint::before::game& old) { old.lives = 2; }};
    CHECK(game->health == 3);
    CHECK("\n" + game.lines() == R"(
game: -lives dropped (1 of 1 had a value), +health (=3)
if health is the lives of before, such a change keeps its values with RESPAWN_HINTS(game, respawn::renamed(&game::health, "lives"))
)");
}

namespace renamed {
namespace before {
struct game {
    int lives = 3;
};
} // namespace before
namespace after {
struct game {
    int health = 3;
};
RESPAWN_HINTS(game, respawn::renamed(&game::health, "lives"))
} // namespace after
} // namespace renamed

TEST_CASE("types.md: a hint tells of a rename")
{
    two_layouts<renamed::before::game, renamed::after::game> game{
        [](renamed::before::game& old) { old.lives = 2; }};
    CHECK(game->health == 2);
    CHECK("\n" + game.lines() == R"(
game: lives is health
)");
}

namespace moved {
namespace before {
struct game {
    float x = 0, y = 0;
};
} // namespace before
namespace after {
struct place {
    float x = 0, y = 0, z = 7;
};
struct game {
    place position;
};
} // namespace after
} // namespace moved

TEST_CASE("types.md: fields that move into a structure, or out of one, keep their values")
{
    two_layouts<moved::before::game, moved::after::game> game{[](moved::before::game& old) { old = {1, 2}; }};
    CHECK(game->position.x == 1);
    CHECK(game->position.y == 2);
    CHECK(game->position.z == 7);
    CHECK("\n" + game.lines() == R"(
game: x is position.x, y is position.y, +position.z
)");
    two_layouts<moved::after::game, moved::before::game> back{[](moved::after::game& old) {
        old.position = {3, 4, 5};
    }};
    CHECK(back->x == 3);
    CHECK(back->y == 4);
}

namespace moved_and_renamed {
namespace before {
struct game {
    float dx = 0, dy = 0;
};
} // namespace before
namespace after {
struct velocity {
    float x = 0, y = 0;
};
struct game {
    velocity speed;
};
} // namespace after
namespace hinted {
struct velocity {
    float x = 0, y = 0;
};
RESPAWN_HINTS(velocity, respawn::renamed(&velocity::x, "dx"), respawn::renamed(&velocity::y, "dy"))
struct game {
    velocity speed;
};
} // namespace hinted
} // namespace moved_and_renamed

TEST_CASE("types.md: fields that move into a structure under another name need the hint that is suggested")
{
    const auto play = [](moved_and_renamed::before::game& old) { old = {1, 2}; };
    two_layouts<moved_and_renamed::before::game, moved_and_renamed::after::game> game{play};
    CHECK(game->speed.x == 0);
    CHECK("\n" + game.lines() == R"(
game: -dx dropped (1 of 1 had a value), -dy dropped (1 of 1 had a value), +speed
if speed.x is the dx of before, such a change keeps its values with RESPAWN_HINTS(velocity, respawn::renamed(&velocity::x, "dx"))
if speed.y is the dy of before, such a change keeps its values with RESPAWN_HINTS(velocity, respawn::renamed(&velocity::y, "dy"))
)");
    two_layouts<moved_and_renamed::before::game, moved_and_renamed::hinted::game> hinted{play};
    CHECK(hinted->speed.x == 1);
    CHECK(hinted->speed.y == 2);
}

namespace numbers {
namespace before {
struct game {
    int hp = 10;
    int level = 1;
};
} // namespace before
namespace after {
struct game {
    float hp = 10;
    std::int8_t level = 1;
};
} // namespace after
} // namespace numbers

TEST_CASE("types.md: numbers are converted, and clamped where they must be")
{
    two_layouts<numbers::before::game, numbers::after::game> game{[](numbers::before::game& old) {
        old = {7, 300};
    }};
    CHECK(game->hp == 7.0F);
    CHECK(game->level == 127);
    CHECK("\n" + game.lines() == R"(
game: hp int32 -> float, level int32 -> int8 (1 could not be kept)
game.level: 300 became 127
)");
}

namespace enumerations {
namespace before {
enum class mood : std::uint8_t { calm, angry, asleep };
struct game {
    mood now = mood::calm;
    mood next = mood::calm;
};
} // namespace before
namespace after {
enum class mood : std::uint8_t { curious, calm, angry };
struct game {
    mood now = mood::curious;
    mood next = mood::curious;
};
} // namespace after
} // namespace enumerations

TEST_CASE("types.md: an enumeration keeps the enumerator of the same name")
{
    two_layouts<enumerations::before::game, enumerations::after::game> game{
        [](enumerations::before::game& old) {
            old = {enumerations::before::mood::angry, enumerations::before::mood::asleep};
        }};
    CHECK(game->now == enumerations::after::mood::angry);
    CHECK(game->next == enumerations::after::mood::curious);
    CHECK("\n" + game.lines() == R"(
game: now +curious -asleep, next +curious -asleep (1 had one that is gone)
game.next: asleep became curious
)");
}

namespace arrays {
namespace before {
struct game {
    std::array<int, 4> scores{};
    char tag[8] = "";
};
} // namespace before
namespace after {
struct game {
    std::array<int, 2> scores{};
    respawn::string tag;
};
} // namespace after
} // namespace arrays

TEST_CASE("types.md: the common part of an array is kept, and text in arrays and strings")
{
    two_layouts<arrays::before::game, arrays::after::game> game{[](arrays::before::game& old) {
        old = {{1, 2, 3, 4}, "ace"};
    }};
    CHECK(game->scores == std::array{1, 2});
    CHECK(game->tag == "ace");
    CHECK("\n" + game.lines() == R"(
game: scores int32[4] -> int32[2] (2 could not be kept), tag char[8] -> string
)");
}

namespace containers {
namespace before {
struct item {
    int weight = 0;
};
struct game {
    respawn::list<int> queue;
    respawn::map<respawn::string, respawn::vector<item>> chests;
};
} // namespace before
namespace after {
struct item {
    float weight = 0;
};
struct game {
    respawn::deque<int> queue;
    respawn::map<respawn::string, respawn::vector<item>> chests;
};
} // namespace after
} // namespace containers

TEST_CASE("types.md: another container takes the elements over, and elements change to any depth")
{
    two_layouts<containers::before::game, containers::after::game> game{[](containers::before::game& old) {
        old.queue = {1, 2};
        old.chests["attic"] = {{3}};
    }};
    CHECK(game->queue == respawn::deque<int>{1, 2});
    REQUIRE(game->chests.at("attic").size() == 1);
    CHECK(game->chests.at("attic")[0].weight == 3);
    CHECK("\n" + game.lines() == R"(
game: queue list of int32 -> deque of int32
game.chests[][]: weight int32 -> float
)");
}

namespace wrapped {
namespace before {
struct game {
    int target = 0;
    respawn::string weapon;
    std::optional<int> bonus;
};
} // namespace before
namespace after {
struct game {
    respawn::vector<int> target;
    std::variant<int, respawn::string> weapon;
    int bonus = -1;
};
} // namespace after
} // namespace wrapped

TEST_CASE("types.md: an object that is wrapped keeps its value, and so does what is unwrapped")
{
    two_layouts<wrapped::before::game, wrapped::after::game> game{[](wrapped::before::game& old) {
        old = {3, "bow", 5};
    }};
    CHECK(game->target == respawn::vector<int>{3});
    CHECK(std::get<respawn::string>(game->weapon) == "bow");
    CHECK(game->bonus == 5);
    CHECK("\n" + game.lines() == R"(
game: target int32 -> vector of int32, weapon string -> variant<int32, string>, bonus optional int32 -> int32
)");
}

namespace pointers {
namespace before {
struct enemy {
    char name[32] = "";
    int hp = 10;
};
struct game {
    respawn::vector<enemy> enemies;
    enemy boss;
    enemy* target = nullptr;
    enemy* watched = nullptr;
    enemy* alone = nullptr;
};
} // namespace before
namespace after {
struct enemy {
    char name[32] = "";
    int hp = 10;
    int stamina = 100;
};
struct game {
    respawn::vector<enemy> enemies;
    enemy* target = nullptr;
    enemy* watched = nullptr;
    enemy* alone = nullptr;
};
} // namespace after
} // namespace pointers

TEST_CASE("types.md: pointers follow their objects, and are null when those are gone")
{
    two_layouts<pointers::before::game, pointers::after::game> game{[](pointers::before::game& old) {
        old.enemies.resize(2);
        old.target = &old.enemies[1];
        old.watched = &old.boss;
        old.alone = new (respawn::allocator<pointers::before::enemy>{}.allocate(1)) pointers::before::enemy;
        old.alone->hp = 9;
    }};
    CHECK(game->target == &game->enemies[1]);
    CHECK(game->watched == nullptr);
    REQUIRE(game->alone);
    CHECK(game->alone->hp == 9);
    CHECK("\n" + game.lines() == R"(
game: -boss dropped
game.enemies[]: +stamina (=100)
game.watched pointed to what is gone, and is null now
)");
}

namespace owned {
namespace before {
struct node {
    int id = 0;
    respawn::unique_ptr<node> next;
};
struct game {
    respawn::unique_ptr<node> first;
};
} // namespace before
namespace after {
struct node {
    respawn::string name;
    int id = 0;
    respawn::unique_ptr<node> next;
};
struct game {
    respawn::unique_ptr<node> first;
};
} // namespace after
} // namespace owned

TEST_CASE("types.md: what is owned by unique_ptr is carried over with its owner")
{
    two_layouts<owned::before::game, owned::after::game> game{[](owned::before::game& old) {
        old.first = respawn::make_unique<owned::before::node>();
        old.first->next = respawn::make_unique<owned::before::node>();
        old.first->next->id = 2;
    }};
    REQUIRE(game->first);
    REQUIRE(game->first->next);
    CHECK(game->first->next->id == 2);
    CHECK("\n" + game.lines() == R"(
game.first-> (and 1 other place): +name
)");
}

namespace ignored {
namespace before {
struct game {
    int score = 0;
};
} // namespace before
namespace after {
struct game {
    int score = 0;
    std::function<void()> on_goal;
};
RESPAWN_HINTS(game, respawn::ignored(&game::on_goal))
} // namespace after
} // namespace ignored

TEST_CASE("types.md: an ignored field may be of any type")
{
    two_layouts<ignored::before::game, ignored::after::game> game{
        [](ignored::before::game& old) { old.score = 3; }};
    CHECK(game->score == 3);
    CHECK_FALSE(game->on_goal);
    CHECK("\n" + game.lines() == R"(
game: +on_goal
)");
}

namespace converted {
namespace before {
struct ball {
    float angle = 0, speed = 0;
};
struct game {
    ball served;
};
} // namespace before
namespace after {
struct ball {
    float dx = 0, dy = 0;
};
inline void convert_ball(const respawn::old_object& old, ball& now)
{
    const float angle = old.get<float>("angle").value_or(0);
    const float speed = old.get<float>("speed").value_or(0);
    now.dx = speed * std::cos(angle);
    now.dy = speed * std::sin(angle);
}
RESPAWN_HINTS(ball, respawn::converted(&convert_ball))
struct game {
    ball served;
};
} // namespace after
} // namespace converted

TEST_CASE("types.md: a function of the game converts what nobody else can")
{
    two_layouts<converted::before::game, converted::after::game> game{[](converted::before::game& old) {
        old.served = {0, 5};
    }};
    INFO(game.lines());
    CHECK(game->served.dx == 5);
    CHECK(game->served.dy == 0);
}

namespace refused {
namespace before {
struct game {
    respawn::string target;
};
} // namespace before
namespace after {
struct game {
    std::array<float, 3> target{};
};
} // namespace after
} // namespace refused

TEST_CASE("types.md: what nobody understands is refused with the path and the reason")
{
    CHECK("\n" + refusal<refused::before::game, refused::after::game>() == R"(
game.target was string, is float[3]: there is no way from one to the other; give the field another name, or convert it with RESPAWN_HINTS
)");
}

namespace functions {
struct player {
    void (*on_hit)(player&) = nullptr;
    const char* title = "squire";
    int hp = 10;
};
inline void block(player& hit)
{
    hit.hp -= 1;
}
inline void promote(player& one)
{
    one.on_hit = &block;
    one.title = "knight";
}
} // namespace functions

namespace function_types {
namespace before {
struct game {
    void (*on_hit)(int damage) = nullptr;
};
} // namespace before
namespace after {
struct game {
    void (*on_hit)(int damage, bool by_magic) = nullptr;
};
} // namespace after
} // namespace function_types

TEST_CASE("types.md: pointers into the program are kept, and refused by another type of function")
{
    functions::player one;
    functions::promote(one);
    one.on_hit(one);
    CHECK(one.hp == 9);
    const auto player = schema_of<functions::player>();
    const auto& fields = player.types()[0].fields;
    CHECK(player.types()[fields[0].type].name == "void(functions::player&)");
    CHECK(player.types()[fields[1].type].kind == schema::type_kind::pointer);
    CHECK("\n" + refusal<function_types::before::game, function_types::after::game>() == R"(
game.on_hit was pointer to function void(int), is pointer to function void(int,bool): there is no way from one to the other; give the field another name, or convert it with RESPAWN_HINTS
)");
}

namespace classes {
struct thing {
    virtual ~thing() = default;
    virtual int act() = 0;
    int hp = 1;
};
RESPAWN_DESCRIBE(thing, hp)

struct dragon : thing {
    int act() override { return hp * 2; }
    float heat = 0;
};
RESPAWN_DESCRIBE(dragon, hp, heat)

struct chest : thing {
    int act() override { return 0; }
    respawn::vector<int> coins;
};
RESPAWN_DESCRIBE(chest, hp, coins)

RESPAWN_DERIVED(thing, dragon, chest)

struct level {
    respawn::vector<respawn::unique_ptr<thing>> things;
    thing* nearest = nullptr;
    dragon boss;
};
} // namespace classes

TEST_CASE("types.md: classes with virtual functions are known by their names, and those derived from them")
{
    const auto level = schema_of<classes::level>();
    const auto& things = level.types()[level.root().fields[0].type];
    const auto& thing = level.types()[level.types()[things.element].element];
    CHECK(thing.class_name == "N7classes5thingE");
    REQUIRE(thing.derived.size() == 2);
    CHECK(level.types()[thing.derived[0]].name == "classes::dragon");
    CHECK(classes::dragon{}.act() == 2);
    CHECK(classes::chest{}.act() == 0);
}

namespace descriptions {
enum class fault { none = 0, timeout = 1001, refused = 1002 };
RESPAWN_ENUMERATORS(fault, none, timeout, refused)
} // namespace descriptions

namespace descriptions {
class clock {
public:
    clock() {}
    int minutes() const { return hour_ * 60 + minute_; }

private:
    RESPAWN_DESCRIBE_FRIEND(clock);
    int hour_ = 0, minute_ = 0;
};
RESPAWN_DESCRIBE(clock, hour_, minute_)
} // namespace descriptions

TEST_CASE("types.md: classes and enumerations that the compiler can't list are described by hand")
{
    const auto clock = schema_of<descriptions::clock>();
    REQUIRE(clock.types()[0].fields.size() == 2);
    CHECK(clock.types()[0].fields[1].name == "minute_");
    const auto fault = schema_of<descriptions::fault>();
    REQUIRE(fault.types()[0].fields.size() == 3);
    CHECK(fault.types()[0].fields[2].name == "refused");
}
