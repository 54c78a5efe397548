// expect: use respawn::string
// expect: square::culprit|square\.culprit
#include <respawn/schema.hpp>

struct shape {
    virtual ~shape() = default;
};
RESPAWN_DESCRIBE(shape)

#ifdef GOOD
struct square : shape {
    respawn::string culprit;
};
#else
struct square : shape {
    std::string culprit;
};
#endif
RESPAWN_DESCRIBE(square, culprit)
RESPAWN_DERIVED(shape, square)

struct game {
    int lives = 3;
    shape* culprit = nullptr;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
