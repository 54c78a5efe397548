// expect: views such as std::string_view and std::span
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <string_view>

struct game {
    int lives = 3;
#ifndef GOOD
    std::string_view culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
