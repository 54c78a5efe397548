// expect: an open file or stream belongs to its process
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <fstream>

struct game {
    int lives = 3;
#ifndef GOOD
    respawn::vector<std::ifstream> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
