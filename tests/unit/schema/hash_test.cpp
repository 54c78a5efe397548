#include "schema_support.hpp"

#include "shared/schema/hash.hpp"

using namespace schema_support;

TEST_CASE("the hash of a schema is the same on every machine and in every version of layout 3")
{
    // A change of this number refuses all states that exist: raise schema::layout_version with it.
    CHECK(finish(sample{}.types).hash() == 0xd827b541cb2134b9);
}

TEST_CASE("names of types don't change the hash")
{
    sample other;
    other.types[other.ball].name = "bullet";
    CHECK(finish(other.types).hash() == finish(sample{}.types).hash());
}

TEST_CASE("the name of a class and the classes derived from it change the hash")
{
    const auto hash_of = [](std::string class_name, int derived) {
        sample other;
        other.types[other.node].class_name = std::move(class_name);
        for (int i = 0; i < derived; ++i) {
            const auto added = add_structure(other.types, "", 16);
            other.types[added].class_name = std::string(1, static_cast<char>('a' + i));
            other.types[other.node].derived.push_back(added);
        }
        return finish(other.types).hash();
    };
    CHECK(hash_of("", 0) == finish(sample{}.types).hash());
    CHECK(hash_of("4node", 0) != hash_of("", 0));
    CHECK(hash_of("4node", 0) != hash_of("5other", 0));
    CHECK(hash_of("4node", 1) != hash_of("4node", 0));
    CHECK(hash_of("4node", 1) != hash_of("4node", 2));
}

TEST_CASE("the order of the type table doesn't change the hash")
{
    builder turned;
    const auto root = add_structure(turned, "root", 8);
    const auto second = add_scalar(turned, type_kind::floating_point, 4);
    const auto first = add_scalar(turned, type_kind::signed_integer, 4);
    turned[root].fields = {{"a", 0, first}, {"b", 4, second}};
    builder straight;
    const auto other_root = add_structure(straight, "root", 8);
    const auto other_first = add_scalar(straight, type_kind::signed_integer, 4);
    const auto other_second = add_scalar(straight, type_kind::floating_point, 4);
    straight[other_root].fields = {{"a", 0, other_first}, {"b", 4, other_second}};
    CHECK(finish(turned).hash() == finish(straight).hash());
}

TEST_CASE("two equal structures count as one")
{
    sample other;
    const auto twin = add_structure(other.types, "twin", 16);
    other.types[twin].fields = other.types[other.ball].fields;
    other.types[other.balls].element = twin;
    CHECK(finish(other.types).hash() == finish(sample{}.types).hash());

    // A list of two node types that alternate is a list of one.
    sample alternating;
    const auto odd = add_structure(alternating.types, "odd", 16);
    const auto to_even = add_container(alternating.types, type_kind::pointer, 8, alternating.node);
    alternating.types[odd].fields = {{"value", 0, alternating.integer}, {"next", 8, to_even}};
    const auto to_odd = add_container(alternating.types, type_kind::pointer, 8, odd);
    alternating.types[alternating.node].fields[1].type = to_odd;
    CHECK(finish(alternating.types).hash() == finish(sample{}.types).hash());
}

TEST_CASE("everything that matters for the layout changes the hash")
{
    const auto base = finish(sample{}.types).hash();
    const auto changed = [&](auto change) {
        sample other;
        change(other);
        return finish(other.types).hash() != base;
    };
    CHECK(changed([](sample& s) { s.types[s.ball].fields[2].name = "speed"; }));
    CHECK(changed([](sample& s) { s.types[s.ball].fields[2].offset = 12; }));
    CHECK(changed([](sample& s) { s.types[s.ball].fields[2].type = s.integer; }));
    CHECK(changed([](sample& s) { s.types[s.ball].fields.pop_back(); }));
    CHECK(changed([](sample& s) { s.types[s.ball].size_bytes = 24; }));
    CHECK(changed([](sample& s) { s.types[s.ball].alignment = 16; }));
    CHECK(changed([](sample& s) { s.types[s.balls].kind = type_kind::list; }));
    CHECK(changed([](sample& s) { s.types[s.balls].element = s.integer; }));
    CHECK(changed([](sample& s) { s.types[s.floating].kind = type_kind::unsigned_integer; }));
    CHECK(changed([](sample& s) {
        s.types[s.node].fields[1].type = add_container(s.types, type_kind::pointer, 8, s.ball);
    }));
}

TEST_CASE("the comparison of an ordered container and the name of an opaque type belong to the layout")
{
    const auto hash_of = [](type_kind kind, const std::string& name) {
        builder types;
        const auto root = types.add({kind, name, 48, 8, 0, no_type, no_type, {}});
        if (kind == type_kind::set)
            types[root].element = add_scalar(types, type_kind::signed_integer, 4);
        return finish(types).hash();
    };
    CHECK(hash_of(type_kind::set, "") != hash_of(type_kind::set, "greater"));
    CHECK(hash_of(type_kind::opaque, "mt19937") != hash_of(type_kind::opaque, "mt19937_64"));
}
