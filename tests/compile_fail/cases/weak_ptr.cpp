// expect: use respawn::unique_ptr
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <memory>

struct game {
    int lives = 3;
#ifndef GOOD
    std::weak_ptr<int> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
