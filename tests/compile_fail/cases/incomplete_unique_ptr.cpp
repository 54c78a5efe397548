// expect: what the pointer points to must be defined
// expect: game\.culprit|game::culprit
#include <respawn/schema.hpp>

struct later;

class game {
public:
    game();
    ~game();

    int lives = 3;
#ifndef GOOD
    respawn::unique_ptr<later> culprit;
#endif
};
#ifdef GOOD
RESPAWN_DESCRIBE(game, lives)
#else
RESPAWN_DESCRIBE(game, lives, culprit)
#endif

void check()
{
    respawn::detail::require_state_type<game>();
}
