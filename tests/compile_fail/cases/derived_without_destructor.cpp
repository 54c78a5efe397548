// expect: needs a virtual destructor
// expect: square
#include <respawn/schema.hpp>

struct shape {
#ifdef GOOD
    virtual ~shape() = default;
#endif
    int sides = 3;
};
RESPAWN_DESCRIBE(shape, sides)
struct square : shape {
    int width = 1;
};
RESPAWN_DESCRIBE(square, sides, width)
RESPAWN_DERIVED(shape, square)

struct game {
    int lives = 3;
    shape* culprit = nullptr;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
