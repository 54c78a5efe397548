// Wants more for its state than there is.
#include "zoo.hpp"

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv,
        [] {
            respawn::vector<char> everything;
            everything.resize(std::size_t{1} << 40);
        });
}
