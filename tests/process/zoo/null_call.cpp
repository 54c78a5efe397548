// Calls a function through a null pointer.
#include "zoo.hpp"

namespace {

using reaction = void (*)(int);
volatile reaction on_hit = nullptr;

[[gnu::noinline]] void hit(int points)
{
    const reaction react = on_hit;
    react(points);
    on_hit = nullptr;
}

} // namespace

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { hit(3); });
}
