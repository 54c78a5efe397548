// expect: a hint names something that is not one of the class.s fields
#include <respawn/schema.hpp>

struct other {
    int culprit = 0;
};
struct game {
    int lives = 3;
};
#ifdef GOOD
RESPAWN_HINTS(game, respawn::renamed(&game::lives, "lifes"))
#else
RESPAWN_HINTS(game, respawn::renamed(&other::culprit, "guilty"))
#endif

void check()
{
    respawn::detail::require_state_type<game>();
}
