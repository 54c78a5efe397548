#include "describe_support.hpp"

#include <boost/describe/class.hpp>

namespace boosted_types {

struct position {
    float x = 0, y = 0;
};
BOOST_DESCRIBE_STRUCT(position, (), (x, y))

struct nothing {};

class sprite : public position, nothing {
public:
    sprite() = default;
    int picture = 0;
    static inline int count = 0;
    void draw() {}

protected:
    char layer_ = 0;

private:
    respawn::string label_;
    BOOST_DESCRIBE_CLASS(sprite, (position, nothing), (picture, count, draw), (layer_), (label_))
};

struct by_hand {
    int first = 0;
};
RESPAWN_DESCRIBE(by_hand, first)

class hides_its_base : by_hand, position {
    int own_ = 0;
    BOOST_DESCRIBE_CLASS(hides_its_base, (by_hand, position), (), (), (own_))
};

struct hinted {
    int now = 0;
};
BOOST_DESCRIBE_STRUCT(hinted, (), (now))
RESPAWN_HINTS(hinted, respawn::renamed(&hinted::now, "before"))

struct derived_and_hinted : position {
    int more = 0;
};
BOOST_DESCRIBE_STRUCT(derived_and_hinted, (position), (more))
RESPAWN_HINTS(derived_and_hinted, respawn::renamed(&derived_and_hinted::y, "height"))

} // namespace boosted_types

TEST_CASE("a structure that Boost.Describe describes has those fields")
{
    CHECK(fields_of(describe_checked<boosted_types::position>()) == "x@0 y@4");
}

TEST_CASE("Boost.Describe names private and protected fields and those of base classes")
{
    const auto& type = describe_checked<boosted_types::sprite>();
    CHECK(fields_of(type) == "x@0 y@4 picture@8 layer_@12 label_@16");
    CHECK(type.fields[4].type().kind == respawn::detail::type_kind::string);
    CHECK(fields_of(describe_checked<boosted_types::hides_its_base>()) == "first@0 x@4 y@8 own_@12");
}

TEST_CASE("classes that Boost.Describe describes may be inside of others, and have hints")
{
    struct holder {
        char letter;
        respawn::vector<boosted_types::sprite> sprites;
        boosted_types::hinted one;
    };
    const auto& type = describe_checked<holder>();
    CHECK(fields_of(type) == "letter@0 sprites@8 one@32");
    CHECK(type.fields[2].type().fields[0].former_names == "before");
    CHECK(describe_checked<boosted_types::derived_and_hinted>().fields[1].former_names == "height");
}
