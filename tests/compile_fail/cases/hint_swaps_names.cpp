// expect: was called what another renamed field is called now
// expect: game
#include <respawn/schema.hpp>

struct game {
    int width = 3;
    int height = 4;
};
#ifdef GOOD
RESPAWN_HINTS(game, respawn::renamed(&game::width, "breadth"), respawn::renamed(&game::height, "length"))
#else
RESPAWN_HINTS(game, respawn::renamed(&game::width, "height"), respawn::renamed(&game::height, "width"))
#endif

void check()
{
    respawn::detail::require_state_type<game>();
}
