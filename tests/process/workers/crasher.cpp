// Draws a red picture, and dies of SIGSEGV in the frame that its tag names: "30 once", "30 always", "0 first"
// for the first that it plays, "10 played" for the tenth.
#include "counter_state.hpp"
#include "tests/support/executable_tag.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {

void die()
{
    std::ofstream{"crashed"} << "once";
    std::signal(SIGSEGV, SIG_DFL); // a sanitizer's handler would make another ending of it
    std::raise(SIGSEGV);
}

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    std::istringstream tag{respawn::test::my_tag()};
    std::uint64_t fatal_frame = 0;
    std::string how_often;
    tag >> fatal_frame >> how_often;
    std::uint64_t played = 0;
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        frame.canvas().clear({255, 0, 0});
        const bool here = (how_often == "played" ? ++played : frame.number()) == fatal_frame;
        if (how_often == "first" || (here && (how_often == "always" || !std::filesystem::exists("crashed"))))
            die();
    }
}
