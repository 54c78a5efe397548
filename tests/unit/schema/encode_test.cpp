#include "describe_support.hpp"

#include "shared/schema/view.hpp"
#include "worker/source/schema/encode.hpp"
#include "worker/source/schema/function_types.hpp"

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
    auto view = schema::view::create(respawn::detail::encode(respawn::detail::describe<T>()).bytes);
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
        respawn::detail::encode(respawn::detail::describe<game>()).bytes ==
        respawn::detail::encode(respawn::detail::describe<game>()).bytes);
}

TEST_CASE("the hash of a program's type doesn't depend on the compiler")
{
    // Changes with schema::layout_version only.
    CHECK(encoded<enemy>().hash() == 0x478e55e7dcfdb3f4);
}

TEST_CASE("pointers to functions are known by their function's type")
{
    struct pointers {
        void (*plain)(int, enemy&) = nullptr;
        int (*const* table)(long) noexcept = nullptr;
        const char* text = "title";
    };
    const auto view = encoded<pointers>();
    const auto words = [&](std::size_t field) {
        return schema::describe(view.types(), view.root().fields[field].type);
    };
    CHECK(words(0) == "pointer to function void(int,{anonymous}::enemy&)");
    CHECK(words(1) == "pointer to pointer to function int(long)");
    CHECK(words(2) == "pointer to char");
    const auto& plain = view.types()[view.root().fields[0].type];
    CHECK(plain.kind == schema::type_kind::function_pointer);
    CHECK(plain.size_bytes == 8);
    CHECK(plain.element == schema::no_type);
}

TEST_CASE("types of functions are spelled alike, whichever compiler spells them")
{
    using respawn::detail::function_type_name;
    // g++ and clang, of the same type.
    CHECK(function_type_name("void(player&, long unsigned int) noexcept") == "void(player&,unsigned long)");
    CHECK(function_type_name("void (player &, unsigned long) noexcept") == "void(player&,unsigned long)");
    CHECK(
        function_type_name("const char*({anonymous}::a*, short int)") ==
        "const char*({anonymous}::a*,short)");
    CHECK(
        function_type_name("const char *((anonymous namespace)::a *, short)") ==
        "const char*({anonymous}::a*,short)");
    CHECK(
        function_type_name("void(void (*)(long long unsigned int))") == "void(void(*)(unsigned long long))");
    CHECK(
        function_type_name("void(signed char, unsigned char, int)") == "void(signed char,unsigned char,int)");
    CHECK(function_type_name("bool(list<item<int> >)") == function_type_name("bool (list<item<int>>)"));
}
