// expect: use respawn::unique_ptr
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <cstdio>
#include <memory>

struct closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

struct game {
    int lives = 3;
#ifndef GOOD
    std::unique_ptr<std::FILE, closer> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
