// expect: the state doesn.t know this class of the standard library
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <stack>

struct game {
    int lives = 3;
#ifndef GOOD
    std::stack<int> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
