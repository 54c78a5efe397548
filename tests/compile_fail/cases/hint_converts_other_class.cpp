// expect: changes an object of the class that the hint is for
#include <respawn/schema.hpp>

struct other {
    int lives = 0;
};
struct game {
    int lives = 3;
};
#ifdef GOOD
void convert(const respawn::old_object& before, game& now);
#else
void convert(const respawn::old_object& before, other& now);
#endif
RESPAWN_HINTS(game, respawn::converted(&convert))

void check()
{
    respawn::detail::require_state_type<game>();
}
