// expect: RESPAWN_DESCRIBE
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

class clock_hand {
public:
    int angle() const { return angle_; }

private:
    int angle_ = 0;
};

struct game {
    int lives = 3;
#ifndef GOOD
    clock_hand culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
