// Calls exit(0) in the middle of a frame.
#include "zoo.hpp"

#include <cstdlib>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { std::exit(0); });
}
