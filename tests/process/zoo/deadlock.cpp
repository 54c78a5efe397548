// Waits for a thread that waits for it.
#include "zoo.hpp"

#include <mutex>
#include <thread>

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv,
        [] {
            std::mutex mutex;
            const std::lock_guard mine{mutex};
            std::thread{[&] { const std::lock_guard theirs{mutex}; }}.join();
        });
}
