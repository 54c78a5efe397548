// expect: structure with base classes
// expect: RESPAWN_DESCRIBE
// expect: Structure = game|<game
#include <respawn/schema.hpp>

struct base {
    int score = 0;
};

#ifdef GOOD
struct game {
    base score;
#else
struct game : base {
#endif
    int lives = 3;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
