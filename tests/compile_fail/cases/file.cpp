// expect: an open file or stream belongs to its process
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <cstdio>

struct game {
    int lives = 3;
#ifndef GOOD
    std::FILE* culprit = nullptr;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
