#include "tests/unit/migration/classes_before.hpp"

#include "tests/unit/state/supervisor_stand_in.hpp"

#include "shared/migration/plan.hpp"
#include "shared/schema/view.hpp"
#include "supervisor/report/migration_text.hpp"
#include "worker/source/migration/carrier.hpp"
#include "worker/source/schema/classes.hpp"
#include "worker/source/schema/encode.hpp"
#include "worker/source/schema/scratch_memory.hpp"

#include <respawn/worker.hpp>

#include "catch.hpp"

#include <cstring>

namespace {

struct thing {
    virtual ~thing() = default;
    [[nodiscard]] virtual int power() const = 0;
    virtual void added() {}
    std::int64_t id = 0;
};
RESPAWN_DESCRIBE(thing, id)

/// A class that no object is of.
struct imp : thing {
    [[nodiscard]] int power() const override { return 0; }
};
RESPAWN_DESCRIBE(imp, id)

struct dragon : thing {
    [[nodiscard]] int power() const override { return 100 + age; }
    thing* friend_of = nullptr;
    respawn::unique_ptr<thing> egg;
    respawn::string name;
    double heat = 1;
    int age = 5;
    int cache = 0;
};
RESPAWN_DESCRIBE(dragon, id, friend_of, egg, name, heat, age, cache)
RESPAWN_HINTS(dragon, respawn::ignored(&dragon::cache))

struct chest : thing {
    [[nodiscard]] int power() const override { return 200 + bonus; }
    respawn::vector<long> coins;
    int bonus = 0;
};
RESPAWN_DESCRIBE(chest, id, coins, bonus)
inline void count_coins(const respawn::old_object& old, chest& now)
{
    now.bonus = static_cast<int>(old.size("coins"));
}
RESPAWN_HINTS(chest, respawn::converted(&count_coins))
RESPAWN_DERIVED(thing, imp, chest, dragon)

struct plain {
    virtual ~plain() = default;
    int value = 4;
};
RESPAWN_DESCRIBE(plain, value)

struct game {
    const char* in_title = nullptr;
    respawn::string title;
    const char* text = nullptr;
    char label[32] = "";
    int (*second)(int) = nullptr;
    int (*first)(int) = nullptr;
    int (*third)(int) = nullptr;
    thing* by_hand = nullptr;
    dragon* in_things = nullptr;
    thing* to_pack = nullptr;
    thing* to_boss = nullptr;
    thing* target = nullptr;
    dragon boss;
    respawn::unique_ptr<thing> tamed;
    respawn::vector<plain> plains;
    respawn::deque<dragon> pack;
    respawn::unique_ptr<thing> only_dragon;
    respawn::map<int, respawn::unique_ptr<thing>> by_id;
    respawn::list<respawn::unique_ptr<thing>> things;
};

template <class T>
void add_vtable_pointer(std::map<std::string, std::uint64_t>& pointers)
{
    const respawn::detail::scratch_memory scratch;
    const T object;
    std::uint64_t word = 0;
    std::memcpy(&word, static_cast<const void*>(&object), sizeof word);
    pointers[typeid(T).name()] = word;
}

std::map<std::string, std::uint64_t> vtable_pointers()
{
    std::map<std::string, std::uint64_t> pointers;
    add_vtable_pointer<dragon>(pointers);
    add_vtable_pointer<chest>(pointers);
    add_vtable_pointer<plain>(pointers);
    return pointers;
}

const chest& as_chest(const thing* object)
{
    const auto* found = dynamic_cast<const chest*>(object);
    REQUIRE(found != nullptr);
    return *found;
}

const dragon& as_dragon(const thing* object)
{
    const auto* found = dynamic_cast<const dragon*>(object);
    REQUIRE(found != nullptr);
    return *found;
}

/// The game of classes_before.cpp, taken over by this one.
struct taken_over {
    taken_over()
    {
        auto old_worker = supervisor.start_worker();
        supervisor.give_tick();
        void* old = old_worker->root("game", classes_before::game_type(), &classes_before::construct_game);
        supervisor.finish_frame(*old_worker, [&] {
            classes_before::fill(old, classes_before::with::known_classes);
            classes_before::rebind(old, vtable_pointers());
        });
        old_worker.reset();
        worker = supervisor.start_worker();
        supervisor.give_tick();
        now = &root<game>(*worker, "game");
        supervisor.finish_frame(*worker, [] {});
    }

    supervisor_stand_in supervisor;
    std::unique_ptr<respawn::detail::worker_session> worker;
    game* now = nullptr;
};

} // namespace

TEST_CASE("objects behind base classes keep their class when its layout changes")
{
    const taken_over all;
    const game& now = *all.now;
    REQUIRE(now.things.size() == 3);
    const chest& first = as_chest(now.things.front().get());
    CHECK(first.id == 1);
    CHECK(first.coins == respawn::vector<long>{1, 2, 1});
    CHECK(first.power() == 203); // its function has seen the old object
    const dragon& second = as_dragon(std::next(now.things.begin())->get());
    CHECK(second.id == 2);
    CHECK(second.heat == 1);
    CHECK(second.age == 5);
    CHECK(second.name == "Fafnir, whose name is not a short one");
    CHECK(second.power() == 105);
    CHECK(as_chest(second.egg.get()).id == 3);
    CHECK(now.things.back() == nullptr);
    CHECK(as_dragon(now.by_id.at(7).get()).name == "Smaug");
    CHECK(as_chest(now.by_id.at(8).get()).coins.back() == 8);
    // It is owned as a thing now.
    CHECK(as_dragon(now.only_dragon.get()).heat == 4.5);
    CHECK(as_dragon(now.tamed.get()).id == 70);
}

TEST_CASE("what is ignored in objects behind base classes is made afresh at each take-over")
{
    taken_over all;
    dragon* fafnir = all.now->in_things;
    CHECK(fafnir->cache == 0);
    all.supervisor.play_frame(*all.worker, [&] {
        fafnir->cache = 99;
        fafnir->age = 6;
    });
    all.worker.reset();
    all.worker = all.supervisor.start_worker();
    all.supervisor.give_tick();
    const game& now = root<game>(*all.worker, "game");
    CHECK(&as_dragon(std::next(now.things.begin())->get()) == fafnir);
    CHECK(fafnir->cache == 0);
    CHECK(fafnir->age == 6);
}

TEST_CASE("objects of classes that are values are carried over with the vtables of today")
{
    const taken_over all;
    const game& now = *all.now;
    CHECK(now.boss.id == 50);
    CHECK(as_dragon(&now.boss).power() == 105);
    REQUIRE(now.pack.size() == 5);
    CHECK(as_dragon(&now.pack[4]).id == 104);
    REQUIRE(now.plains.size() == 5);
    CHECK(now.plains[4].value == 4);
    const plain& last = now.plains[4];
    CHECK(typeid(last) == typeid(plain));
}

TEST_CASE("pointers to base classes follow the objects behind them")
{
    const taken_over all;
    const game& now = *all.now;
    const dragon& fafnir = as_dragon(std::next(now.things.begin())->get());
    CHECK(now.in_things == &fafnir);
    CHECK(now.target == fafnir.egg.get());
    CHECK(fafnir.friend_of == now.things.front().get());
    CHECK(now.to_boss == &now.boss);
    CHECK(now.to_pack == &now.pack[3]);
    CHECK(now.pack[0].friend_of == &now.boss);
    const chest& lonely = as_chest(now.by_hand);
    CHECK(lonely.id == 60);
    CHECK(lonely.coins.back() == 60);
    CHECK(all.supervisor.is_in_state(&lonely));
}

TEST_CASE("pointers to functions and to characters in the state are carried over by name")
{
    const taken_over all;
    const game& now = *all.now;
    CHECK(now.first(21) == 42);
    CHECK(now.second(21) == 63);
    CHECK(now.third == nullptr);
    CHECK(now.text == now.label + 2);
    CHECK(std::string{now.in_title} == "that is too long for the string itself");
    CHECK(now.in_title == now.title.data() + 8);
}

TEST_CASE("the lines of a swap tell of each class what has changed")
{
    const taken_over all;
    const std::string lines = respawn::report::migration_text(*all.supervisor.migration());
    INFO(lines);
    CHECK(lines.find("game.boss (and 6 other places): +age (=5), +cache") != std::string::npos);
    CHECK(lines.find("chest) (and 2 other places): -locks dropped") != std::string::npos);
    // Nobody is just a thing.
    CHECK(lines.find("->: ") == std::string::npos);
}

TEST_CASE("an object of a class that nobody names any more is refused by its path and its class")
{
    using namespace respawn;
    const detail::scratch_memory scratch;
    const auto old_schema = schema::view::create(detail::encode(classes_before::game_type()).bytes).value();
    const auto encoded = detail::encode(detail::describe<game>());
    auto plan = migration::plan::create(
                    old_schema, schema::view::create(encoded.bytes).value(),
                    {"game", {}, std::vector<bool>(encoded.types.size())})
                    .value();
    std::vector<std::byte> old_memory(classes_before::game_type().size + 64);
    void* old = old_memory.data();
    std::size_t room = old_memory.size();
    REQUIRE(std::align(64, classes_before::game_type().size, old, room) != nullptr);
    classes_before::construct_game(old);
    classes_before::fill(old, classes_before::with::a_removed_class);
    classes_before::rebind(old, vtable_pointers());
    objects::class_table classes;
    detail::add_classes(classes, encoded.types);
    const auto state = objects::state_bytes::own_memory().with_classes(&classes);
    detail::carried all{state, state};
    detail::carrier objects{plan, encoded.types, state, state, all};
    alignas(game) std::byte now[sizeof(game)];
    ::new (now) game{};
    try {
        objects.carry_alone(0, reinterpret_cast<std::uintptr_t>(old), now);
        FAIL("it was carried over");
    } catch (const detail::migration_error& error) {
        const std::string sentence = error.what();
        INFO(sentence);
        CHECK(sentence.starts_with("game.things[3] holds "));
        CHECK(sentence.find("removed, which RESPAWN_DERIVED does not name for ") != std::string::npos);
        CHECK(sentence.find("thing: name it there") != std::string::npos);
    }
}
