// Divides an integer by zero.
#include "zoo.hpp"

#include <csignal>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv,
        [] {
            volatile int zero = 0;
            volatile int result = 1;
            result = result / zero;
        });
}
