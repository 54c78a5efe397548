// expect: std::nullptr_t holds nothing: use a pointer
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <cstddef>

struct game {
    int lives = 3;
#ifndef GOOD
    std::nullptr_t culprit = nullptr;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
