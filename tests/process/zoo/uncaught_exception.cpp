// Throws what nobody catches.
#include "zoo.hpp"

#include <stdexcept>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { throw std::runtime_error{"no such level"}; });
}
