#include "shared/objects/class_table.hpp"
#include "shared/objects/program_names.hpp"
#include "supervisor/inspect/object_json.hpp"
#include "tests/unit/objects/sample_state.hpp"

#include "catch.hpp"

#include <nlohmann/json.hpp>

using namespace respawn;
using nlohmann::json;

namespace {

json seen(const sample::state& state, std::string_view path, const objects::tree_limits& limits = {})
{
    objects::work_limit work{1'000'000};
    const auto found =
        objects::look_up(state.bytes(), state.roots, objects::parse_path(path).value(), work).value();
    const auto tree = objects::grow_tree(state.bytes(), state.roots, found, limits, work);
    return json::parse(supervisor::to_json(tree, 812));
}

json value_at(const sample::state& state, std::string_view path, const objects::tree_limits& limits = {})
{
    return seen(state, path, limits).at("parts").at(0).at("value");
}

} // namespace

TEST_CASE("an answer has the frame, and for each part its path, type and value")
{
    const sample::state state;
    const json answer = seen(state, "game.enemies[1..2].hp");
    CHECK(answer.at("frame") == 812);
    CHECK(answer.at("whole") == true);
    REQUIRE(answer.at("parts").size() == 2);
    CHECK(answer.at("parts").at(1) == json{{"path", "game.enemies[2].hp"}, {"type", "int32"}, {"value", 20}});
}

TEST_CASE("an object of another class than the declared one has the name of its class")
{
    using namespace respawn::schema;
    objects::type_list types{
        {type_kind::unique_pointer, "", 8, 8, 0, 1, no_type, {}},
        {type_kind::structure, "thing", 16, 8, 0, no_type, no_type, {{"hp", 8, 3}}},
        {type_kind::structure, "dragon", 16, 8, 0, no_type, no_type, {{"hp", 8, 3}, {"heat", 12, 3}}},
        {type_kind::signed_integer, "", 4, 4, 0, no_type, no_type, {}}};
    types[1].class_name = "5thing";
    types[2].class_name = "6dragon";
    types[1].derived = {2};
    objects::class_table classes;
    classes.add(111, "6dragon");
    struct {
        std::uint64_t vtable = 111;
        std::int32_t hp = 7, heat = 3;
    } dragon;
    std::uint64_t owner = reinterpret_cast<std::uintptr_t>(&dragon);
    const auto state = objects::state_bytes::own_memory().with_classes(&classes);
    const auto seen_as = [&] {
        objects::work_limit work{1000};
        const objects::place where{&types, 0, reinterpret_cast<std::uintptr_t>(&owner)};
        const auto tree = objects::grow_tree(state, {}, {{"thing", where}}, {}, work);
        return json::parse(supervisor::to_json(tree, 1)).at("parts").at(0);
    };
    CHECK(
        seen_as() == json{
                         {"path", "thing"},
                         {"type", "unique_ptr to thing"},
                         {"value", {{"$class", "dragon"}, {"hp", 7}, {"heat", 3}}}});
    dragon.vtable = 222;
    CHECK(seen_as().at("value") == json{{"$class", nullptr}});
}

namespace {

struct one_program final : objects::program_names {
    [[nodiscard]] std::optional<objects::program_text> text_at(
        std::uint64_t address, std::uint64_t, std::uint64_t, std::uint64_t,
        objects::work_limit&) const override
    {
        return address == 0x1000 ? std::optional{objects::program_text{"a \"sign\"", 8}} : std::nullopt;
    }
    [[nodiscard]] std::string name_at(std::uint64_t address, objects::work_limit&) const override
    {
        return address == 0x2000 ? "on_hit(enemy&)" : "";
    }
    [[nodiscard]] std::optional<objects::program_place> place_at(
        std::uint64_t, objects::work_limit&) const override
    {
        return std::nullopt;
    }
};

} // namespace

TEST_CASE("a pointer into the program has its address, and the text or the name there")
{
    using namespace respawn::schema;
    const objects::type_list types{
        {type_kind::structure, "sign", 16, 8, 0, no_type, no_type, {{"text", 0, 1}, {"on_read", 8, 2}}},
        {type_kind::pointer, "", 8, 8, 0, 3, no_type, {}},
        {type_kind::function_pointer, "", 8, 8, 0, no_type, no_type, {}},
        {type_kind::character, "", 1, 1, 0, no_type, no_type, {}}};
    const one_program program;
    objects::class_table classes;
    classes.set_program(&program);
    struct {
        std::uint64_t text = 0x1000, on_read = 0x2000;
    } sign;
    const std::uint64_t address = reinterpret_cast<std::uintptr_t>(&sign);
    const auto state =
        objects::state_bytes{reinterpret_cast<const std::byte*>(&sign), address, sizeof sign}.with_classes(
            &classes);
    objects::work_limit work{1000};
    const auto tree = objects::grow_tree(state, {}, {{"sign", {&types, 0, address}}}, {}, work);
    const json value = json::parse(supervisor::to_json(tree, 1)).at("parts").at(0).at("value");
    CHECK(value.at("text") == json{{"$pointer", nullptr}, {"$address", "0x1000"}, {"$text", "a \"sign\""}});
    CHECK(
        value.at("on_read") ==
        json{{"$pointer", nullptr}, {"$address", "0x2000"}, {"$name", "on_hit(enemy&)"}});
}

TEST_CASE("values are what JSON has for them")
{
    sample::state state;
    CHECK(value_at(state, "game.ticks") == 12);
    CHECK(value_at(state, "game.precise") == 0.25);
    CHECK(value_at(state, "game.over") == false);
    CHECK(value_at(state, "game.letter") == "x");
    CHECK(value_at(state, "game.tint") == "green");
    CHECK(value_at(state, "game.delay") == "16ms");
    CHECK(value_at(state, "game.title") == "Pong");
    CHECK(value_at(state, "game.position") == json::array({1, 2, 3}));
    CHECK(value_at(state, "game.both") == json{{"first", 1}, {"second", 2.5}});
    CHECK(value_at(state, "game.words") == json::array({"alpha", "beta"}));
    CHECK(value_at(state, "game.maybe") == 5);
    CHECK(value_at(state, "game.lost").is_null());
    CHECK(value_at(state, "game.either").at("$alternative") == "enemy");
    CHECK(value_at(state, "game.either").at("hp") == 10);
    CHECK(value_at(state, "game.held") == json{{"$pointer", "game.by_id[17]"}});
    CHECK(
        value_at(state, "game.by_name") ==
        json::parse(R"([{"key":"el\"f","value":4},{"key":"orc","value":3}])"));
    CHECK(value_at(state, "game.by_cell") == json::parse(R"([{"key":"{column: 1, row: 2}","value":12}])"));
    CHECK(value_at(state, "game.by_id", {.depth = 1}).at(0).at("value") == json{{"$cut", 6}});
    CHECK(value_at(state, "game.deque").back() == json{{"$cut", 584}});
    state.object.ticks = 18446744073709551615u;
    CHECK(value_at(state, "game.ticks") == 18446744073709551615u);
    *reinterpret_cast<std::uint64_t*>(&state.object.enemies) = 7;
    CHECK(value_at(state, "game.enemies") == json{{"$damaged", true}});
    state.object.lost = reinterpret_cast<sample::enemy*>(std::uintptr_t{0x1234});
    CHECK(value_at(state, "game.lost") == json{{"$pointer", nullptr}, {"$address", "0x1234"}});
}

TEST_CASE("differences are told by what is where")
{
    using where = objects::difference::where;
    objects::comparison found;
    found.differences = {
        {where::both, "game.a", "1", "2"},
        {where::only_before, "game.b", "3"},
        {where::only_after, "game.c"}};
    found.left_out = 7;
    CHECK(
        supervisor::to_text(found, {5, 9}) ==
        "from frame 5 in the file to frame 9 now:\ngame.a: 1 -> 2\ngame.b: only in the file: 3\n"
        "game.c: only now\n… and 7 more; --all shows them\n");
    const json answer = json::parse(supervisor::to_json(found, {5, 9}));
    CHECK(answer.at("file_frame") == 5);
    CHECK(answer.at("frame") == 9);
    CHECK(answer.at("left_out") == 7);
    CHECK(
        answer.at("differences").at(1) ==
        json{{"path", "game.b"}, {"in", "file"}, {"file", "3"}, {"now", ""}});
    CHECK(supervisor::to_text(objects::comparison{}, {5, 9}).empty());
}
