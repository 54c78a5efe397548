// Calls itself for ever.
#include "endless_recursion.hpp"
#include "zoo.hpp"

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { zoo::depth = zoo::fall(0); });
}
