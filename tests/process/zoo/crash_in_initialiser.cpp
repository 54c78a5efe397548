// Dies before main().
#include "zoo.hpp"

#include <csignal>

namespace {

const int dead = [] {
    std::signal(SIGSEGV, SIG_DFL); // a sanitizer's handler would make another ending of it
    return std::raise(SIGSEGV);
}();

} // namespace

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] {});
}
