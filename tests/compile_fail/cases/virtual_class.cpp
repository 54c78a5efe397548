// expect: the fields of a class with virtual functions
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct shape {
    virtual ~shape() = default;
    int sides = 3;
};
#ifdef GOOD
RESPAWN_DESCRIBE(shape, sides)
#endif

struct game {
    int lives = 3;
    shape culprit;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
