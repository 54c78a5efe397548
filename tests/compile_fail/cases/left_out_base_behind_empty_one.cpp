// expect: leaves out a field of this class's base
// expect: Class = player|<player,
#include <respawn/schema.hpp>

struct tag {};
struct actor {
    int hp = 10;
};
struct player : tag, actor {
    int level = 1;
};
#ifdef GOOD
RESPAWN_DESCRIBE(player, hp, level)
#else
RESPAWN_DESCRIBE(player, level)
#endif

void check()
{
    respawn::detail::require_state_type<player>();
}
