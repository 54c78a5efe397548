// Rewrites a structure over many pages in every frame, with allocation and freeing: each frame's state
// follows from the state before, and from nothing else. Every 16th frame changes all of it. Dies where the
// plan in the file that is its argument says.
#include "tests/process/sweep/plan.hpp"

#include <respawn/worker.hpp>

#include <cstddef>
#include <cstdint>

namespace {

respawn::test::kill_plan* plan = nullptr;

void follow_plan(respawn::kill_point here)
{
    respawn::test::follow(*plan, here);
}

struct simulation {
    std::uint64_t random = 1;
    std::uint64_t frames = 0;
    respawn::vector<respawn::vector<std::uint64_t>> blocks;
    respawn::map<std::uint64_t, respawn::string> names;
};

/// Knuth's MMIX generator (The Art of Computer Programming, volume 2, 3.3.4), upper half.
std::uint32_t next_random(simulation& game)
{
    game.random = game.random * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::uint32_t>(game.random >> 32);
}

void rewrite(simulation& game)
{
    constexpr std::size_t block_count = 96, max_words = 2048;
    game.blocks.resize(block_count);
    const bool all = ++game.frames % 16 == 0;
    for (auto& block : game.blocks) {
        if (!all && next_random(game) % 4 != 0)
            continue;
        block = respawn::vector<std::uint64_t>(1 + next_random(game) % max_words, game.random);
        for (std::size_t index = 0; index != block.size(); ++index)
            block[index] ^= game.frames * index;
    }
    for (int count = 0; count != 8; ++count) {
        game.names[next_random(game) % 64].assign(next_random(game) % 200, static_cast<char>('a' + count));
        game.names.erase(next_random(game) % 64);
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 1 && (plan = respawn::test::map_plan(argv[1])))
        respawn::at_kill_point = follow_plan;
    respawn::worker worker{argc, argv};
    auto& game = worker.state<simulation>("game");
    while (const auto frame = worker.next_frame())
        rewrite(game);
}
