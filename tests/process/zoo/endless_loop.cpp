// Never finishes its frame, and is busy with it.
#include "zoo.hpp"

int main(int argc, char** argv)
{
    volatile bool for_ever = true;
    return zoo::play(argc, argv, [&] {
        while (for_ever) {
        }
    });
}
