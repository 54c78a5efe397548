// A game whose build is told what it needs after it was made: see ../CMakeLists.txt.
#include <respawn/worker.hpp>

#include <cstdio>

int number_of_library();
int number_of_source();

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& frames = worker.state<int>("frames");
    while (const auto frame = worker.next_frame())
        if (++frames == 2)
            break;
    std::printf("%d %d %d %d\n", TOLD_NUMBER, number_of_library(), number_of_source(), frames);
}
