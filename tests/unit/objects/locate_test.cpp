#include "sample_state.hpp"

#include "shared/objects/locate.hpp"
#include "shared/objects/lookup.hpp"

#include "catch.hpp"

using namespace respawn::objects;

namespace {

std::vector<std::string> located(const sample::state& state, const std::vector<std::string>& paths)
{
    work_limit work{1'000'000};
    std::vector<wanted_object> wanted;
    for (const std::string& path : paths) {
        const auto found = look_up_one(state.bytes(), state.roots, parse_path(path).value(), work);
        INFO(path);
        REQUIRE(found.has_value());
        wanted.push_back({found->where.address, found->where.types, found->where.type});
    }
    return locate(state.bytes(), state.roots, wanted, work);
}

} // namespace

TEST_CASE("an address leads back to the path that led to it")
{
    const sample::state state;
    const std::vector<std::string> paths{
        "game",
        "game.ticks",
        "game.enemies[3]",
        "game.enemies[3].hp",
        "game.deque[511]",
        "game.reserve[1]",
        "game.by_name[\"orc\"]",
        "game.by_cell[#0]",
        "game.by_id[17].name",
        "game.words[#1]",
        "game.maybe.*",
        "game.either.1.feels",
        "game.first.*",
        "game.first->next->value",
        "game.grid[1][1]",
        "game.both.second",
        "game.tuple.1"};
    CHECK(located(state, paths) == paths);
}

TEST_CASE("an object is told from its first part by the type")
{
    const sample::state state;
    CHECK(
        located(state, {"game.grid", "game.grid[0]", "game.grid[0][0]"}) ==
        std::vector<std::string>{"game.grid", "game.grid[0]", "game.grid[0][0]"});
}

TEST_CASE("what is no object is not located")
{
    const sample::state state;
    const type_list& types = *state.roots.front().types;
    const auto first = reinterpret_cast<std::uintptr_t>(&state.object.enemies[0]);
    work_limit work{1'000'000};
    const auto enemy_type = types[types.front().fields[9].type].element;
    const std::vector<wanted_object> wanted{{first + 4, &types, enemy_type}, {8, &types, enemy_type}};
    CHECK(locate(state.bytes(), state.roots, wanted, work) == std::vector<std::string>{"", ""});
}

TEST_CASE("a list a million nodes long is walked without a call for each")
{
    sample::state state;
    auto* last = &state.object.first;
    constexpr int count = 100'000;
    for (int i = 0; i < count; ++i) {
        if (!*last)
            last->reset(::new (sample::arena::take(sizeof(sample::node), 8)) sample::node{});
        last = &(*last)->next;
    }
    const type_list& types = *state.roots.front().types;
    const auto owner = types.front().fields[21].type;
    work_limit work{1'000'000};
    const std::vector<wanted_object> wanted{{reinterpret_cast<std::uintptr_t>(last), &types, owner}};
    const auto found = locate(state.bytes(), state.roots, wanted, work);
    CHECK(found.front().ends_with("->next->next"));
    CHECK(found.front().size() < 1000);

    // A circle ends with what it may cost.
    last->reset(state.object.first.get());
    const std::vector<wanted_object> nowhere{{1, &types, owner}};
    work_limit endless{1'000'000'000};
    CHECK(locate(state.bytes(), state.roots, nowhere, endless).front().empty());
    CHECK_FALSE(endless.is_over());
}
