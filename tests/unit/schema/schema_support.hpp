#pragma once

#include "shared/schema/builder.hpp"
#include "shared/schema/view.hpp"

#include "catch.hpp"

/// Short ways to put schemas together by hand.
namespace schema_support {

using namespace respawn::schema;

inline std::uint32_t add_scalar(builder& types, type_kind kind, std::uint64_t size_bytes)
{
    return types.add({kind, "", size_bytes, static_cast<std::uint32_t>(size_bytes), 0, no_type, no_type, {}});
}

/// A structure without fields yet, so that others can refer to it.
inline std::uint32_t add_structure(builder& types, std::string name, std::uint64_t size_bytes)
{
    return types.add({type_kind::structure, std::move(name), size_bytes, 8, 0, no_type, no_type, {}});
}

inline std::uint32_t add_container(
    builder& types, type_kind kind, std::uint64_t size_bytes, std::uint32_t element,
    std::uint32_t key = no_type)
{
    return types.add({kind, "", size_bytes, 8, 0, element, key, {}});
}

inline std::uint32_t add_array(builder& types, std::uint32_t element, std::uint64_t count)
{
    const type_node part = types[element];
    return types.add(
        {type_kind::array, "", part.size_bytes * count, part.alignment, count, element, no_type, {}});
}

inline view finish(const builder& types)
{
    const auto bytes = types.build();
    REQUIRE(bytes.has_value());
    auto made = view::create(*bytes);
    if (!made)
        FAIL(made.error().sentence);
    return *made;
}

/// A game with balls, lives, a title and a list of nodes that refer to each other: the usual starting point.
struct sample {
    sample();
    builder types;
    std::uint32_t game, ball, node, floating, integer, text, balls;
};

inline sample::sample()
{
    game = add_structure(types, "game", 80);
    ball = add_structure(types, "ball", 16);
    node = add_structure(types, "node", 16);
    floating = add_scalar(types, type_kind::floating_point, 4);
    integer = add_scalar(types, type_kind::signed_integer, 4);
    text = add_container(types, type_kind::string, 32, add_scalar(types, type_kind::character, 1));
    balls = add_container(types, type_kind::vector, 24, ball);
    const std::uint32_t next = add_container(types, type_kind::pointer, 8, node);
    types[ball].fields = {{"x", 0, floating}, {"y", 4, floating}, {"dx", 8, floating}, {"dy", 12, floating}};
    types[node].fields = {{"value", 0, integer}, {"next", 8, next}};
    types[game].fields = {
        {"balls", 0, balls}, {"lives", 24, integer}, {"title", 32, text}, {"first", 64, next}};
}

} // namespace schema_support
