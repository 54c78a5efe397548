// expect: threads, locks and what they wait for
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <future>

struct game {
    int lives = 3;
#ifndef GOOD
    std::future<int> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
