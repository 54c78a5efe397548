#include "shared/objects/class_table.hpp"

#include "shared/objects/compare.hpp"
#include "shared/objects/finder.hpp"
#include "shared/objects/lookup.hpp"
#include "shared/objects/tree.hpp"

#include "catch.hpp"

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

using namespace respawn::objects;
using namespace respawn::schema;

namespace {

struct thing {
    virtual ~thing() = default;
    int hp = 1;
};
struct dragon : thing {
    float heat = 2.5f;
    std::unique_ptr<thing> egg;
};
struct chest : thing {
    int coins = 3;
};
/// Of a class that nobody has named.
struct ghost : thing {};

struct game {
    std::vector<std::unique_ptr<thing>> things;
    thing* target = nullptr;
};

enum type : std::uint32_t {
    the_game,
    a_vector,
    an_owner,
    a_thing,
    a_dragon,
    a_chest,
    a_pointer,
    an_int,
    a_float
};

template <class T>
type_node node(type_kind kind, std::string name = {}, std::uint32_t element = no_type)
{
    return {kind, std::move(name), sizeof(T), alignof(T), 0, element, no_type, {}};
}

std::uint64_t address_of(const void* object)
{
    return reinterpret_cast<std::uintptr_t>(object);
}

std::uint64_t first_word(const thing& object)
{
    std::uint64_t word = 0;
    std::memcpy(&word, static_cast<const void*>(&object), sizeof word);
    return word;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
const type_list types = [] {
    type_list made{
        node<game>(type_kind::structure, "game"),
        node<std::vector<int>>(type_kind::vector, "", an_owner),
        node<std::unique_ptr<int>>(type_kind::unique_pointer, "", a_thing),
        node<thing>(type_kind::structure, "thing"),
        node<dragon>(type_kind::structure, "dragon"),
        node<chest>(type_kind::structure, "chest"),
        node<thing*>(type_kind::pointer, "", a_thing),
        node<int>(type_kind::signed_integer),
        node<float>(type_kind::floating_point)};
    made[the_game].fields = {
        {"things", offsetof(game, things), a_vector}, {"target", offsetof(game, target), a_pointer}};
    made[a_thing].fields = {{"hp", offsetof(thing, hp), an_int}};
    made[a_dragon].fields = {
        {"hp", offsetof(dragon, hp), an_int},
        {"heat", offsetof(dragon, heat), a_float},
        {"egg", offsetof(dragon, egg), an_owner}};
    made[a_chest].fields = {{"hp", offsetof(chest, hp), an_int}, {"coins", offsetof(chest, coins), an_int}};
    made[a_thing].class_name = "5thing";
    made[a_dragon].class_name = "6dragon";
    made[a_chest].class_name = "5chest";
    made[a_thing].derived = {a_dragon, a_chest};
    return made;
}();
#pragma GCC diagnostic pop

class_table make_table()
{
    class_table table;
    table.add(first_word(thing{}), "5thing");
    table.add(first_word(dragon{}), "6dragon");
    table.add(first_word(chest{}), "5chest");
    return table;
}
const class_table table = make_table();

const state_bytes own = state_bytes::own_memory();
const state_bytes with_classes = own.with_classes(&table);

/// A game with a thing, a dragon with a chest as its egg, a ghost and nothing.
struct sample_game {
    sample_game()
    {
        object.things.push_back(std::make_unique<thing>());
        auto made = std::make_unique<dragon>();
        made->egg = std::make_unique<chest>();
        made->hp = 7;
        object.target = made.get();
        object.things.push_back(std::move(made));
        object.things.push_back(std::make_unique<ghost>());
        object.things.push_back(nullptr);
    }
    game object;
    std::vector<root> roots{
        {"game", address_of(&object), std::shared_ptr<const type_list>{std::shared_ptr<void>{}, &types}}};
};

std::string text_of(const sample_game& sample, std::string_view path, const state_bytes& state = with_classes)
{
    work_limit work{1'000'000};
    const auto found = look_up(state, sample.roots, parse_path(path).value(), work);
    return found ? to_text(grow_tree(state, sample.roots, *found, {}, work)) : found.error().sentence;
}

} // namespace

TEST_CASE("the class of an object is told by what it begins with")
{
    const dragon one;
    const ghost unnamed;
    CHECK(dynamic_type(with_classes, types, a_thing, address_of(&one)) == a_dragon);
    CHECK(dynamic_type(with_classes, types, a_dragon, address_of(&one)) == a_dragon);
    CHECK_FALSE(dynamic_type(with_classes, types, a_chest, address_of(&one)).has_value());
    CHECK_FALSE(dynamic_type(with_classes, types, a_thing, address_of(&unnamed)).has_value());
    // Nothing tells classes here, or there are none.
    CHECK(dynamic_type(own, types, a_thing, address_of(&one)) == a_thing);
    CHECK(dynamic_type(with_classes, types, an_int, address_of(&one)) == an_int);
}

TEST_CASE("an object that isn't in the state as a whole is of no class")
{
    const dragon one;
    const auto* bytes = reinterpret_cast<const std::byte*>(&one);
    const state_bytes as_far_as_thing{bytes, address_of(&one), sizeof(thing)};
    CHECK_FALSE(dynamic_type(as_far_as_thing.with_classes(&table), types, a_thing, address_of(&one)));
    CHECK(dynamic_type(as_far_as_thing, types, a_thing, address_of(&one)) == a_thing);
    const state_bytes too_short{bytes, address_of(&one), 4};
    CHECK_FALSE(dynamic_type(too_short.with_classes(&table), types, a_thing, address_of(&one)));
}

TEST_CASE("paths lead into what an object is, not only into what it was declared as")
{
    const sample_game sample;
    CHECK(text_of(sample, "game.things[1].heat") == "game.things[1]->heat: 2.5\n");
    CHECK(text_of(sample, "game.things[1].egg.coins") == "game.things[1]->egg->coins: 3\n");
    CHECK(text_of(sample, "game.target.heat") == "game.target->heat: 2.5\n");
    CHECK(
        text_of(sample, "game.things[2].hp") ==
        "game.things[2] holds an object of a class that RESPAWN_DERIVED does not name");
    CHECK(text_of(sample, "game.things[1].heat", own).find("has no field heat") != std::string::npos);
    CHECK(text_of(sample, "game.things[1].hp", own) == "game.things[1]->hp: 7\n");
}

TEST_CASE("trees name the classes of objects")
{
    const sample_game sample;
    CHECK(text_of(sample, "game.things[0]") == "game.things[0]: {hp: 1}\n");
    CHECK(
        text_of(sample, "game.things[1]") ==
        "game.things[1]: dragon {hp: 7, heat: 2.5, egg: chest {hp: 1, coins: 3}}\n");
    CHECK(
        text_of(sample, "game.things[2]") ==
        "game.things[2]: <of a class that RESPAWN_DERIVED does not name>\n");
    CHECK(text_of(sample, "game.things[3]") == "game.things[3]: null\n");
    CHECK(text_of(sample, "game.target") == "game.target: -> game.things[1].*\n");
}

TEST_CASE("what is looked for is found in objects of derived classes too")
{
    const sample_game sample;
    const finder floats{types, [](const type_node& type) { return type.kind == type_kind::floating_point; }};
    int found = 0;
    const bool is_whole = floats.look(
        with_classes, the_game, address_of(&sample.object), {[&](std::uint32_t, std::uint64_t) { ++found; }});
    CHECK(found == 1);
    CHECK_FALSE(is_whole); // because of the ghost
}

TEST_CASE("an object that has become one of another class is a difference")
{
    sample_game before, after;
    after.object.things[0] = std::make_unique<chest>();
    static_cast<dragon&>(*after.object.things[1]).heat = 3;
    work_limit work{1'000'000};
    const auto found = compare({&with_classes, before.roots}, {&with_classes, after.roots}, 100, work);
    REQUIRE(found.differences.size() == 2);
    CHECK(found.differences[0].path == "game.things[0]");
    CHECK(found.differences[0].before == "thing");
    CHECK(found.differences[0].after == "chest");
    CHECK(found.differences[1].path == "game.things[1]->heat");
}
