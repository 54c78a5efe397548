#include "sample_state.hpp"

#include "shared/objects/lookup.hpp"
#include "shared/objects/values.hpp"

#include "catch.hpp"

#include <cstring>
#include <limits>

using namespace respawn::objects;
using respawn::schema::no_type;
using respawn::schema::type_kind;

namespace {

target found(const sample::state& state, std::string_view path)
{
    work_limit work{1'000'000};
    auto made = look_up_one(state.bytes(), state.roots, parse_path(path).value(), work);
    INFO((made ? "" : made.error().sentence));
    REQUIRE(made.has_value());
    return *made;
}

std::string text_at(const sample::state& state, std::string_view path)
{
    return shown(read_value(state.bytes(), found(state, path).where, 100).value());
}

/// What a value written for the object at `path` becomes, or why it can't be written.
std::string after_setting(const sample::state& state, std::string_view path, std::string_view text)
{
    const place where = found(state, path).where;
    const auto made = parse_value(*where.types, where.type, text);
    if (!made)
        return made.error().sentence;
    std::vector<std::byte> copy = state.copy();
    const std::uint64_t offset = where.address - state.bytes().address();
    if (!made->is_characters)
        std::memcpy(copy.data() + offset, made->bytes.data(), made->bytes.size());
    else
        return std::string{reinterpret_cast<const char*>(made->bytes.data()), made->bytes.size()};
    return shown(read_value(state.bytes(copy), where, 100).value());
}

template <class T>
std::string shown_alone(type_kind kind, T number)
{
    const type_list types{{kind, "", sizeof(T), alignof(T), 0, no_type, no_type, {}}};
    const place where{&types, 0, reinterpret_cast<std::uintptr_t>(&number)};
    return shown(read_value(state_bytes::own_memory(), where, 100).value());
}

} // namespace

TEST_CASE("every kind of value is shown as one would write it")
{
    const sample::state state;
    CHECK(text_at(state, "game.ticks") == "12");
    CHECK(text_at(state, "game.small") == "-3");
    CHECK(text_at(state, "game.letter") == "'x'");
    CHECK(text_at(state, "game.over") == "false");
    CHECK(text_at(state, "game.tint") == "green");
    CHECK(text_at(state, "game.precise") == "0.25");
    CHECK(text_at(state, "game.delay") == "16ms");
    CHECK(text_at(state, "game.title") == "\"Pong\"");
    CHECK(text_at(state, "game.wide") == "\"h\xc3\xa4\"");
    CHECK(text_at(state, "game.enemies[0].y") == "-1");
    CHECK(text_at(state, "game.enemies[0].feels") == "calm");
    CHECK(text_at(state, "game.flags[65]") == "true");
    CHECK(text_at(state, "game.flags[64]") == "false");
    CHECK(text_at(state, "game.lost") == "null");
}

TEST_CASE("numbers are shown whole, whatever their size")
{
    CHECK(
        shown_alone(type_kind::signed_integer, std::numeric_limits<std::int64_t>::min()) ==
        "-9223372036854775808");
    CHECK(
        shown_alone(type_kind::unsigned_integer, std::numeric_limits<std::uint64_t>::max()) ==
        "18446744073709551615");
    CHECK(shown_alone(type_kind::floating_point, 0.1f) == "0.1");
    CHECK(shown_alone(type_kind::floating_point, 1e300) == "1e+300");
    CHECK(shown_alone(type_kind::floating_point, std::numeric_limits<double>::quiet_NaN()) == "nan");
    CHECK(shown_alone(type_kind::floating_point, -std::numeric_limits<float>::infinity()) == "-inf");
    CHECK(shown_alone(type_kind::character, U'\U0001F600') == "'\xf0\x9f\x98\x80'");
    CHECK(shown_alone(type_kind::character, char(0x80)) == "0x80");
    CHECK(shown_alone(type_kind::character, '\'') == "'\\''");
    CHECK(shown_alone(type_kind::boolean, std::uint8_t{7}).find("no bool") != std::string::npos);
}

TEST_CASE("bit patterns that are no long double are shown as bytes")
{
    std::array<std::byte, 16> bytes{};
    bytes[9] = std::byte{0x40}; // an exponent, and no integer bit
    CHECK(shown_alone(type_kind::floating_point, bytes).substr(0, 2) != "0.");
    const type_list types{{type_kind::floating_point, "", 16, 16, 0, no_type, no_type, {}}};
    const place where{&types, 0, reinterpret_cast<std::uintptr_t>(bytes.data())};
    CHECK(shown(read_value(state_bytes::own_memory(), where, 100).value()).starts_with("0x"));
}

TEST_CASE("enumerations are shown by their enumerators, flags by all of theirs, others by number")
{
    sample::state state;
    CHECK(after_setting(state, "game.tint", "5") == "red|blue");
    CHECK(after_setting(state, "game.tint", "9") == "9");
    CHECK(after_setting(state, "game.tint", "0") == "0");
    CHECK(after_setting(state, "game.enemies[0].feels", "-1") == "grim");
    CHECK(after_setting(state, "game.enemies[0].feels", "-2") == "-2");
}

TEST_CASE("values are read as people write them")
{
    const sample::state state;
    CHECK(after_setting(state, "game.ticks", "0xff") == "255");
    CHECK(after_setting(state, "game.ticks", "1'000'000") == "1000000");
    CHECK(after_setting(state, "game.small", "-128") == "-128");
    CHECK(after_setting(state, "game.over", "true") == "true");
    CHECK(after_setting(state, "game.letter", "y") == "'y'");
    CHECK(after_setting(state, "game.letter", "'\\n'") == "'\\n'");
    CHECK(after_setting(state, "game.letter", "5") == "'5'");
    CHECK(after_setting(state, "game.letter", "0x41") == "'A'");
    CHECK(after_setting(state, "game.tint", "blue") == "blue");
    CHECK(after_setting(state, "game.tint", "red|color::blue") == "red|blue");
    CHECK(after_setting(state, "game.enemies[0].feels", "grim") == "grim");
    CHECK(after_setting(state, "game.precise", "1e-3") == "0.001");
    CHECK(after_setting(state, "game.enemies[0].x", "inf") == "inf");
    CHECK(after_setting(state, "game.delay", "20") == "20ms");
    CHECK(after_setting(state, "game.delay", "1.5s") == "1500ms");
    CHECK(after_setting(state, "game.delay", "2min") == "120000ms");
    CHECK(after_setting(state, "game.title", "as it is") == "as it is");
    CHECK(after_setting(state, "game.title", R"("in \"quotes\"\n")") == "in \"quotes\"\n");
    CHECK(after_setting(state, "game.title", "").empty());
    CHECK(after_setting(state, "game.wide", "\xc3\xa4") == std::string("\xe4\0", 2));
}

TEST_CASE("what does not fit is refused by what would")
{
    const sample::state state;
    CHECK(
        after_setting(state, "game.small", "128") ==
        R"("128" is no int8: give a whole number from -128 to 127)");
    CHECK(
        after_setting(state, "game.ticks", "-1") ==
        R"("-1" is no uint64: give a whole number from 0 to 18446744073709551615)");
    CHECK(after_setting(state, "game.over", "yes") == R"("yes" is no bool: give true or false)");
    CHECK(
        after_setting(state, "game.tint", "gren") ==
        R"(color has no enumerator "gren", perhaps you meant green; it has red, green, blue)");
    CHECK(
        after_setting(state, "game.tint", "256") ==
        R"("256" is no color: give a whole number from 0 to 255)");
    CHECK(
        after_setting(state, "game.enemies[0].x", "1e99").find("does not fit into a float") !=
        std::string::npos);
    CHECK(after_setting(state, "game.enemies[0].x", "fast").find("give a number") != std::string::npos);
    CHECK(after_setting(state, "game.letter", "xy").find("one character") != std::string::npos);
    CHECK(after_setting(state, "game.delay", "3 parsecs").find("no duration") != std::string::npos);
    CHECK(after_setting(state, "game.wide", "\xff").find("UTF-8") != std::string::npos);
    CHECK(after_setting(state, "game.enemies", "1").find("can't be set as a whole") != std::string::npos);
    CHECK(after_setting(state, "game.held", "0").find("can't be set as a whole") != std::string::npos);
}

TEST_CASE("a long text is cut between two characters")
{
    sample::state state;
    state.object.title.assign(150, 'a');
    state.object.title.replace(99, 2, "\xc3\xa4");
    const auto content = read_value(state.bytes(), found(state, "game.title").where, 100);
    REQUIRE(content.has_value());
    CHECK(content->text == std::string(99, 'a'));
    CHECK(content->left_out_bytes == 51);
    CHECK(shown(*content).find("(51 more bytes)") != std::string::npos);
}
