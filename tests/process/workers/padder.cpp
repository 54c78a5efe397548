// Copies objects with undefined padding into the state, one a frame, and in the tenth frame of each process
// many at once.
#include <respawn/worker.hpp>

#include <cstdlib>
#include <cstring>
#include <memory>

namespace {

struct padded {
    char small = 0;
    std::int64_t large = 0;
};

struct game {
    respawn::vector<padded> objects;
};

constexpr std::size_t many = 200'000;

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<game>("game");
    const std::unique_ptr<void, decltype(&std::free)> memory{std::malloc(sizeof(padded)), &std::free};
    auto* source = static_cast<padded*>(memory.get());
    source->small = 1;
    source->large = 2;
    for (int frames = 1; const auto frame = worker.next_frame(); ++frames) {
        const std::size_t begin = state.objects.size();
        state.objects.resize(begin + (frames == 10 ? many : 1));
        for (std::size_t i = begin; i != state.objects.size(); ++i)
            std::memcpy(&state.objects[i], source, sizeof *source);
    }
}
