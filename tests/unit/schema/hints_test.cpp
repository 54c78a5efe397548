#include "describe_support.hpp"

#include "shared/schema/view.hpp"
#include "worker/source/schema/encode.hpp"

#include <cstdio>
#include <functional>
#include <mutex>
#include <thread>

namespace hinted_types {

struct enemy {
    int health = 100;
    int armour = 0;
    respawn::vector<int> path;
    std::function<void()> on_death;
    std::FILE* log = nullptr;
    std::mutex lock;
    std::thread helper;
    const int limit = 3;
};
inline void convert_enemy(const respawn::old_object&, enemy& now)
{
    now.health = 42;
}
RESPAWN_HINTS(
    enemy, respawn::renamed(&enemy::health, "hp"), respawn::renamed(&enemy::health, "life"),
    respawn::renamed(&enemy::limit, "maximum"), respawn::ignored(&enemy::on_death),
    respawn::ignored(&enemy::log), respawn::ignored(&enemy::lock), respawn::ignored(&enemy::helper),
    respawn::converted(&convert_enemy))

class timer {
public:
    timer() {}
    RESPAWN_DESCRIBE_FRIEND(timer);
    RESPAWN_HINTS_FRIEND(timer);

private:
    int seconds_ = 0;
    std::function<void()> bell_;
};
RESPAWN_DESCRIBE(timer, seconds_, bell_)
RESPAWN_HINTS(timer, respawn::renamed(&timer::seconds_, "s_"), respawn::ignored(&timer::bell_))

struct same_types {
    int first = 0, second = 0;
    struct {
    } nothing;
};
RESPAWN_HINTS(same_types, respawn::renamed(&same_types::second, "zweites"))

} // namespace hinted_types

namespace {

using respawn::detail::type_kind;

struct game {
    respawn::list<hinted_types::enemy> enemies;
    hinted_types::timer clock;
};

} // namespace

TEST_CASE("a hint gives a field former names")
{
    const auto& type = describe_checked<hinted_types::enemy>();
    CHECK(type.fields[0].former_names == "hp,life");
    CHECK(type.fields[1].former_names.empty());
    CHECK(type.fields[7].former_names == "maximum");
    CHECK(describe_checked<hinted_types::same_types>().fields[0].former_names.empty());
    CHECK(describe_checked<hinted_types::same_types>().fields[1].former_names == "zweites");
}

TEST_CASE("an ignored field may be of a type that the state refuses otherwise")
{
    const auto& type = describe_checked<hinted_types::enemy>();
    for (std::size_t i = 3; i < 7; ++i) {
        const auto& field = type.fields[i].type();
        CHECK(field.kind == type_kind::ignored);
        REQUIRE(field.operations != nullptr);
        CHECK(field.operations->construct != nullptr);
        CHECK(field.operations->destroy == nullptr);
    }
    CHECK(type.fields[3].type().size == sizeof(std::function<void()>));
    CHECK(type.fields[3].type().alignment == alignof(std::function<void()>));
    CHECK(type.fields[2].type().kind == type_kind::vector);
    std::FILE* file = stdout;
    type.fields[4].type().operations->construct(&file);
    CHECK(file == nullptr);
}

TEST_CASE("a hint names the function that finishes a conversion")
{
    const auto& operations = *describe_checked<hinted_types::enemy>().operations;
    REQUIRE(operations.convert != nullptr);
    CHECK(describe_checked<hinted_types::timer>().operations->convert == nullptr);
}

TEST_CASE("hints may name private members")
{
    const auto& type = describe_checked<hinted_types::timer>();
    CHECK(fields_of(type) == "seconds_@0 bell_@8");
    CHECK(type.fields[0].former_names == "s_");
    CHECK(type.fields[1].type().kind == type_kind::ignored);
}

TEST_CASE("a schema has the hints of its types")
{
    const auto view = respawn::schema::view::create(respawn::detail::encode(describe_checked<game>()).bytes);
    REQUIRE(view.has_value());
    const auto& enemy = view->types()[view->types()[view->root().fields[0].type].element];
    CHECK(enemy.fields[0].former_names == "hp,life");
    CHECK(view->types()[enemy.fields[3].type].kind == respawn::schema::type_kind::ignored);
}
