// expect: was called what it is called now
// expect: game
#include <respawn/schema.hpp>

struct game {
    int width = 3;
};
#ifdef GOOD
RESPAWN_HINTS(game, respawn::renamed(&game::width, "breadth"))
#else
RESPAWN_HINTS(game, respawn::renamed(&game::width, "width"))
#endif

void check()
{
    respawn::detail::require_state_type<game>();
}
