// Another thread than the main one calls itself for ever.
#include "endless_recursion.hpp"
#include "zoo.hpp"

#include <thread>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { std::thread{[] { zoo::depth = zoo::fall(0); }}.join(); });
}
