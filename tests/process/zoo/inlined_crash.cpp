// Writes through a null pointer in a function that the compiler has put into its caller.
#include "zoo.hpp"

namespace {

struct enemy {
    int health = 3;
};

[[gnu::always_inline]] inline void wound(enemy* who)
{
    volatile int* health = &who->health;
    *health = 2;
}

[[gnu::noinline]] void fight(enemy* who)
{
    wound(who);
}

} // namespace

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { fight(nullptr); });
}
