// expect: a hint names something that is not one of the class.s fields
// expect: game::culprit
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
    int culprit = 0;
};
RESPAWN_DESCRIBE(game, lives)
#ifdef GOOD
RESPAWN_HINTS(game, respawn::renamed(&game::lives, "lifes"))
#else
RESPAWN_HINTS(game, respawn::renamed(&game::culprit, "guilty"))
#endif

void check()
{
    respawn::detail::require_state_type<game>();
}
