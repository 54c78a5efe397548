// Writes through a null pointer.
#include "zoo.hpp"

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv,
        [] {
            volatile int* nowhere = nullptr;
            *nowhere = 1;
        });
}
