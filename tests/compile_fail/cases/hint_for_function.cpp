// expect: a hint names something that is not one of the class.s fields
// expect: game::culprit|& ?game::culprit
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
    void culprit() {}
};
#ifdef GOOD
RESPAWN_HINTS(game, respawn::renamed(&game::lives, "lifes"))
#else
RESPAWN_HINTS(game, respawn::ignored(&game::culprit))
#endif

void check()
{
    respawn::detail::require_state_type<game>();
}
