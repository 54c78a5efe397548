// expect: that does not begin with the first one
// expect: square
#include <respawn/schema.hpp>

struct shape {
    virtual ~shape() = default;
};
RESPAWN_DESCRIBE(shape)
struct named {
    virtual ~named() = default;
};

#ifdef GOOD
struct square : shape, named {
    int width = 1;
};
#else
struct square : named, shape {
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
