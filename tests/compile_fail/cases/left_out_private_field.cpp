// expect: if it is private, the base must have RESPAWN_DESCRIBE_FRIEND of this class
// expect: Class = player|<player,
#include <respawn/schema.hpp>

struct player;
class actor {
public:
    int hp() const { return hp_; }

private:
#ifdef GOOD
    RESPAWN_DESCRIBE_FRIEND(player);
#endif
    int hp_ = 10;
};
struct player : actor {
    int level = 1;
};
#ifdef GOOD
RESPAWN_DESCRIBE(player, hp_, level)
#else
RESPAWN_DESCRIBE(player, level)
#endif

void check()
{
    respawn::detail::require_state_type<player>();
}
