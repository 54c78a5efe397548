// expect: an abstract class is known by those derived from it
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct shape {
    virtual ~shape() = default;
    virtual float area() const = 0;
};
RESPAWN_DESCRIBE(shape)
struct square : shape {
    float area() const override { return width * width; }
    float width = 1;
};
RESPAWN_DESCRIBE(square, width)
#ifdef GOOD
RESPAWN_DERIVED(shape, square)
#endif

struct game {
    int lives = 3;
    respawn::vector<respawn::unique_ptr<shape>> culprit;
};

void check()
{
    respawn::detail::require_state_type<game>();
}
