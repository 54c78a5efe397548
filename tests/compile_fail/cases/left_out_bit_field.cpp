// expect: first make it a whole field if it is a bit-field
// expect: Class = player|<player,
#include <respawn/schema.hpp>

struct actor {
    int hp = 10;
#ifdef GOOD
    unsigned mood = 0;
#else
    unsigned mood : 3 = 0;
#endif
};
struct player : actor {
    int level = 1;
};
#ifdef GOOD
RESPAWN_DESCRIBE(player, hp, mood, level)
#else
RESPAWN_DESCRIBE(player, hp, level)
#endif

void check()
{
    respawn::detail::require_state_type<player>();
}
