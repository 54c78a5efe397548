// Overflows a signed integer, and is built so that the undefined-behaviour sanitizer ends it for that.
#include "zoo.hpp"

#include <climits>

int main(int argc, char** argv)
{
    volatile int largest = INT_MAX;
    return zoo::play(argc, argv, [&] { largest = largest + argc; });
}
