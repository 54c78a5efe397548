#include "tests/unit/migration/classes_before.hpp"

#include "shared/objects/finder.hpp"
#include "shared/schema/view.hpp"
#include "worker/source/schema/classes.hpp"
#include "worker/source/schema/encode.hpp"

#include <respawn/schema.hpp>

#include <cstring>
#include <vector>

namespace {

int twice(int value)
{
    return value * 2;
}
int thrice(int value)
{
    return value * 3;
}

struct thing {
    virtual ~thing() = default;
    [[nodiscard]] virtual int power() const = 0;
    int id = 0;
};
RESPAWN_DESCRIBE(thing, id)

struct dragon : thing {
    [[nodiscard]] int power() const override { return -1; }
    float heat = 1;
    respawn::string name;
    respawn::unique_ptr<thing> egg;
    thing* friend_of = nullptr;
};
RESPAWN_DESCRIBE(dragon, id, heat, name, egg, friend_of)

struct chest : thing {
    [[nodiscard]] int power() const override { return -1; }
    respawn::vector<int> coins;
    int locks = 2;
};
RESPAWN_DESCRIBE(chest, id, coins, locks)

struct removed : thing {
    [[nodiscard]] int power() const override { return -1; }
};
RESPAWN_DESCRIBE(removed, id)
RESPAWN_DERIVED(thing, dragon, chest, removed)

struct plain {
    virtual ~plain() = default;
    int value = 4;
};
RESPAWN_DESCRIBE(plain, value)

struct game {
    respawn::vector<respawn::unique_ptr<thing>> things;
    respawn::map<int, respawn::unique_ptr<thing>> by_id;
    respawn::unique_ptr<dragon> only_dragon;
    respawn::vector<dragon> pack;
    respawn::vector<plain> plains;
    dragon boss;
    dragon tamed;
    thing* target = nullptr;
    thing* to_boss = nullptr;
    thing* to_pack = nullptr;
    dragon* in_things = nullptr;
    thing* by_hand = nullptr;
    int (*first)(int) = &twice;
    int (*second)(int) = &thrice;
    char label[16] = "a label";
    const char* text = nullptr;
    respawn::string title = "a title that is too long for the string itself";
    const char* in_title = nullptr;
};

respawn::unique_ptr<dragon> make_dragon(int id, const char* name)
{
    auto made = respawn::make_unique<dragon>();
    made->id = id;
    made->heat = static_cast<float>(id) / 2;
    made->name = name;
    return made;
}

respawn::unique_ptr<chest> make_chest(int id)
{
    auto made = respawn::make_unique<chest>();
    made->id = id;
    made->coins = {1, 2, id};
    return made;
}

} // namespace

namespace classes_before {

const respawn::detail::type_description& game_type()
{
    respawn::detail::require_state_type<game>();
    return respawn::detail::describe<game>();
}

void construct_game(void* place)
{
    ::new (place) game{};
}

void fill(void* object, with what)
{
    auto& made = *static_cast<game*>(object);
    made.things.push_back(make_chest(1));
    auto fafnir = make_dragon(2, "Fafnir, whose name is not a short one");
    fafnir->egg = make_chest(3);
    fafnir->friend_of = made.things[0].get();
    made.in_things = fafnir.get();
    made.target = fafnir->egg.get();
    made.things.push_back(std::move(fafnir));
    made.things.push_back(nullptr);
    made.by_id[7] = make_dragon(7, "Smaug");
    made.by_id[8] = make_chest(8);
    made.only_dragon = make_dragon(9, "only");
    for (int i = 0; i < 5; ++i) {
        made.pack.emplace_back().id = 100 + i;
        made.pack.back().friend_of = &made.boss;
        made.plains.emplace_back().value = i;
    }
    made.boss.id = 50;
    made.tamed.id = 70;
    made.to_boss = &made.boss;
    made.to_pack = &made.pack[3];
    made.by_hand = make_chest(60).release();
    made.text = made.label + 2;
    made.in_title = made.title.data() + 8;
    if (what == with::a_removed_class)
        made.things.push_back(respawn::make_unique<removed>());
}

void rebind(void* object, const std::map<std::string, std::uint64_t>& vtable_pointers)
{
    using namespace respawn;
    const auto encoded = detail::encode(game_type());
    const auto view = schema::view::create(encoded.bytes).value();
    objects::class_table own;
    detail::add_classes(own, encoded.types);
    const auto state = objects::state_bytes::own_memory().with_classes(&own);
    const objects::finder finder{
        view.types(), [](const schema::type_node& type) { return schema::is_polymorphic(type); }};
    std::vector<std::uint64_t> places{reinterpret_cast<std::uintptr_t>(static_cast<game*>(object)->by_hand)};
    static_cast<void>(finder.look(
        state, 0, reinterpret_cast<std::uintptr_t>(object),
        {[&](std::uint32_t, std::uint64_t address) { places.push_back(address); }}));
    for (const std::uint64_t place : places) {
        const auto now = vtable_pointers.find(std::string{own.class_name(*state.read<std::uint64_t>(place))});
        if (now != vtable_pointers.end())
            std::memcpy(reinterpret_cast<void*>(place), &now->second, sizeof now->second);
    }
}

} // namespace classes_before
