#include "describe_support.hpp"

#include "shared/schema/view.hpp"
#include "worker/source/schema/classes.hpp"
#include "worker/source/schema/encode.hpp"
#include "worker/source/schema/scratch_memory.hpp"

#include <boost/describe/class.hpp>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace dungeon {

struct thing {
    virtual ~thing() = default;
    [[nodiscard]] virtual int power() const = 0;
    int hp = 1;
};
RESPAWN_DESCRIBE(thing, hp)

struct dragon : thing {
    [[nodiscard]] int power() const override { return 9; }
    double heat = 2.5;
    respawn::string name;
};
RESPAWN_DESCRIBE(dragon, hp, heat, name)

struct watched {
    virtual ~watched() = default;
    int watcher = 0;
};
RESPAWN_DESCRIBE(watched, watcher)

class chest : public thing, public watched {
public:
    [[nodiscard]] int power() const override { return 0; }

private:
    respawn::vector<int> content_;
    thing* guard_ = nullptr;
    BOOST_DESCRIBE_CLASS(chest, (thing, watched), (), (), (content_, guard_))
};
RESPAWN_DERIVED(thing, dragon, chest)

struct throws : watched {
    throws() { throw std::runtime_error{"not today"}; }
};
RESPAWN_DESCRIBE(throws, watcher)

struct game {
    respawn::vector<respawn::unique_ptr<thing>> things;
    dragon boss;
    watched alone;
};

struct root_of_diamond {
    virtual ~root_of_diamond() = default;
};
struct diamond : virtual root_of_diamond {
    int own = 0;
};
RESPAWN_DESCRIBE(diamond, own)

} // namespace dungeon

namespace {

namespace schema = respawn::schema;
using respawn::detail::scratch_memory;

template <class T>
std::uint64_t first_word(const T& object)
{
    std::uint64_t word = 0;
    std::memcpy(&word, static_cast<const void*>(&object), sizeof word);
    return word;
}

schema::view encoded_game()
{
    return schema::view::create(respawn::detail::encode(describe_checked<dungeon::game>()).bytes).value();
}

} // namespace

TEST_CASE("the fields of an abstract class are found in the first class derived from it")
{
    CHECK(fields_of(respawn::detail::describe<dungeon::thing>()) == "hp@8");
    CHECK(fields_of(respawn::detail::describe<dungeon::dragon>()) == "hp@8 heat@16 name@24");
    CHECK(fields_of(respawn::detail::describe<dungeon::chest>()) == "hp@8 watcher@24 content_@32 guard_@56");
}

TEST_CASE("a schema knows classes by the names that their vtables have, and those derived from them")
{
    const auto view = encoded_game();
    const auto& things = view.types()[view.root().fields[0].type];
    const auto& thing = view.types()[view.types()[things.element].element];
    CHECK(thing.class_name == "N7dungeon5thingE");
    REQUIRE(thing.derived.size() == 2);
    CHECK(view.types()[thing.derived[0]].class_name == "N7dungeon6dragonE");
    CHECK(view.types()[thing.derived[1]].class_name == "N7dungeon5chestE");
    CHECK(view.root().fields[1].type == thing.derived[0]);
    CHECK(view.root().class_name.empty());
    CHECK(view.types()[view.root().fields[2].type].derived.empty());
}

TEST_CASE("a default value holds no pointer to a vtable")
{
    const auto view = encoded_game();
    const auto& alone = view.types()[view.root().fields[2].type];
    REQUIRE(alone.default_value.size() == sizeof(dungeon::watched));
    CHECK(std::all_of(alone.default_value.begin(), alone.default_value.begin() + 8, [](std::byte each) {
        return each == std::byte{0};
    }));
    const auto& boss = view.types()[view.root().fields[1].type];
    REQUIRE(boss.default_value.size() == sizeof(dungeon::dragon));
    CHECK(boss.default_value[8] == std::byte{1});
    CHECK(boss.default_value[0] == std::byte{0});
}

TEST_CASE("classes are told apart by what their objects begin with")
{
    respawn::objects::class_table table;
    const auto encoded = respawn::detail::encode(describe_checked<dungeon::game>());
    respawn::detail::add_classes(table, encoded.types);
    CHECK(table.class_name(first_word(dungeon::dragon{})) == "N7dungeon6dragonE");
    CHECK(table.class_name(first_word(dungeon::chest{})) == "N7dungeon5chestE");
    CHECK(table.class_name(first_word(dungeon::watched{})) == "N7dungeon7watchedE");
    CHECK(table.class_name(7).empty());
    respawn::objects::class_table none;
    respawn::detail::add_classes(none, {&respawn::detail::describe<dungeon::throws>()});
    CHECK(none.is_empty());
}

TEST_CASE("a class with a virtual base is refused when the schema is made, if the compiler can't tell")
{
    const auto& type = respawn::detail::describe<dungeon::diamond>();
    CHECK_THROWS_AS(respawn::detail::encode(type), std::runtime_error);
}

TEST_CASE("a unique_ptr to a class owns objects of derived ones, and frees the memory that they have")
{
    scratch_memory scratch;
    {
        respawn::unique_ptr<dungeon::thing> owner = respawn::make_unique<dungeon::dragon>();
        CHECK(owner->power() == 9);
        owner = respawn::make_unique<dungeon::chest>();
        CHECK(owner->power() == 0);
        // Not where its block begins.
        const respawn::unique_ptr<dungeon::watched> second = respawn::make_unique<dungeon::chest>();
        CHECK(scratch.block_count() == 2);
    }
    CHECK(scratch.block_count() == 0);
    static_assert(
        !std::is_constructible_v<respawn::unique_ptr<dungeon::dragon>, respawn::unique_ptr<dungeon::thing>>);
}

TEST_CASE("what a unique_ptr holds is made by the number of its class")
{
    const scratch_memory scratch;
    respawn::unique_ptr<dungeon::thing> owner;
    const auto emplace = respawn::detail::describe<respawn::unique_ptr<dungeon::thing>>().operations->emplace;
    REQUIRE(emplace != nullptr);
    CHECK(emplace(&owner, 0) == nullptr); // it is abstract
    const void* first = emplace(&owner, 1);
    CHECK(first == owner.get());
    CHECK(owner->power() == 9);
    const void* second = emplace(&owner, 2);
    CHECK(second == owner.get());
    CHECK(owner->power() == 0);
    CHECK(emplace(&owner, 3) == nullptr);
}
