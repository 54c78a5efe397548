// expect: a field was not found inside of this structure: is it static, or a reference\?
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
    static inline int culprit = 0;
};
#ifndef GOOD
RESPAWN_DESCRIBE(game, lives, culprit)
#else
RESPAWN_DESCRIBE(game, lives)
#endif

void check()
{
    respawn::detail::require_state_type<game>();
    static_cast<void>(respawn::detail::describe<game>());
}
