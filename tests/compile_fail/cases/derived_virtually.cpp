// expect: that has the first one as a virtual base
// expect: square
#include <respawn/schema.hpp>

struct shape {
    virtual ~shape() = default;
};
RESPAWN_DESCRIBE(shape)

#ifdef GOOD
struct square : shape {
    int width = 1;
};
#else
struct square : virtual shape {
    int width = 1;
};
#endif
RESPAWN_DESCRIBE(square, width)
RESPAWN_DERIVED(shape, square)

struct game {
    int lives = 3;
    shape* culprit = nullptr;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
