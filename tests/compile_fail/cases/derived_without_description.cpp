// expect: the fields of a class with virtual functions
// expect: square
#include <respawn/schema.hpp>

struct shape {
    virtual ~shape() = default;
};
RESPAWN_DESCRIBE(shape)
struct square : shape {
    int width = 1;
};

#ifdef GOOD
RESPAWN_DESCRIBE(square, width)
#else

#endif

RESPAWN_DERIVED(shape, square)

struct game {
    int lives = 3;
    shape* culprit = nullptr;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
