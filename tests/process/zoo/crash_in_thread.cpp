// Another thread writes through a null pointer, while the main thread waits for it.
#include "zoo.hpp"

#include <thread>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv,
        [] {
            std::thread{[] {
                volatile int* nowhere = nullptr;
                *nowhere = 1;
            }}.join();
        });
}
