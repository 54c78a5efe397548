// expect: threads, locks and what they wait for
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <condition_variable>

struct game {
    int lives = 3;
#ifndef GOOD
    std::condition_variable culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
