#include "sample_state.hpp"

#include "shared/objects/lookup.hpp"
#include "shared/objects/values.hpp"

#include "catch.hpp"

using namespace respawn::objects;

namespace {

constexpr std::uint64_t enough = 1'000'000;

/// The paths that `text` leads to, with the values there; or the sentence why it leads nowhere.
std::vector<std::string> found(const sample::state& state, std::string_view text)
{
    work_limit work{enough};
    const auto parsed = parse_path(text);
    REQUIRE(parsed.has_value());
    const auto made = look_up(state.bytes(), state.roots, *parsed, work);
    if (!made)
        return {made.error().sentence};
    std::vector<std::string> all;
    for (const target& each : *made) {
        const bool has_value = is_value(*each.where.types, each.where.type);
        all.push_back(
            each.path +
            (has_value ? "=" + shown(read_value(state.bytes(), each.where, 20).value()) : std::string{}));
    }
    return all;
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("fields, elements and keys are found")
{
    const sample::state state;
    CHECK(found(state, "game") == list{"game"});
    CHECK(found(state, "game.enemies[3].hp") == list{"game.enemies[3].hp=30"});
    CHECK(found(state, "game.deque[599]") == list{"game.deque[599]=599"});
    CHECK(found(state, "game.reserve[1].name") == list{"game.reserve[1].name=\"late\""});
    CHECK(found(state, "game.by_name[\"orc\"]") == list{"game.by_name[\"orc\"]=3"});
    CHECK(found(state, "game.by_name[orc]") == list{"game.by_name[\"orc\"]=3"});
    CHECK(found(state, R"(game.by_name["el\"f"])") == list{R"(game.by_name["el\"f"]=4)"});
    CHECK(found(state, "game.by_id[17].hp") == list{"game.by_id[17].hp=170"});
    CHECK(found(state, "game.by_id[-5].hp") == list{"game.by_id[-5].hp=50"});
    CHECK(found(state, "game.by_cell[#0]") == list{"game.by_cell[#0]=12"});
    CHECK(found(state, "game.words[beta]") == list{"game.words[#1]=\"beta\""});
    CHECK(found(state, "game.flags[65]") == list{"game.flags[65]=true"});
    CHECK(found(state, "game.position[2]") == list{"game.position[2]=3"});
    CHECK(found(state, "game.grid[1][0]") == list{"game.grid[1][0]=3"});
    CHECK(found(state, "game.both.second") == list{"game.both.second=2.5"});
    CHECK(found(state, "game.tuple.1") == list{"game.tuple.1=\"second\""});
}

TEST_CASE("pointers, optionals, unique_ptrs and variants are gone through")
{
    const sample::state state;
    CHECK(found(state, "game.held->hp") == list{"game.held->hp=170"});
    CHECK(found(state, "game.held.hp") == list{"game.held->hp=170"});
    CHECK(found(state, "game.held.*.hp") == list{"game.held.*.hp=170"});
    CHECK(found(state, "game.maybe.*") == list{"game.maybe.*=5"});
    CHECK(found(state, "game.first.next.value") == list{"game.first->next->value=2"});
    CHECK(found(state, "game.either.hp") == list{"game.either.hp=10"});
    CHECK(found(state, "game.either.1.hp") == list{"game.either.1.hp=10"});
    CHECK(found(state, "game.enemies[1].target.target") == list{"game.enemies[1].target->target=null"});
}

TEST_CASE("ranges lead to many, and leave out what is not there")
{
    const sample::state state;
    CHECK(found(state, "game.enemies[1..2].hp") == list{"game.enemies[1].hp=10", "game.enemies[2].hp=20"});
    CHECK(found(state, "game.enemies[3..].hp") == list{"game.enemies[3].hp=30", "game.enemies[4].hp=40"});
    CHECK(found(state, "game.enemies[..0].hp") == list{"game.enemies[0].hp=0"});
    CHECK(found(state, "game.enemies[..].target.hp") == list{"game.enemies[1].target->hp=30"});
    CHECK(found(state, "game.by_name[#0..#0]") == list{R"(game.by_name["el\"f"]=4)"});
    CHECK(found(state, "game.flags[64..66]").size() == 3);
    CHECK(found(state, "game.deque[250..260]").size() == 11);
}

TEST_CASE("what is not there is told, and what there is instead")
{
    const sample::state state;
    CHECK(found(state, "gam") == list{"there is no root gam, perhaps you meant game; there is game"});
    CHECK(
        found(state, "game.enemies[0].hpp") ==
        list{"game.enemies[0] has no field hpp, perhaps you meant hp; it has hp, x, y, feels, name, target"});
    CHECK(found(state, "game.enemies[5]") == list{"game.enemies has 5 elements: [0] to [4]"});
    CHECK(found(state, "game.enemies[x]").front().find("x is none") != std::string::npos);
    CHECK(found(state, "game.by_name[\"elf\"]") == list{"game.by_name has no entry \"elf\""});
    CHECK(found(state, "game.by_id[seven]").front().find("give a whole number") != std::string::npos);
    CHECK(found(state, "game.by_id[1..2]").front().find("[#1..#2]") != std::string::npos);
    CHECK(found(state, "game.by_cell[1]").front().find("such as [#0]") != std::string::npos);
    CHECK(found(state, "game.lost->hp") == list{"game.lost is null"});
    CHECK(found(state, "game.ticks.x").front().find("has no field x") != std::string::npos);
    CHECK(found(state, "game.ticks[0]").front().find("has no elements") != std::string::npos);
    CHECK(found(state, "game.ticks.*").front().find("leads to nothing else") != std::string::npos);
    CHECK(
        found(state, "game.either.0").front().find("does not hold alternative 0 now, but 1") !=
        std::string::npos);
    CHECK(found(state, "game.tint.red").front().find("has no field red") != std::string::npos);
}

TEST_CASE("a pointer that leads out of the state is not followed")
{
    sample::state state;
    sample::enemy outside;
    state.object.lost = &outside;
    CHECK(found(state, "game.lost->hp") == list{"game.lost points outside of the state"});
}

TEST_CASE("a path that takes too long is given up")
{
    const sample::state state;
    work_limit work{100};
    const auto made = look_up(state.bytes(), state.roots, parse_path("game.deque[..]").value(), work);
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().sentence.find("takes too long") != std::string::npos);
}
