// expect: threads, locks and what they wait for
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <mutex>

struct game {
    int lives = 3;
#ifndef GOOD
    std::recursive_mutex culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
