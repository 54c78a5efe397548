#include "shared/text/nearest.hpp"

#include "catch.hpp"

#include <array>
#include <string>

using respawn::text::nearest;

namespace {

constexpr std::array<std::string_view, 4> names{"run", "restart", "reset", "resume"};

} // namespace

TEST_CASE("a mistyped name is understood")
{
    CHECK(nearest("rnu", names) == "run");
    CHECK(nearest("rerstart", names) == "restart");
    CHECK(nearest("resset", names) == "reset");
    CHECK(nearest("resum", names) == "resume");
}

TEST_CASE("nothing is suggested for what resembles nothing")
{
    CHECK(nearest("banana", names).empty());
    CHECK(nearest("", names).empty());
    CHECK(nearest(std::string(1'000'000, 'r'), names).empty());
}
