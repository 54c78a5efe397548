#include "supervisor/debug/platform/linux/yama.hpp"

#include "catch.hpp"

#include <string>

using respawn::platform::may_attach_at_scope;

TEST_CASE("where Yama forbids debuggers to attach, it is said what to do")
{
    for (const int scope : {0, 1, 2})
        CHECK(may_attach_at_scope(scope).has_value());
    const auto forbidden = may_attach_at_scope(3);
    REQUIRE_FALSE(forbidden.has_value());
    CHECK(forbidden.error().sentence.find("reboot") != std::string::npos);
}
