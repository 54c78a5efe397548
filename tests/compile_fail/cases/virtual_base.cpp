// expect: a class with virtual bases
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct shape {
    virtual ~shape() = default;
    int sides = 3;
};
#ifdef GOOD
struct square : shape {
#else
struct square : virtual shape {
#endif
    int width = 1;
};
RESPAWN_DESCRIBE(square, sides, width)

struct game {
    int lives = 3;
    square culprit;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
