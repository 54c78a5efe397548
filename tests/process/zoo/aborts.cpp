// Calls abort().
#include "zoo.hpp"

#include <cstdlib>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { std::abort(); });
}
