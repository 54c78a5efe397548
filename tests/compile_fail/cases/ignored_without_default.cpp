// expect: an ignored field is made anew with
// expect: without_default
#include <respawn/schema.hpp>

struct without_default {
    explicit without_default(int) {}
};
class game {
public:
    int lives = 3;
#ifdef GOOD
    int culprit = 0;
#else
    without_default culprit{1};
#endif
    game() {}
};
RESPAWN_DESCRIBE(game, lives, culprit)
RESPAWN_HINTS(game, respawn::ignored(&game::culprit))

void check()
{
    respawn::detail::require_state_type<game>();
}
