// expect: the state doesn.t know this class of the standard library
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <atomic>

struct large {
    int values[16] = {};
};

struct game {
    int lives = 3;
#ifndef GOOD
    std::atomic<large> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
