// expect: without run-time type information
// expect: game\.culprit|value\.culprit
#ifndef GOOD
#undef __GXX_RTTI // as -fno-rtti leaves it
#endif
#include <respawn/schema.hpp>

struct shape {
    virtual ~shape() = default;
};
RESPAWN_DESCRIBE(shape)

struct game {
    int lives = 3;
    shape culprit;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
