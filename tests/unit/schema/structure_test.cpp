#include "describe_support.hpp"

namespace far_away {

class timer {
public:
    timer() = default;
    explicit timer(int seconds) : seconds_{seconds} {}
    [[nodiscard]] int seconds() const { return seconds_; }
    RESPAWN_DESCRIBE_FRIEND(timer);

private:
    int seconds_ = 0;
    bool running_ = false;
    respawn::string label_;
};
RESPAWN_DESCRIBE(timer, seconds_, running_, label_)

struct position {
    float x = 0, y = 0;
};
struct sprite : position {
    int picture = 0;
};
RESPAWN_DESCRIBE(sprite, x, y, picture)

#pragma pack(push, 1)
struct packed {
    char tag;
    int value;
};
#pragma pack(pop)

class nothing_described {
public:
    nothing_described() {}
};
RESPAWN_DESCRIBE(nothing_described)

} // namespace far_away

struct undescribed_global {
    int first = 0;
    far_away::timer second;
};

namespace {

using respawn::detail::type_kind;

struct anonymous_structure {
    char small;
    double large;
};

struct empty {};

struct with_empty_base : empty {
    int unlisted = 0, listed = 0;
};
RESPAWN_DESCRIBE(with_empty_base, listed)

// Two of one type have two places, so that the field is not at the front.
struct with_empty_base_twice : empty {
    empty nothing;
    int value = 0;
};
RESPAWN_DESCRIBE(with_empty_base_twice, nothing, value)

template <class T>
struct wrapper {
    T value;
    const int tag = 3;
};

struct node {
    int value = 0;
    node* next = nullptr;
    respawn::vector<node> children;
    respawn::map<int, node*> by_number;
};

struct brace_elision {
    int pairs[2][2];
    wrapper<int> wrapped[2];
    struct {
        int inside;
    } nested;
    std::array<char, 3> letters;
    int last;
};

struct aligned_fields {
    char first;
    alignas(4) char second;
    int third;
    alignas(32) char fourth;
};

struct with_constructors {
    respawn::string text = "hello";
    respawn::vector<int> numbers = {1, 2, 3};
    std::optional<int> maybe;
};

// What {} would convert to if fields were counted by conversions.
struct greedy {
    greedy() = default;
    template <class T>
    greedy(const T&)
    {}
    int value = 0;
};
RESPAWN_DESCRIBE(greedy, value)

struct holds_greedy {
    greedy first;
    int second;
};

#define FIELDS_4(name) int name##0, name##1, name##2, name##3;
#define FIELDS_16(name) FIELDS_4(name##0) FIELDS_4(name##1) FIELDS_4(name##2) FIELDS_4(name##3)
#define FIELDS_64(name) FIELDS_16(name##0) FIELDS_16(name##1) FIELDS_16(name##2) FIELDS_16(name##3)

struct largest {
    FIELDS_64(a)
    FIELDS_64(b)
};

struct odd_count {
    FIELDS_64(a)
    FIELDS_16(b)
    char last;
};

} // namespace

TEST_CASE("a structure is described by its fields' names and offsets")
{
    const auto& type = describe_checked<anonymous_structure>();
    CHECK(type.kind == type_kind::structure);
    CHECK(type.name.ends_with("anonymous_structure"));
    CHECK(fields_of(type) == "small@0 large@8");
    CHECK(type.fields[1].type().kind == type_kind::floating_point);
}

TEST_CASE("arrays and nested aggregates count as one field each")
{
    CHECK(fields_of(describe_checked<brace_elision>()) == "pairs@0 wrapped@16 nested@32 letters@36 last@40");
    CHECK(fields_of(describe_checked<wrapper<double>>()) == "value@0 tag@8");
}

TEST_CASE("offsets follow alignas on fields")
{
    CHECK(fields_of(describe_checked<aligned_fields>()) == "first@0 second@4 third@8 fourth@32");
}

TEST_CASE("offsets come from the compiler in packed structures too")
{
    CHECK(fields_of(describe_checked<far_away::packed>()) == "tag@0 value@1");
}

TEST_CASE("fields with default values and constructors are counted once")
{
    CHECK(fields_of(describe_checked<with_constructors>()) == "text@0 numbers@32 maybe@56");
    CHECK(fields_of(describe_checked<holds_greedy>()) == "first@0 second@4");
}

TEST_CASE("an empty structure has no fields and may be a field")
{
    struct holder {
        empty nothing;
        int something;
    };
    CHECK(describe_checked<empty>().fields.empty());
    CHECK(fields_of(describe_checked<holder>()) == "nothing@0 something@4");
}

TEST_CASE("an empty base has nothing that a description could leave out")
{
    CHECK(fields_of(describe_checked<with_empty_base>()) == "listed@4");
    CHECK(fields_of(describe_checked<with_empty_base_twice>()) == "nothing@1 value@4");
}

TEST_CASE("a structure may refer to itself")
{
    const auto& type = describe_checked<node>();
    CHECK(fields_of(type) == "value@0 next@8 children@16 by_number@40");
    CHECK(&type.fields[1].type().element() == &type);
    CHECK(&type.fields[2].type().element() == &type);
    CHECK(&type.fields[3].type().element().element() == &type);
}

TEST_CASE("local structures are described")
{
    struct local {
        int one;
        local* other;
    };
    const auto& type = describe_checked<local>();
    CHECK(fields_of(type) == "one@0 other@8");
    CHECK(&type.fields[1].type().element() == &type);
}

TEST_CASE("a structure may have 128 fields")
{
    const auto& type = describe_checked<largest>();
    REQUIRE(type.fields.size() == 128);
    CHECK(type.fields[0].name == "a000");
    CHECK(type.fields[127].name == "b333");
    CHECK(type.fields[127].offset == 508);
    const auto& odd = describe_checked<odd_count>();
    REQUIRE(odd.fields.size() == 81);
    CHECK(odd.fields[80].name == "last");
}

TEST_CASE("RESPAWN_DESCRIBE names private fields, in the order in which it lists them")
{
    const auto& type = describe_checked<far_away::timer>();
    CHECK(type.kind == type_kind::structure);
    CHECK(fields_of(type) == "seconds_@0 running_@4 label_@8");
    CHECK(type.fields[2].type().kind == type_kind::string);
    CHECK(far_away::timer{3}.seconds() == 3);
    CHECK(describe_checked<far_away::nothing_described>().fields.empty());
}

TEST_CASE("RESPAWN_DESCRIBE names the fields of base classes")
{
    CHECK(fields_of(describe_checked<far_away::sprite>()) == "x@0 y@4 picture@8");
}

TEST_CASE("a described class may be a field of a plain aggregate")
{
    const auto& type = describe_checked<undescribed_global>();
    CHECK(type.name == "undescribed_global");
    CHECK(fields_of(type) == "first@0 second@8");
    CHECK(&type.fields[1].type() == &describe_checked<far_away::timer>());
}
