// expect: std::function and std::any hold code
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <any>

struct game {
    int lives = 3;
#ifndef GOOD
    std::optional<std::any> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
