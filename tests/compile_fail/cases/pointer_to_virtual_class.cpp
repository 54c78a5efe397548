// expect: the fields of a class with virtual functions
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct shape {
    virtual ~shape() = default;
};
#ifdef GOOD
RESPAWN_DESCRIBE(shape)
#endif

struct game {
    int lives = 3;
    respawn::vector<shape*> culprit;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
