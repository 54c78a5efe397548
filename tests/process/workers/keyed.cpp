// Its state has a set whose keys point to variables of the program, once its argument says so.
#include <respawn/worker.hpp>

namespace {

const int first = 1;
int second = 2;

struct world {
    respawn::map<int, respawn::set<const int*>> seen;
};

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<world>("world");
    while (const auto frame = worker.next_frame()) {
        auto& seen = state.seen[1];
        seen.insert(nullptr);
        if (argc > 1)
            seen.insert({&first, &second});
    }
}
