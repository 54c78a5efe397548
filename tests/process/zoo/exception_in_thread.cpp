// Another thread throws what nobody catches.
#include "zoo.hpp"

#include <stdexcept>
#include <thread>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { std::thread{[] { throw std::out_of_range{"thread 2"}; }}.join(); });
}
