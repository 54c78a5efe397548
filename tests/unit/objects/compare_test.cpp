#include "sample_state.hpp"

#include "shared/objects/compare.hpp"

#include "catch.hpp"

#include <random>

using namespace respawn::objects;

namespace {

std::string text_of(const difference& each)
{
    switch (each.is_in) {
    case difference::where::only_before:
        return each.path + ": only before";
    case difference::where::only_after:
        return each.path + ": only after";
    default:
        return each.path + ": " + each.before + " | " + each.after;
    }
}

/// The differences of the state now to what it was.
std::vector<std::string> differences(
    const sample::state& state, const std::vector<std::byte>& before,
    const std::vector<root>* before_roots = nullptr)
{
    work_limit work{1'000'000};
    const state_bytes old_bytes = state.bytes(before), new_bytes = state.bytes();
    const comparison made = compare(
        {&old_bytes, before_roots ? *before_roots : state.roots}, {&new_bytes, state.roots}, 1000, work);
    CHECK_FALSE(made.is_cut);
    std::vector<std::string> all;
    for (const difference& each : made.differences)
        all.push_back(text_of(each));
    return all;
}

using list = std::vector<std::string>;

/// Of what the path names in each state.
list differences_at(const sample::state& state, const std::vector<std::byte>& before, const char* path)
{
    work_limit work{1'000'000};
    const state_bytes old_bytes = state.bytes(before), new_bytes = state.bytes();
    const auto wanted = parse_path(path).value();
    const comparison made = compare(
        {&old_bytes, state.roots}, look_up(old_bytes, state.roots, wanted, work).value(),
        {&new_bytes, state.roots}, look_up(new_bytes, state.roots, wanted, work).value(), 1000, work);
    list all;
    for (const difference& each : made.differences)
        all.push_back(text_of(each));
    return all;
}

} // namespace

TEST_CASE("a state does not differ from itself")
{
    const sample::state state;
    CHECK(differences(state, state.copy()).empty());
}

TEST_CASE("values, elements and entries are compared by their paths")
{
    sample::state state;
    const auto before = state.copy();
    state.object.ticks = 13;
    state.object.enemies[3].name = "short";
    state.object.deque[599] = -1;
    state.object.by_name["orc"] = 5;
    state.object.by_id[17].feels = sample::mood::merry;
    state.object.flags[3] = true;
    state.object.maybe.reset();
    state.object.first->next->value = 9;
    state.object.grid[1][0] = 8;
    CHECK(
        differences(state, before) ==
        list{
            "game.ticks: 12 | 13",
            R"(game.enemies[3].name: "a name that is longer than any string keeps in itself" | "short")",
            "game.deque[599]: 599 | -1", "game.by_name[\"orc\"]: 3 | 5", "game.by_id[17].feels: calm | merry",
            "game.flags[3]: false | true", "game.maybe: 5 | none", "game.first->next->value: 2 | 9",
            "game.grid[1][0]: 3 | 8"});
}

TEST_CASE("only the parts that a path names are compared, each with the one of its path")
{
    sample::state state;
    const auto before = state.copy();
    state.object.ticks = 13;
    state.object.deque[2] = -1;
    state.object.deque[599] = -1;
    state.object.deque.push_back(5);
    state.object.by_name["orc"] = 5;
    const auto found = [&](const char* path) { return differences_at(state, before, path); };
    CHECK(found("game.deque[1..3]") == list{"game.deque[2]: 2 | -1"});
    CHECK(found("game.deque[3..598]").empty());
    CHECK(found("game.deque[599..]") == list{"game.deque[599]: 599 | -1", "game.deque[600]: only after"});
    CHECK(found("game.by_name[\"orc\"]") == list{"game.by_name[\"orc\"]: 3 | 5"});
    CHECK(found("game.by_name") == found("game.by_name[\"orc\"]"));
    CHECK(found("game.ticks") == list{"game.ticks: 12 | 13"});
}

TEST_CASE("what only one state has is told")
{
    sample::state state;
    const auto before = state.copy();
    state.object.deque.resize(603);
    state.object.by_name.erase("orc");
    state.object.by_name["gnome"] = 1;
    state.object.words.insert("gamma");
    CHECK(
        differences(state, before) ==
        list{
            "game.deque[600..602]: only after", "game.by_name[\"gnome\"]: only after",
            "game.by_name[\"orc\"]: only before", "game.words[#2]: only after"});
}

TEST_CASE("entries before and behind one that is gone are compared all the same")
{
    sample::state state;
    state.object.by_name.clear();
    for (const char* name : {"a", "b", "c", "d", "a name that is too long for the string itself"})
        state.object.by_name[name] = 1;
    state.object.words = {"alpha", "beta", "gamma"};
    const auto before = state.copy();
    state.object.by_name["a"] = 2;
    state.object.by_name.erase("b");
    state.object.by_name["d"] = 3;
    state.object.words.erase("beta");
    CHECK(
        differences(state, before) == list{
                                          "game.by_name[\"a\"]: 1 | 2", "game.by_name[\"d\"]: 1 | 3",
                                          "game.by_name[\"b\"]: only before", "game.words[#1]: only before"});
}

TEST_CASE("pointers are compared by where they lead")
{
    sample::state state;
    const auto before = state.copy();
    // Moves all of them, and what points there.
    state.object.enemies.reserve(100);
    state.object.enemies[1].target = &state.object.enemies[3];
    CHECK(differences(state, before).empty());
    state.object.enemies[1].target = &state.object.enemies[2];
    state.object.lost = state.object.held;
    const auto found = differences(state, before);
    REQUIRE(found.size() == 2);
    CHECK(found[0] == "game.enemies[1].target: -> game.enemies[3] | -> game.enemies[2]");
    CHECK(found[1] == "game.lost: null | -> game.by_id[17]");
}

TEST_CASE("layouts that differ are compared by name")
{
    sample::state state;
    const auto before = state.copy();
    std::vector<root> old_roots = state.roots;
    auto types = std::make_shared<type_list>(*state.roots.front().types);
    auto& fields = types->front().fields;
    fields[0].name = "frames";
    std::swap(fields[1], fields[2]);
    old_roots.front().types = types;
    old_roots.push_back({"editor", state.roots.front().address, types});
    state.object.position[1] = 7;
    CHECK(
        differences(state, before, &old_roots) == list{
                                                      "game.ticks: only after", "game.position[1]: 2 | 7",
                                                      "game.frames: only before", "editor: only before"});
}

TEST_CASE("no more differences are told than are asked for")
{
    sample::state state;
    const auto before = state.copy();
    for (auto& each : state.object.deque)
        each = static_cast<std::int16_t>(each + 1);
    work_limit work{1'000'000};
    const state_bytes old_bytes = state.bytes(before), new_bytes = state.bytes();
    const comparison made = compare({&old_bytes, state.roots}, {&new_bytes, state.roots}, 10, work);
    CHECK(made.differences.size() == 10);
    CHECK(made.left_out == 590);
}

TEST_CASE("damaged states are compared without harm")
{
    sample::state state;
    std::mt19937_64 random{3};
    const auto sound = state.copy();
    const auto base = reinterpret_cast<std::uintptr_t>(sample::arena::base());
    for (int round = 0; round != 300; ++round) {
        std::vector<std::byte> bytes = sound;
        for (int hit = 0; hit != 1 << (round % 8); ++hit) {
            const std::uint64_t value = round % 2 == 0 ? random() : base + random() % bytes.size();
            std::memcpy(bytes.data() + random() % (bytes.size() / 8) * 8, &value, sizeof value);
        }
        const state_bytes one = state.bytes(bytes), other = state.bytes(sound);
        work_limit work{200'000}, more_work{200'000};
        static_cast<void>(compare({&one, state.roots}, {&other, state.roots}, 100, work));
        static_cast<void>(compare({&other, state.roots}, {&one, state.roots}, 100, more_work));
    }
}

TEST_CASE("pointers out of both states are equal, because each process has its own places")
{
    sample::state state;
    sample::enemy mine, others;
    state.object.lost = &mine;
    const auto before = state.copy();
    state.object.lost = &others;
    CHECK(differences(state, before).empty());
    state.object.lost = nullptr;
    CHECK(differences(state, before).size() == 1);
}

TEST_CASE("what there was no time to compare is told as that, and not as a difference")
{
    sample::state state;
    const auto before = state.copy();
    // Moves all of them, and what points there.
    state.object.enemies.reserve(100);
    const state_bytes old_bytes = state.bytes(before), new_bytes = state.bytes();
    bool is_cut = true;
    for (std::uint64_t steps = 1; is_cut; steps += 1 + steps / 50) {
        work_limit work{steps};
        const comparison made = compare({&old_bytes, state.roots}, {&new_bytes, state.roots}, 1000, work);
        CAPTURE(steps);
        CHECK(made.differences.empty());
        is_cut = made.is_cut;
    }
}

TEST_CASE("pointers beyond those that can be kept are told as not compared")
{
    using namespace respawn::schema;
    constexpr std::size_t count = 100'001;
    auto types = std::make_shared<type_list>(3);
    (*types)[0] = {type_kind::array, "", count * sizeof(void*), alignof(void*), count, 1, no_type, {}};
    (*types)[1] = {type_kind::pointer, "", sizeof(void*), alignof(void*), 0, 2, no_type, {}};
    (*types)[2] = {type_kind::signed_integer, "", 4, 4, 0, no_type, no_type, {}};
    std::vector<std::uint64_t> before(count, 0x1000), after(count, 0x2000);
    after.back() = 0;
    const auto state_of = [](const std::vector<std::uint64_t>& pointers) {
        return state_bytes{
            reinterpret_cast<const std::byte*>(pointers.data()), 0x10'0000, count * sizeof(void*)};
    };
    const state_bytes old_bytes = state_of(before), new_bytes = state_of(after);
    const std::vector<root> roots{{"all", 0x10'0000, types}};
    work_limit work{10'000'000};
    const comparison made = compare({&old_bytes, roots}, {&new_bytes, roots}, 1000, work);
    CHECK_FALSE(work.is_over());
    CHECK(made.differences.empty());
    CHECK(made.left_out == 0);
    CHECK(made.is_cut);
}
