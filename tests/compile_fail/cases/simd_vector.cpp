// expect: a type of this kind can't be kept in the state
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

using four_floats [[gnu::vector_size(16)]] = float;

struct game {
    int lives = 3;
#ifndef GOOD
    four_floats culprit{};
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
