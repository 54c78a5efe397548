// expect: has a bit-field, which has no address|bit-field 'culprit'
// expect: game
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
#ifdef GOOD
    unsigned culprit = 0;
#else
    unsigned culprit : 3 = 0;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
