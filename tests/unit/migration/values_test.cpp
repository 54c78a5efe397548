#include "two_layouts.hpp"

#include "shared/migration/numbers.hpp"

#include <array>
#include <cstring>
#include <optional>
#include <variant>

/// What becomes of single values, and which are refused.

namespace before::values {

enum class keys : std::uint8_t { a = 1, b = 2 };

class counter {
public:
    counter() {}
    char listed = 'x', unlisted = 'y';
    std::int32_t behind = 1;
};
RESPAWN_DESCRIBE(counter, listed, behind)

struct game {
    keys held = keys::a;
    keys both = keys::a;
    std::basic_string<char32_t, std::char_traits<char32_t>, respawn::allocator<char32_t>> title;
    std::variant<int, int> which;
    counter count;
    int position = 0;
};

} // namespace before::values

namespace after::values {

enum class keys : std::uint8_t { b = 1, a = 2 };

class counter {
public:
    counter() {}
    char listed = 'x', unlisted = 'z';
    std::int32_t behind = 1;
    double added = 0;
};
RESPAWN_DESCRIBE(counter, listed, behind, added)

struct game {
    keys held = keys::a;
    keys both = keys::a;
    std::basic_string<char16_t, std::char_traits<char16_t>, respawn::allocator<char16_t>> title;
    std::variant<int, int> which;
    counter count;
    int position = 0;
    int added = 5;
};

} // namespace after::values

namespace {

using layouts = two_layouts<before::values::game, after::values::game>;

} // namespace

TEST_CASE("of flags the bits with a name are found by it, and only the others stay as they are")
{
    layouts game{[](before::values::game& old) {
        old.held = static_cast<before::values::keys>(9);
        old.both = static_cast<before::values::keys>(3);
    }};
    CHECK(static_cast<int>(game->held) == 10);
    CHECK(static_cast<int>(game->both) == 3);
}

TEST_CASE("a letter that has no place in its new type is replaced, and reported")
{
    layouts game{[](before::values::game& old) { old.title = U"a\U0001F600\u20acb"; }};
    CHECK(game->title == u"a?\u20acb");
    CHECK_THAT(game.lines(), contains_text("1 could not be kept"));
}

TEST_CASE("a variant keeps its index among equal alternatives")
{
    layouts game{[](before::values::game& old) { old.which.emplace<1>(7); }};
    REQUIRE(game->which.index() == 1);
    CHECK(std::get<1>(game->which) == 7);
}

TEST_CASE("what a class does not list is value-initialised if its layout changes")
{
    layouts game{[](before::values::game& old) {
        old.count.listed = 'a';
        old.count.unlisted = 'b';
        old.count.behind = 3;
    }};
    CHECK(game->count.listed == 'a');
    CHECK(game->count.unlisted == 'z');
    CHECK(game->count.behind == 3);
}

namespace before::values {

struct door {
    respawn::string position;
};

} // namespace before::values

namespace after::values {

struct place {
    int x = 0, y = 0;
};
struct door {
    place pos;
};
void convert_door(const respawn::old_object& old, door& now)
{
    now.pos.x = static_cast<int>(old.get<std::string>("position").value_or("").size());
}
RESPAWN_HINTS(door, respawn::renamed(&door::pos, "position"), respawn::converted(&convert_door))

} // namespace after::values

TEST_CASE(
    "a field that was renamed and has become something else entirely is left to the function of the game")
{
    two_layouts<before::values::door, after::values::door> game{
        [](before::values::door& old) { old.position = "12345"; }};
    CHECK(game->pos.x == 5);
}

namespace before::values {

struct stick {
    int length = 1;
};
struct tools {
    std::variant<int, stick> held;
};
struct shed {
    respawn::vector<tools> all;
};

} // namespace before::values

namespace after::values {

class stick {
public:
    explicit stick(int wanted) : length{wanted} {}
    int length;
};
RESPAWN_DESCRIBE(stick, length)
struct tools {
    std::variant<int, stick> held;
    int added = 0;
};
struct shed {
    respawn::vector<tools> all;
};

} // namespace after::values

TEST_CASE("an alternative of a variant that can't be made is refused, with the path")
{
    const auto refusal = refusal_of<before::values::shed, after::values::shed>(
        [](before::values::shed& old) { old.all.resize(1); });
    CHECK_THAT(
        refusal, contains_text("stick in game.all[].held can't be carried over: it has no default "
                               "constructor"));
}

namespace before::values {

struct sword {
    int damage = 1;
};
struct wand {
    int charge = 3;
};
struct potion {
    int heal = 2;
};
struct belt {
    std::variant<int, sword, wand, potion> first, second, third;
};

} // namespace before::values

namespace after::values {

struct rod {
    int charge = 3;
};
struct potion {
    int heal = 7;
    int extra = 0;
};
struct belt {
    std::variant<potion, rod, int> first, second, third;
};

} // namespace after::values

TEST_CASE("an alternative that is gone becomes no other one, and one that was renamed is found by its fields")
{
    two_layouts<before::values::belt, after::values::belt> game{[](before::values::belt& old) {
        old.first = before::values::sword{5};
        old.second = before::values::wand{6};
        old.third = before::values::potion{8};
    }};
    REQUIRE(game->first.index() == 0);
    CHECK(std::get<0>(game->first).heal == 7);
    REQUIRE(game->second.index() == 1);
    CHECK(std::get<1>(game->second).charge == 6);
    REQUIRE(game->third.index() == 0);
    CHECK(std::get<0>(game->third).heal == 8);
    CHECK_THAT(
        game.lines(), contains_text("1 of 1 could not be kept") || contains_text("1 could not be kept"));
}

namespace {

using respawn::migration::number;
using respawn::schema::type_kind;

struct wide {
    std::uint64_t low, high;
};

respawn::schema::type_node integer(std::uint64_t bytes, bool is_signed)
{
    respawn::schema::type_node type;
    type.kind = is_signed ? type_kind::signed_integer : type_kind::unsigned_integer;
    type.size_bytes = bytes;
    return type;
}

template <class To, class From>
std::pair<To, bool> converted(
    const respawn::schema::type_node& from, const From& value, const respawn::schema::type_node& to)
{
    To result{};
    const number read = respawn::migration::read_number(from, reinterpret_cast<const std::byte*>(&value));
    const bool is_clamped = respawn::migration::write_number(to, reinterpret_cast<std::byte*>(&result), read);
    return {result, is_clamped};
}

} // namespace

TEST_CASE("integers of 16 bytes keep their values, or are clamped")
{
    const auto small = integer(8, true), large = integer(16, true), natural = integer(16, false);
    const auto [minus_five, was_clamped] = converted<wide>(small, std::int64_t{-5}, large);
    CHECK(minus_five.low == static_cast<std::uint64_t>(-5));
    CHECK(minus_five.high == ~std::uint64_t{0});
    CHECK_FALSE(was_clamped);
    CHECK(converted<std::int64_t>(large, minus_five, small) == std::pair{std::int64_t{-5}, false});
    CHECK(
        converted<std::int64_t>(large, wide{5, 1}, small) ==
        std::pair{std::numeric_limits<std::int64_t>::max(), true});
    CHECK(converted<wide>(small, std::int64_t{-5}, natural).first.high == 0);
    CHECK(converted<wide>(small, std::int64_t{-5}, natural).second);
    CHECK(converted<wide>(natural, wide{1, ~std::uint64_t{0}}, large).first.high == ~std::uint64_t{0} >> 1);
    CHECK(converted<wide>(natural, wide{1, 2}, large).first.high == 2);
    respawn::schema::type_node real;
    real.kind = type_kind::floating_point;
    real.size_bytes = sizeof(double);
    CHECK(converted<double>(natural, wide{0, 1}, real).first == 0x1p64);
    CHECK(converted<wide>(real, -0x1p65, large).first.high == static_cast<std::uint64_t>(-2));
    CHECK(respawn::migration::text_of({number::form::integer, true, 5, 0, 1}) == "-18446744073709551621");
}

namespace before::texts {

struct sign {
    respawn::string carver = "somebody whose name is too long for the string itself";
    respawn::string town = "York";
    const char* by = nullptr;
    const char* in = nullptr;
    const char* end = nullptr;
    const char* none = "some default";
    const char16_t* wide = nullptr;
    const char* tag = nullptr;
    char16_t runes[8] = u"runes";
};

} // namespace before::texts

namespace after::texts {

struct sign {
    respawn::string carver, town;
    respawn::string by, in, end;
    respawn::string none = "another default";
    respawn::string wide;
    char tag[4] = "";
    char16_t runes[8] = u"";
};

} // namespace after::texts

TEST_CASE("text in the state that a pointer leads to becomes a string, or an array of characters")
{
    two_layouts<before::texts::sign, after::texts::sign> game{[](before::texts::sign& old) {
        old.by = old.carver.c_str();
        old.in = old.town.c_str();
        old.end = old.carver.c_str() + old.carver.size();
        old.none = nullptr;
        old.wide = old.runes;
        old.tag = old.town.c_str() + 1;
    }};
    CHECK(game->by == "somebody whose name is too long for the string itself");
    CHECK(game->in == "York");
    CHECK(game->end.empty());
    CHECK(game->none.empty());
    CHECK(game->wide == "runes");
    CHECK(std::string_view{game->tag} == "ork");
    CHECK_THAT(game.lines(), contains_text("by pointer to char -> string"));
}

TEST_CASE("a pointer to text that is not in the state is refused by its path if it is to become a string")
{
    const auto refusal = refusal_of<before::texts::sign, after::texts::sign>(
        [](before::texts::sign& old) { old.by = "a literal that nobody has copied"; });
    CHECK_THAT(refusal, contains_text("game.by points to no text in the state"));
}

TEST_CASE("a text of any length becomes a string")
{
    constexpr std::size_t length = (std::size_t{1} << 20) + 1000;
    two_layouts<before::texts::sign, after::texts::sign> game{[](before::texts::sign& old) {
        old.carver.assign(length, 'c');
        old.by = old.carver.c_str();
        old.none = nullptr;
    }};
    CHECK(game->by.size() == length);
    CHECK(game->by == game->carver);
}

TEST_CASE("a pointer to characters without a zero in their own memory is refused, and not read on")
{
    const auto refusal = refusal_of<before::texts::sign, after::texts::sign>([](before::texts::sign& old) {
        // Fills its allocation, but for the zero.
        old.carver.assign(1015, 'c');
        old.town.assign(1000, 't');
        old.carver.data()[old.carver.size()] = 'c';
        old.none = nullptr;
        old.by = old.carver.c_str();
    });
    CHECK_THAT(
        refusal,
        contains_text("game.by points to characters that have no zero at their end, in their own memory"));
}
