#include "describe_support.hpp"

namespace {

using respawn::detail::type_description;
using respawn::detail::type_kind;

struct item {
    int weight = 0;
};

struct by_weight {
    bool operator()(const item& a, const item& b) const { return a.weight < b.weight; }
};

template <class T>
void check_element(type_kind kind)
{
    const auto& type = describe_checked<T>();
    CHECK(type.kind == kind);
    CHECK(&type.element() == &describe_checked<item>());
}

template <class T>
void check_key(type_kind kind)
{
    check_element<T>(kind);
    CHECK(&describe_checked<T>().key() == &describe_checked<respawn::string>());
}

} // namespace

TEST_CASE("a container is described by its elements and keys")
{
    check_element<respawn::vector<item>>(type_kind::vector);
    check_element<respawn::deque<item>>(type_kind::deque);
    check_element<respawn::list<item>>(type_kind::list);
    check_element<respawn::set<item, by_weight>>(type_kind::set);
    check_element<std::optional<item>>(type_kind::optional);
    check_key<respawn::map<respawn::string, item>>(type_kind::map);
    check_key<respawn::unordered_map<respawn::string, item>>(type_kind::unordered_map);
    CHECK(describe_checked<respawn::unordered_set<int>>().kind == type_kind::unordered_set);
}

TEST_CASE("a vector of bool has a kind of its own")
{
    CHECK(describe_checked<respawn::vector<bool>>().kind == type_kind::bit_vector);
}

TEST_CASE("a string is described by its characters")
{
    const auto& type = describe_checked<respawn::string>();
    CHECK(type.kind == type_kind::string);
    CHECK(type.element().kind == type_kind::character);
    using wide = std::basic_string<char32_t, std::char_traits<char32_t>, respawn::allocator<char32_t>>;
    CHECK(describe_checked<wide>().element().size == 4);
}

TEST_CASE("a container's comparison is named unless it is the default one")
{
    CHECK(describe_checked<respawn::set<int>>().name.empty());
    CHECK(describe_checked<respawn::map<int, int>>().name.empty());
    CHECK(describe_checked<respawn::unordered_map<respawn::string, int>>().name.empty());
    const auto& set = describe_checked<respawn::set<item, by_weight>>();
    CHECK(set.name.find("by_weight") != std::string_view::npos);
}

TEST_CASE("pairs and tuples have numbered fields at the offsets that the library gave them")
{
    const auto& pair = describe_checked<std::pair<char, double>>();
    CHECK(pair.kind == type_kind::pair);
    CHECK(fields_of(pair) == "first@0 second@8");

    using triple = std::tuple<int, item, double>;
    const auto& tuple = describe_checked<triple>();
    CHECK(tuple.kind == type_kind::tuple);
    REQUIRE(tuple.fields.size() == 3);
    triple values;
    const auto* begin = reinterpret_cast<const std::byte*>(&values);
    CHECK(
        tuple.fields[0].offset ==
        static_cast<std::size_t>(reinterpret_cast<std::byte*>(&std::get<0>(values)) - begin));
    CHECK(
        tuple.fields[1].offset ==
        static_cast<std::size_t>(reinterpret_cast<std::byte*>(&std::get<1>(values)) - begin));
    CHECK(
        tuple.fields[2].offset ==
        static_cast<std::size_t>(reinterpret_cast<std::byte*>(&std::get<2>(values)) - begin));
    CHECK(tuple.fields[2].name == "2");
}

TEST_CASE("a variant lists its alternatives")
{
    const auto& variant = describe_checked<std::variant<std::monostate, item, respawn::string>>();
    CHECK(variant.kind == type_kind::variant);
    CHECK(fields_of(variant) == "0@0 1@0 2@0");
    CHECK(variant.fields[2].type().kind == type_kind::string);
}

TEST_CASE("containers of containers are described to any depth")
{
    using deep =
        respawn::map<respawn::string, respawn::vector<std::optional<std::array<respawn::list<item>, 2>>>>;
    const type_description* type = &describe_checked<deep>();
    for (type_kind kind :
         {type_kind::map, type_kind::vector, type_kind::optional, type_kind::array, type_kind::list}) {
        CHECK(type->kind == kind);
        type = &type->element();
    }
    CHECK(type == &describe_checked<item>());
}
