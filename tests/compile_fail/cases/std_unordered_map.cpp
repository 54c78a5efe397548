// expect: owns memory of this process: use respawn::vector
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <unordered_map>

struct game {
    int lives = 3;
#ifndef GOOD
    std::unordered_map<int, int> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
