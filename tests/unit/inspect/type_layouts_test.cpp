#include "supervisor/inspect/type_layouts.hpp"
#include "tests/unit/objects/sample_state.hpp"

#include "catch.hpp"

#include <nlohmann/json.hpp>

using namespace respawn::supervisor;

TEST_CASE("a type is shown with its fields and the holes between them")
{
    const sample::state state;
    const auto found = type_layouts(state.roots, "enemy");
    REQUIRE(found.has_value());
    CHECK(
        to_text(*found) == "enemy: 56 bytes, aligned to 8\n  offset   bytes\n"
                           "       0       4  hp: int32\n"
                           "       4       4  x: float\n"
                           "       8       4  y: float\n"
                           "      12       4  feels: mood\n"
                           "      16      32  name: string\n"
                           "      48       8  target: pointer to enemy\n");
    const auto node = type_layouts(state.roots, "node");
    CHECK(node->front().padding_bytes == 4);
    REQUIRE(node->front().parts.size() == 3);
    CHECK(node->front().parts[1].name.empty());
    CHECK(node->front().parts[1].offset == 4);
    CHECK(to_text(*node).find("       4       4  -- hole --\n") != std::string::npos);
    const auto json = nlohmann::json::parse(to_json(*node));
    CHECK(json.at("padding_bytes") == 4);
    CHECK(
        json.at("types").at(0).at("fields").at(1) ==
        nlohmann::json{{"hole", true}, {"offset", 4}, {"bytes", 4}});
}

TEST_CASE("a class with virtual functions is shown with the pointer that its objects begin with")
{
    using namespace respawn::schema;
    auto types = std::make_shared<respawn::objects::type_list>();
    types->push_back({type_kind::structure, "thing", 16, 8, 0, no_type, no_type, {{"hp", 8, 1}}});
    types->push_back({type_kind::signed_integer, "", 4, 4, 0, no_type, no_type, {}});
    types->front().class_name = "5thing";
    const std::vector<respawn::objects::root> roots{{"game", 0, types}};
    CHECK(
        to_text(type_layouts(roots, "thing").value()) ==
        "thing: 16 bytes, aligned to 8, 4 of padding\n  offset   bytes\n"
        "       0       8  (vtable): pointer to the functions of the class\n"
        "       8       4  hp: int32\n"
        "      12       4  -- hole --\n");
}

TEST_CASE("an enumeration is shown with its values")
{
    const sample::state state;
    CHECK(
        to_text(type_layouts(state.roots, "mood").value()) ==
        "mood: enumeration, 4 bytes\n  grim = -1\n  calm = 0\n  merry = 7\n");
    const auto json = nlohmann::json::parse(to_json(type_layouts(state.roots, "mood").value()));
    CHECK(json.at("types").at(0).at("enumerators").at(0) == nlohmann::json{{"name", "grim"}, {"value", -1}});
}

TEST_CASE("everything is shown once, and what is not there is told")
{
    const sample::state state;
    auto twice = state.roots;
    twice.push_back(twice.front());
    CHECK(type_layouts(twice, "")->size() == type_layouts(state.roots, "game")->size());
    CHECK(to_text(type_layouts(twice, "").value()).find("of padding in one of each") != std::string::npos);
    CHECK(
        type_layouts(state.roots, "enmy").error().sentence ==
        "there is no root and no type 'enmy' in the state, perhaps you meant 'enemy'");
    twice.front().types = nullptr;
    CHECK(type_layouts(twice, "game").error().sentence.find("damaged") != std::string::npos);
}
