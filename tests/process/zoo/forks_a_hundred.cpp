// Forks a hundred children that stay, writes their ids to the file "children", and dies.
#include "zoo.hpp"

#include <cstdlib>
#include <fstream>

#include <unistd.h>

namespace {

pid_t fork_one_that_stays()
{
    const pid_t child = ::fork();
    while (child == 0)
        ::pause();
    return child;
}

} // namespace

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv,
        [] {
            std::ofstream children{"children", std::ios::app};
            for (int count = 0; count != 100; ++count)
                children << fork_one_that_stays() << std::endl;
            std::abort();
        });
}
