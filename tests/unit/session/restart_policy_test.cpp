#include "supervisor/session/lifecycle.hpp"

#include "catch.hpp"

using respawn::supervisor::restart_policy;
using decision = restart_policy::decision;

TEST_CASE(
    "a worker that ends is started again once, and waits for a build when it ends in the same frame again")
{
    restart_policy policy;
    CHECK(policy.worker_ended(100) == decision::start_again);
    CHECK(policy.worker_ended(100) == decision::wait_for_build);
    CHECK(policy.worker_ended(100) == decision::wait_for_build);
}

TEST_CASE("a worker that got further before it ended again has another try")
{
    restart_policy policy;
    for (std::uint64_t frame = 1; frame != 20; ++frame) {
        CHECK(policy.worker_ended(frame) == decision::start_again);
        CHECK(policy.worker_ended(frame) == decision::wait_for_build);
    }
}

TEST_CASE("a new generation may end in the frame that the one before ended in, once")
{
    restart_policy policy;
    CHECK(policy.worker_ended(1) == decision::start_again);
    CHECK(policy.worker_ended(1) == decision::wait_for_build);
    policy.forget();
    CHECK(policy.worker_ended(1) == decision::start_again);
    CHECK(policy.worker_ended(1) == decision::wait_for_build);
}
