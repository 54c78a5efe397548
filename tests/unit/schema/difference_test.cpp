#include "schema_support.hpp"

#include <random>

using namespace schema_support;

namespace {

template <class Change>
std::string difference_after(Change change)
{
    sample before;
    sample after;
    change(after);
    return first_difference(finish(before.types), finish(after.types)).value_or("none");
}

// A random graph of types; small, so that two of one seed and its neighbour are often equal.
builder random_schema(std::mt19937& random)
{
    const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
    builder types;
    const std::uint32_t structures = 1 + below(3);
    for (std::uint32_t i = 0; i < structures; ++i)
        add_structure(types, "s" + std::to_string(below(3)), 16);
    const auto integer = add_scalar(types, type_kind::signed_integer, 4);
    const auto floating = add_scalar(types, type_kind::floating_point, 4);
    for (std::uint32_t i = 0; i < structures; ++i) {
        std::uint64_t offset = 0;
        if (below(2) == 0) {
            const auto kind = below(2) == 0 ? type_kind::pointer : type_kind::vector;
            const auto element = below(structures);
            const auto reference = add_container(types, kind, 8, element);
            types[i].fields.push_back({below(4) == 0 ? "p" : "q", 0, reference});
            offset = 8;
        }
        types[i].fields.push_back({"a", offset, below(3) == 0 ? integer : floating});
        if (below(3) == 0)
            types[i].fields.push_back({"b", offset + 4, floating});
    }
    return types;
}

} // namespace

TEST_CASE("equal layouts have no difference")
{
    CHECK(difference_after([](sample&) {}) == "none");
    CHECK(difference_after([](sample& s) { s.types[s.ball].name = "bullet"; }) == "none");
}

TEST_CASE("a changed type is named with its path, its offset and both types")
{
    CHECK(difference_after([](sample& s) {
              const auto wide = add_scalar(s.types, type_kind::floating_point, 8);
              s.types[s.ball].size_bytes = 24;
              s.types[s.ball].fields[2] = {"dx", 8, wide};
              s.types[s.ball].fields[3].offset = 16;
          }) == "game.balls[].dx was float at offset 8, is double");
    CHECK(difference_after([](sample& s) {
              s.types[s.balls].kind = type_kind::deque;
          }) == "game.balls was vector of ball at offset 0, is deque of ball");
    CHECK(difference_after([](sample& s) {
              s.types[s.balls].element = s.integer;
          }) == "game.balls[] was ball, is int32");
}

TEST_CASE("a field that came or went is named before the fields that it moved")
{
    CHECK(difference_after([](sample& s) {
              auto& fields = s.types[s.ball].fields;
              fields.insert(fields.begin(), {"spin", 0, s.floating});
              s.types[s.ball].size_bytes = 20;
              for (std::uint32_t i = 0; i < 5; ++i)
                  fields[i].offset = i * 4;
          }) == "game.balls[].spin is new");
    CHECK(difference_after([](sample& s) {
              auto& fields = s.types[s.game].fields;
              fields.erase(fields.begin() + 2);
              fields[2].offset = 32;
          }) == "game.title is gone");
    CHECK(difference_after([](sample& s) {
              std::swap(s.types[s.ball].fields[0].offset, s.types[s.ball].fields[1].offset);
              s.types[s.game].fields.push_back({"score", 72, s.integer});
          }) == "game.score is new");
}

TEST_CASE("a field that only moved is named with both offsets")
{
    CHECK(difference_after([](sample& s) {
              s.types[s.game].fields[1].offset = 28;
          }) == "game.lives moved from offset 24 to 28");
    CHECK(difference_after([](sample& s) {
              auto& fields = s.types[s.ball].fields;
              std::swap(fields[0], fields[1]);
              std::swap(fields[0].offset, fields[1].offset);
          }) == "game.balls[].y moved from offset 4 to 0");
}

TEST_CASE("the first difference in declaration order is reported")
{
    CHECK(difference_after([](sample& s) {
              s.types[s.node].fields[0].type = s.floating;
              s.types[s.game].fields[1].type = s.floating;
              s.types[s.ball].fields[3].type = s.integer;
          }) == "game.balls[].dy was float at offset 12, is int32");
    CHECK(difference_after([](sample& s) {
              s.types[s.node].fields[0].type = s.floating;
              s.types[s.game].fields[1].type = s.floating;
          }) == "game.lives was int32 at offset 24, is float");
}

TEST_CASE("paths lead through pointers, keys and arrays")
{
    CHECK(difference_after([](sample& s) {
              s.types[s.node].fields[0].type = s.floating;
          }) == "game.first->value was int32 at offset 0, is float");
    const auto with_map = [](type_kind key_kind) {
        builder types;
        const auto root = add_structure(types, "game", 48);
        const auto key = add_scalar(types, key_kind, 4);
        types[root].fields = {{"scores", 0, add_container(types, type_kind::map, 48, key, key)}};
        return finish(types);
    };
    CHECK(
        first_difference(with_map(type_kind::signed_integer), with_map(type_kind::unsigned_integer)) ==
        "game.scores[key] was int32, is uint32");
    const auto with_array = [](std::uint64_t count) {
        builder types;
        const auto root = add_structure(types, "game", 64);
        types[root].fields = {
            {"cells", 0, add_array(types, add_scalar(types, type_kind::boolean, 1), count)}};
        return finish(types);
    };
    CHECK(
        first_difference(with_array(10), with_array(20), "pong") ==
        "pong.cells was bool[10] at offset 0, is bool[20]");
    const auto pointer_to = [](type_kind kind) {
        builder types;
        const auto root = add_structure(types, "game", 8);
        types[root].fields = {
            {"speed", 0, add_container(types, type_kind::pointer, 8, add_scalar(types, kind, 4))}};
        return finish(types);
    };
    CHECK(
        first_difference(pointer_to(type_kind::signed_integer), pointer_to(type_kind::floating_point)) ==
        "what game.speed points to was int32, is float");
}

TEST_CASE("sizes and alignments are compared when all fields are equal")
{
    CHECK(difference_after([](sample& s) {
              s.types[s.ball].size_bytes = 32;
          }) == "game.balls[] had 16 bytes, has 32");
    CHECK(difference_after([](sample& s) {
              s.types[s.ball].alignment = 16;
          }) == "game.balls[] was aligned to 8 bytes, is to 16");
}

TEST_CASE("a changed comparison, opaque type or underlying type is named")
{
    const auto rooted = [](type_kind kind, const std::string& name, std::uint64_t size_bytes) {
        builder types;
        const auto root = add_structure(types, "game", 64);
        const auto part = types.add({kind, name, size_bytes, 8, 0, no_type, no_type, {}});
        if (has_element(kind))
            types[part].element = add_scalar(types, type_kind::unsigned_integer, size_bytes);
        types[root].fields = {{"part", 0, part}};
        return finish(types);
    };
    CHECK(
        first_difference(rooted(type_kind::set, "", 8), rooted(type_kind::set, "greater", 8)) ==
        "game.part has another comparison or hash");
    CHECK(
        first_difference(rooted(type_kind::opaque, "a", 8), rooted(type_kind::opaque, "b", 8)) ==
        "game.part was a at offset 0, is b");
    CHECK(
        first_difference(
            rooted(type_kind::enumeration, "mode", 1), rooted(type_kind::enumeration, "mode", 2)) ==
        "game.part was mode (uint8) at offset 0, is mode (uint16)");
}

TEST_CASE("layouts differ exactly if their hashes do")
{
    const std::uint32_t seed = 20240607;
    CAPTURE(seed);
    std::mt19937 random{seed};
    int equal = 0;
    for (int i = 0; i < 20000; ++i) {
        const view a = finish(random_schema(random));
        const view b = finish(random_schema(random));
        const auto difference = first_difference(a, b, "root");
        CAPTURE(i, difference.value_or("none"));
        REQUIRE(difference.has_value() == (a.hash() != b.hash()));
        REQUIRE(difference != std::optional<std::string>{"root has another layout, but the same fields"});
        equal += difference ? 0 : 1;
    }
    CHECK(equal > 100);
}
