// expect: leaves out a field of this class's base
// expect: Class = dragon|<dragon,
#include <respawn/schema.hpp>

struct thing {
    virtual ~thing() = default;
    int hp = 1;
};
RESPAWN_DESCRIBE(thing, hp)
struct beast : thing {
    int hunger = 2;
};
RESPAWN_DESCRIBE(beast, hp, hunger)
struct dragon : beast {
    int heat = 5;
};
#ifdef GOOD
RESPAWN_DESCRIBE(dragon, hp, hunger, heat)
#else
RESPAWN_DESCRIBE(dragon, hp, heat)
#endif
RESPAWN_DERIVED(thing, dragon, beast)

struct game {
    thing* first = nullptr;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
