// expect: a former name is one field.s name
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
};
#ifdef GOOD
RESPAWN_HINTS(game, respawn::renamed(&game::lives, "lifes"))
#else
RESPAWN_HINTS(game, respawn::renamed(&game::lives, "lifes, life"))
#endif

void check()
{
    respawn::detail::require_state_type<game>();
}
