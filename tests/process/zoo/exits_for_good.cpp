// Leaves with the exit code that asks not to be started again.
#include "zoo.hpp"

#include <cstdlib>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { std::exit(125); });
}
