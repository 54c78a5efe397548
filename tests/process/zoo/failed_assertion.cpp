// An assertion fails.
#undef NDEBUG
#include "zoo.hpp"

#include <cassert>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv,
        [] {
            [[maybe_unused]] const bool the_moon_is_a_cheese = false;
            assert(the_moon_is_a_cheese);
        });
}
