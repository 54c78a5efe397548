#include "sample_state.hpp"

#include "shared/objects/tree.hpp"

#include "catch.hpp"

using namespace respawn::objects;

namespace {

tree grown(const sample::state& state, std::string_view path, const tree_limits& limits = {})
{
    work_limit work{1'000'000};
    const auto found = look_up(state.bytes(), state.roots, parse_path(path).value(), work);
    REQUIRE(found.has_value());
    return grow_tree(state.bytes(), state.roots, *found, limits, work);
}

std::string text_of(const sample::state& state, std::string_view path, const tree_limits& limits = {})
{
    return to_text(grown(state, path, limits));
}

} // namespace

TEST_CASE("small objects stand in a line, larger ones in many")
{
    const sample::state state;
    CHECK(text_of(state, "game.ticks") == "game.ticks: 12\n");
    CHECK(text_of(state, "game.position") == "game.position: [1, 2, 3]\n");
    CHECK(text_of(state, "game.grid") == "game.grid: [[1, 2], [3, 4]]\n");
    CHECK(text_of(state, "game.both") == "game.both: {first: 1, second: 2.5}\n");
    CHECK(text_of(state, "game.by_name") == "game.by_name: {[\"el\\\"f\"]: 4, [\"orc\"]: 3}\n");
    CHECK(text_of(state, "game.by_cell") == "game.by_cell: {[{column: 1, row: 2}]: 12}\n");
    CHECK(text_of(state, "game.words") == "game.words: [\"alpha\", \"beta\"]\n");
    CHECK(text_of(state, "game.maybe") == "game.maybe: 5\n");
    CHECK(text_of(state, "game.held") == "game.held: -> game.by_id[17]\n");
    CHECK(text_of(state, "game.lost") == "game.lost: null\n");
    CHECK(text_of(state, "game.first") == "game.first: {value: 1, next: {value: 2, next: null}}\n");
    CHECK(
        text_of(state, "game.enemies[1]") ==
        "game.enemies[1]: {hp: 10, x: 0.5, y: -1, feels: calm, name: \"\", target: -> game.enemies[3]}\n");
    CHECK(text_of(state, "game.enemies[0..1].hp") == "game.enemies[0].hp: 0\ngame.enemies[1].hp: 10\n");
}

TEST_CASE("which alternative a variant holds is told")
{
    sample::state state;
    CHECK(text_of(state, "game.either").starts_with("game.either: enemy {hp: 10, x: 0.5"));
    state.object.either = 5;
    CHECK(text_of(state, "game.either") == "game.either: int32 5\n");
}

TEST_CASE("what is left out is told, and how to see it")
{
    const sample::state state;
    const std::string text = text_of(state, "game.deque");
    CHECK(text.starts_with("game.deque: deque of int16, 600 elements\n  [0]: 0\n  [1]: 1\n"));
    CHECK(text.find("  … 584 more: game.deque[16..599]\n") != std::string::npos);
    CHECK(text.find("584 elements are left out (…): --all shows them.") != std::string::npos);
    const std::string closed = text_of(state, "game.enemies", {.depth = 1});
    CHECK(closed.find("  [0]: enemy …\n") != std::string::npos);
    CHECK(closed.find("5 objects are not opened (…): --depth N goes deeper") != std::string::npos);
    const std::string all = text_of(state, "game.deque", everything);
    CHECK(all.find("[599]: 599") != std::string::npos);
    CHECK(all.find("…") == std::string::npos);
    CHECK(text_of(state, "game.deque", {.nodes = 10}).find("not all of it") != std::string::npos);
}

TEST_CASE("a chain is not followed deeper than a tree may be")
{
    sample::state state;
    auto* last = &state.object.first;
    for (int i = 0; i < 10'000; ++i) {
        if (!*last)
            last->reset(::new (sample::arena::take(sizeof(sample::node), 8)) sample::node{});
        last = &(*last)->next;
    }
    const std::string text = text_of(state, "game.first", everything);
    CHECK(text.find("not opened") != std::string::npos);
    CHECK(text.size() < 20'000);
}

TEST_CASE("damage is told where it is, and the rest is shown")
{
    sample::state state;
    // A vector that ends before it begins.
    *reinterpret_cast<std::uint64_t*>(&state.object.enemies) = 7;
    state.object.held = reinterpret_cast<sample::enemy*>(std::uintptr_t{0x1234});
    const std::string text = text_of(state, "game");
    CHECK(text.find("\n  enemies: <damaged>\n") != std::string::npos);
    CHECK(text.find("\n  held: -> 0x1234, no object that is known\n") != std::string::npos);
    CHECK(text.find("\n  ticks: 12\n") != std::string::npos);
}

TEST_CASE("the values of a tree have paths of their own")
{
    const sample::state state;
    const auto leaves = leaves_of(grown(state, "game.first"));
    REQUIRE(leaves.size() == 3);
    CHECK(leaves[1].path == "game.first->next->value");
    CHECK(leaves[1].text == "2");
    CHECK(leaves[2].text == "null");
}

TEST_CASE("what is shown of the whole state can be looked up again")
{
    const sample::state state;
    const auto leaves = leaves_of(grown(state, "game", everything));
    CHECK(leaves.size() > 700);
    for (const leaf& each : leaves) {
        work_limit work{1'000'000};
        INFO(each.path);
        const auto parsed = parse_path(each.path);
        REQUIRE(parsed.has_value());
        const auto found = look_up_one(state.bytes(), state.roots, *parsed, work);
        REQUIRE(found.has_value());
        CHECK(found->path == each.path);
    }
}

TEST_CASE("the name of what a variant holds fills an answer as its fields do")
{
    sample::state state;
    auto types = std::make_shared<type_list>(*state.roots.front().types);
    for (auto& each : *types)
        if (each.name == "enemy")
            each.name.assign(100'000, 'e');
    state.roots.front().types = types;
    CHECK(grown(state, "game.either", {.nodes = 100}).is_full);
    CHECK_FALSE(grown(state, "game.either", {.nodes = 1000}).is_full);
}
