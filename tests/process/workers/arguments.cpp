// Writes its arguments, one a line, to the file "arguments".
#include "counter_state.hpp"

#include <fstream>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    std::ofstream file{"arguments"};
    for (int index = 1; index != argc; ++index)
        file << argv[index] << "\n";
    file.close();
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame())
        state.numbers.push_back(frame.number());
}
