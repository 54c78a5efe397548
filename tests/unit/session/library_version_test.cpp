#include "supervisor/session/library_version.hpp"

#include "shared/protocol/messages.hpp"

#include "catch.hpp"

using respawn::supervisor::library_problem;
namespace protocol = respawn::protocol;

TEST_CASE("a game plays with each version of the library that differs in the last number only")
{
    CHECK(library_problem("0.1.0", protocol::version).empty());
    CHECK(library_problem("0.1.17", protocol::version).empty());
    CHECK(library_problem("0.1", protocol::version).empty());
}

TEST_CASE("a game of another minor version is told both versions, and what to do")
{
    CHECK(
        library_problem("0.2.0", protocol::version) ==
        "the game was built with respawn 0.2.0, and the supervisor that runs is respawn 0.1.0: build the "
        "game "
        "with respawn 0.1, or run it with respawn 0.2");
    // Another minor version may speak another protocol: the version says more.
    CHECK(library_problem("0.2.0", 99) == library_problem("0.2.0", protocol::version));
    for (const char* library : {"1.1.0", "0.10.0", "0", "", "x.y"}) {
        CAPTURE(library);
        CHECK_FALSE(library_problem(library, protocol::version).empty());
    }
}

TEST_CASE("a game of the same version that speaks another protocol is told both protocols")
{
    const auto problem = library_problem("0.1.0", 99);
    CHECK(problem.find("speaks protocol 99") != std::string::npos);
    CHECK(problem.find("speaks protocol " + std::to_string(protocol::version)) != std::string::npos);
}
