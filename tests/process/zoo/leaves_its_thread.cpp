// Leaves the main thread in the middle of a frame: its destructors run, and there is no exception.
#include "zoo.hpp"

#include <pthread.h>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { ::pthread_exit(nullptr); });
}
