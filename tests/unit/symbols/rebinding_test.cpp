#include "supervisor/symbols/rebinding.hpp"

#include "catch.hpp"
#include "game_program.hpp"

#include <string>
#include <vector>

using namespace respawn;
using namespace respawn::supervisor;
using namespace respawn::test;

namespace {

constexpr generation_pair seven_to_eight{7, 8};

/// A hand-over from the game's first version to its second, or to itself.
struct hand_over {
    explicit hand_over(const std::string& name, int to_version = 2) : hand_over{name, 1, name, to_version} {}
    hand_over(const std::string& from, int from_version, const std::string& to, int to_version) :
        older{from, from_version}, newer{to, to_version}, pointers{
                                                              older.loaded(), newer.loaded(), seven_to_eight}
    {}

    const rebound_address& rebind(const std::string& thing, pointer_kind kind)
    {
        return pointers.rebind(older.at(thing), kind);
    }

    /// That the pointer to a thing becomes what the new process says it is, there called `new_name`.
    void check_follows(const std::string& thing, pointer_kind kind, const std::string& new_name)
    {
        const auto& found = rebind(thing, kind);
        INFO(thing << (found ? "" : " " + found.error().clause));
        REQUIRE(found.has_value());
        CHECK(*found == newer.at(new_name));
    }
    void check_follow(pointer_kind kind, const std::vector<std::string>& things)
    {
        for (const std::string& each : things)
            check_follows(each, kind, each);
    }

    void check_refused(
        const std::string& thing, pointer_kind kind, refusal_reason reason, const std::string& clause)
    {
        const auto& found = rebind(thing, kind);
        INFO(thing);
        REQUIRE_FALSE(found.has_value());
        CHECK(found.error().reason == reason);
        CHECK(found.error().clause == clause);
    }

    game_program older, newer;
    rebinding pointers;
};

const std::vector<std::string> kept_functions{"game.jump",    "game.to_global", "game.to_static",
                                              "game.doubled", "steady",         "left.helper",
                                              "right.helper", "moving.helper",  "game.remembered"};
const std::vector<std::string> kept_variables{
    "game.scores",  "game.scores[5]", "game.growing",         "game.shrinking",       "blocks.first",
    "global_lives", "blocks.second",  "game.count_to_global", "game.count_to_static", "left.count",
    "right.count",  "moving.count",   "plain_to_global"};
const std::vector<std::string> kept_vtables{"entity.vtable",      "enemy.vtable", "enemy.drawable.vtable",
                                            "boss.vtable",        "tile.vtable",  "mover.vtable",
                                            "mover.entity.vtable"};

} // namespace

TEST_CASE("a pointer becomes what the new process itself says, position-independent or not")
{
    for (const char* name : {"pie", "fixed", "unmarked"}) {
        CAPTURE(name);
        hand_over to_second{name};
        to_second.check_follow(pointer_kind::function, kept_functions);
        to_second.check_follow(pointer_kind::data, kept_variables);
        to_second.check_follow(pointer_kind::vtable, kept_vtables);
    }
}

TEST_CASE("a pointer follows also from a program that is linked in one way to one that is linked in another")
{
    hand_over to_fixed{"pie", 1, "fixed", 2};
    to_fixed.check_follow(pointer_kind::function, kept_functions);
    to_fixed.check_follow(pointer_kind::vtable, kept_vtables);
}

TEST_CASE("a pointer to a system's function follows, whether the program or the library has its place")
{
    for (const char* name : {"pie", "fixed"}) {
        CAPTURE(name);
        hand_over{name}.check_follow(pointer_kind::function, {"strtol"});
    }
}

TEST_CASE(
    "a pointer to a function that the loader chooses follows, or is refused if only a jump to it has no name")
{
    for (const char* name : {"pie", "fixed"}) {
        CAPTURE(name);
        hand_over to_second{name};
        const auto& found = to_second.rebind("chosen", pointer_kind::function);
        if (found)
            CHECK(*found == to_second.newer.at("chosen"));
        else
            CHECK(found.error().reason == refusal_reason::no_symbol);
    }
}

TEST_CASE("a pointer goes back to the version before as well")
{
    hand_over back{"pie", 2, "pie", 1};
    back.check_follow(pointer_kind::function, kept_functions);
    back.check_follow(pointer_kind::vtable, kept_vtables);
    back.check_refused(
        "game.brand_new", pointer_kind::function, refusal_reason::gone,
        "points to the function game::brand_new(game::player&), which generation 8 does not have");
}

TEST_CASE("a deleted function, variable or class is refused by its name")
{
    hand_over to_second{"pie"};
    to_second.check_refused(
        "game.deleted_move", pointer_kind::function, refusal_reason::gone,
        "points to the function game::deleted_move(game::player&), which generation 8 does not have");
    to_second.check_refused(
        "game.deleted_lives", pointer_kind::data, refusal_reason::gone,
        "points to the variable game::deleted_lives, which generation 8 does not have");
    to_second.check_refused(
        "ghost.vtable", pointer_kind::vtable, refusal_reason::gone,
        "points to the vtable of game::ghost, which generation 8 does not have");
}

TEST_CASE("a lambda is refused, but not when the image is the same")
{
    hand_over to_second{"pie"};
    to_second.check_refused(
        "lambda", pointer_kind::function, refusal_reason::unnamed,
        "points to the lambda in report_functions, which has no name to find it by in generation 8");
    for (const char* name : {"pie", "fixed", "unmarked", "stripped"}) {
        CAPTURE(name);
        hand_over to_itself{name, 1};
        to_itself.check_follow(pointer_kind::function, {"lambda", "game.deleted_move"});
    }
}

TEST_CASE("in the same image at another place everything is where it was, with a symbol or without")
{
    for (const char* name : {"pie", "unmarked", "stripped"}) {
        CAPTURE(name);
        hand_over to_itself{name, 1};
        for (const auto& [thing, address] : to_itself.older.places())
            for (const auto kind : {pointer_kind::function, pointer_kind::data, pointer_kind::vtable})
                to_itself.check_follows(thing, kind, thing);
    }
}

TEST_CASE("what may be one of several is refused")
{
    hand_over to_second{"pie"};
    to_second.check_refused(
        "folded", pointer_kind::function, refusal_reason::ambiguous,
        "points to the function folded_one, and in generation 8 there are several that it may be");
    to_second.check_refused(
        "right.lonely", pointer_kind::function, refusal_reason::ambiguous,
        "points to the function lonely_helper(int), and in generation 8 there are several that it may be");
    // The second version has one more static variable of the name in this function, before the others.
    to_second.check_refused(
        "more_blocks.first", pointer_kind::data, refusal_reason::ambiguous,
        "points to the variable game::in_more_blocks::there, and in generation 8 there are several that "
        "it "
        "may be");
}

TEST_CASE("into the middle of an object a pointer follows only if the object has its size still")
{
    hand_over to_second{"pie"};
    to_second.check_refused(
        "game.growing[1]", pointer_kind::data, refusal_reason::resized,
        "points into the middle of the variable game::growing, which has 16 bytes in generation 7 and 24 in "
        "generation 8");
    to_second.check_refused(
        "game.shrinking[5]", pointer_kind::data, refusal_reason::outside,
        "points to byte 20 of the variable game::shrinking, which has only 8 bytes in generation 8");
}

TEST_CASE("what has become something else is refused")
{
    hand_over to_second{"pie"};
    to_second.check_refused(
        "became_function", pointer_kind::data, refusal_reason::kind_changed,
        "points to the variable became_function, which is a function in generation 8");
    to_second.check_refused(
        "game.constant_later", pointer_kind::data, refusal_reason::became_constant,
        "points to the variable game::constant_later, which is a constant in generation 8");
}

TEST_CASE("a pointer that is not what it is said to be is refused")
{
    hand_over to_second{"pie"};
    to_second.check_refused(
        "game.scores", pointer_kind::function, refusal_reason::other_kind,
        "points to the variable game::scores, where a function was expected");
    to_second.check_refused(
        "game.jump", pointer_kind::data, refusal_reason::other_kind,
        "points to the function game::jump(game::player&), where a variable was expected");
    to_second.check_refused(
        "game.scores[5]", pointer_kind::vtable, refusal_reason::other_kind,
        "points to the variable game::scores, where a vtable was expected");
    const auto& inside =
        to_second.pointers.rebind(to_second.older.at("game.jump") + 1, pointer_kind::function);
    REQUIRE_FALSE(inside.has_value());
    CHECK(inside.error().clause == "points into the middle of the function game::jump(game::player&)");
}

TEST_CASE("a base's part of a vtable is refused when the class has other bases")
{
    hand_over to_second{"pie"};
    to_second.check_refused(
        "boss.drawable.vtable", pointer_kind::vtable, refusal_reason::bases_changed,
        "points to a base's part of the vtable of game::boss, which has other bases in generation 8");
}

TEST_CASE("without type information a vtable's own part follows, and a base's only if the size is the same")
{
    hand_over to_second{"untyped"};
    to_second.check_follow(pointer_kind::vtable, {"entity.vtable", "enemy.vtable", "boss.vtable"});
    to_second.check_refused(
        "enemy.drawable.vtable", pointer_kind::vtable, refusal_reason::bases_changed,
        "points to a base's part of the vtable of game::enemy, which has other bases in generation 8");
}

TEST_CASE("a stripped image tells what other images may use, and says why it does not tell the rest")
{
    hand_over to_second{"stripped"};
    CHECK(to_second.older.table().is_stripped());
    to_second.check_follow(pointer_kind::function, {"game.jump", "game.doubled"});
    to_second.check_follow(pointer_kind::vtable, {"entity.vtable", "enemy.drawable.vtable"});
    const auto& refused = to_second.rebind("left.helper", pointer_kind::function);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().reason == refusal_reason::no_symbol);
    CHECK_THAT(refused.error().clause, contains_text("whose symbols are stripped: link it with them"));
}

TEST_CASE("a literal has no symbol, and its characters can be had")
{
    hand_over to_second{"pie"};
    const auto& refused = to_second.rebind("literal", pointer_kind::data);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().reason == refusal_reason::no_symbol);
    CHECK_THAT(refused.error().clause, contains_text("where something without a name is"));
    CHECK(to_second.pointers.text_at(to_second.older.at("literal"), 100) == "a literal of the game");
    CHECK(to_second.pointers.text_at(to_second.older.at("literal") + 2, 100) == "literal of the game");
    CHECK(to_second.pointers.text_at(1, 100) == std::nullopt);
}

TEST_CASE("a pointer to nowhere in the program is refused")
{
    hand_over to_second{"pie"};
    for (const std::uint64_t address :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0x1000}, ~std::uint64_t{0}}) {
        const auto& refused = to_second.pointers.rebind(address, pointer_kind::data);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().reason == refusal_reason::no_image);
    }
    CHECK(
        to_second.pointers.rebind(0x1000, pointer_kind::data).error().clause ==
        "points to 0x1000, which is no part of the program of generation 7");
}

TEST_CASE("pointers into the game's own library and into the system's follow as well")
{
    hand_over to_second{"linked"};
    to_second.check_follow(pointer_kind::function, {"game.jump", "library.score", "libc.strtol"});
    to_second.check_follow(pointer_kind::data, {"library.lives", "library.sound"});
    to_second.check_follow(pointer_kind::vtable, {"library.sound.vtable"});
}

TEST_CASE("a library that the new process has not loaded is named")
{
    hand_over to_second{"linked", 1, "pie", 2};
    to_second.check_refused(
        "library.score", pointer_kind::function, refusal_reason::image_gone,
        "points into libgame_library.so, which generation 8 has not loaded");
}

TEST_CASE("a library's symbols are read once, and not when nothing points to it")
{
    const game_program older{"linked", 1}, newer{"linked", 2};
    int reads = 0;
    rebinding pointers{
        older.loaded(), newer.loaded(), seven_to_eight,
        [&](const loaded_library& image) -> result<std::shared_ptr<const symbol_table>> {
            ++reads;
            return read_symbols(image.path);
        }};
    CHECK(pointers.rebind(older.at("game.jump"), pointer_kind::function).has_value());
    CHECK(reads == 0);
    CHECK(pointers.rebind(older.at("library.score"), pointer_kind::function).has_value());
    CHECK(pointers.rebind(older.at("library.sound"), pointer_kind::data).has_value());
    CHECK(reads == 2);
}

TEST_CASE("a library that can't be read is a refusal that says why")
{
    const game_program older{"linked", 1}, newer{"linked", 2};
    rebinding pointers{
        older.loaded(), newer.loaded(), seven_to_eight,
        [](const loaded_library&) -> result<std::shared_ptr<const symbol_table>> {
            return failure{"it is gone"};
        }};
    const auto& refused = pointers.rebind(older.at("library.score"), pointer_kind::function);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().reason == refusal_reason::image_unreadable);
    CHECK(refused.error().clause == "points into libgame_library.so: it is gone");
}

TEST_CASE("what lies behind an image is no part of it, also in the same build")
{
    const game_program same{"pie", 1};
    const segment& last = same.table().segments().back();
    const std::uint64_t end = last.address + last.memory_bytes;
    const auto inside = find_counterpart(same.table(), same.table(), end - 1, pointer_kind::data);
    CHECK(std::get<std::uint64_t>(inside) == end - 1);
    for (const std::uint64_t behind : {end, end + 64, end + 4096}) {
        const auto found = find_counterpart(same.table(), same.table(), behind, pointer_kind::data);
        REQUIRE(std::holds_alternative<missing_counterpart>(found));
        CHECK(std::get<missing_counterpart>(found).reason == refusal_reason::no_symbol);
    }
}
