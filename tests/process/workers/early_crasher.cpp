// Connects, and dies of SIGSEGV before it takes the state over.
#include <respawn/worker.hpp>

#include <csignal>

int main(int argc, char** argv)
{
    const respawn::worker worker{argc, argv};
    std::signal(SIGSEGV, SIG_DFL);
    std::raise(SIGSEGV);
}
