// expect: use respawn::string
// expect: player\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct player {
    int lives = 3;
#ifndef GOOD
    std::string culprit;
#endif
};

struct game {
    respawn::vector<player> players;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
