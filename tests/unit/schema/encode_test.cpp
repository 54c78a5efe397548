#include "describe_support.hpp"

#include "shared/schema/difference.hpp"
#include "shared/schema/view.hpp"
#include "worker/source/schema/encode.hpp"

#include <random>

namespace {

namespace schema = respawn::schema;

enum class phase : std::uint8_t { intro, play };

struct enemy {
    float x = 0, y = 0;
    enemy* target = nullptr;
};

struct game {
    std::uint64_t ticks = 0;
    respawn::vector<enemy> enemies;
    respawn::map<respawn::string, respawn::vector<enemy>> squads;
    std::variant<int, enemy> choice;
    phase now = phase::intro;
    std::mt19937 random;
    bool grid[4][3] = {};
};

template <class T>
schema::view encoded()
{
    respawn::detail::require_state_type<T>();
    auto view = schema::view::create(respawn::detail::encode(respawn::detail::describe<T>()));
    REQUIRE(view.has_value());
    return *view;
}

} // namespace

TEST_CASE("an encoded description reads back as it was")
{
    const auto view = encoded<game>();
    const auto& root = view.root();
    CHECK(root.kind == schema::type_kind::structure);
    CHECK(root.name.ends_with("game"));
    CHECK(root.size_bytes == sizeof(game));
    REQUIRE(root.fields.size() == 7);
    CHECK(root.fields[1].name == "enemies");
    CHECK(root.fields[1].offset == 8);
    const auto& enemies = view.types()[root.fields[1].type];
    CHECK(enemies.kind == schema::type_kind::vector);
    const auto& element = view.types()[enemies.element];
    CHECK(element.fields[2].name == "target");
    CHECK(view.types()[element.fields[2].type].element == enemies.element);
    CHECK(view.types()[root.fields[6].type].count == 4);
}

TEST_CASE("types are described in words that a person would use")
{
    const auto view = encoded<game>();
    const auto words = [&](std::size_t field) {
        return schema::describe(view.types(), view.root().fields[field].type);
    };
    CHECK(words(0) == "uint64");
    CHECK(words(1).starts_with("vector of "));
    CHECK(words(2).starts_with("map of string to vector of "));
    CHECK(words(3).starts_with("variant<int32, "));
    CHECK(words(4).ends_with("phase (uint8)"));
    CHECK(words(6) == "bool[4][3]");
}

TEST_CASE("encoding the same type twice gives the same bytes")
{
    CHECK(
        respawn::detail::encode(respawn::detail::describe<game>()) ==
        respawn::detail::encode(respawn::detail::describe<game>()));
    CHECK_FALSE(schema::first_difference(encoded<game>(), encoded<game>()).has_value());
}

TEST_CASE("the hash of a program's type doesn't depend on the compiler")
{
    // Changes with schema::layout_version only.
    CHECK(encoded<enemy>().hash() == 0x8ea1b2cc5368a581);
}
