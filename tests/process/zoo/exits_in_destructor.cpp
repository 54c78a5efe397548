// A destructor ends the process at once.
#include "zoo.hpp"

#include <unistd.h>

namespace {

struct trap {
    ~trap() { ::_exit(4); }
};

} // namespace

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { const trap sprung; });
}
