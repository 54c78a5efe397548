// Stops, as by Ctrl-Z.
#include "zoo.hpp"

#include <csignal>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { std::raise(SIGSTOP); });
}
