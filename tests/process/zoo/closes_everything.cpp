// Closes every descriptor that it has, and plays on.
#include "zoo.hpp"

#include <unistd.h>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { ::close_range(3, ~0u, 0); });
}
