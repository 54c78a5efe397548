// expect: use respawn::string
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <string>

struct game {
    int lives = 3;
#ifndef GOOD
    respawn::unique_ptr<std::string> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
