#include "tests/migration/worker_source.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/supervisor_run.hpp"

#include "catch.hpp"
#include "seed.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

/// Random pairs of layouts as games: two workers, compiled by the compiler that has built this, the second of
/// which takes the first one's place under a real supervisor. Ten roots each, so that few are to be compiled.

using namespace respawn::test;

namespace {

constexpr std::uint32_t pairs_at_once = 10;

std::vector<random_pair> make_pairs(std::uint32_t first)
{
    pair_limits limits;
    limits.with_refused = false;
    limits.most_fields = 6;
    std::vector<random_pair> made;
    for (std::uint32_t i = 0; i < pairs_at_once; ++i)
        made.push_back(make_random_pair(first + i, limits));
    return made;
}

void compile(const project& where, const std::string& source, const std::string& name)
{
    const std::string file = (where / (name + ".cpp")).string();
    std::ofstream{file} << source;
    const std::string command = std::string{WORKER_COMPILER} + " -o '" + (where / name).string() + "' '" +
                                file + "' " WORKER_LIBRARIES " > '" + file + ".log' 2>&1";
    INFO(command << "\n" << source);
    const int result = std::system(command.c_str());
    INFO(read_file(file + ".log"));
    REQUIRE(result == 0);
}

std::vector<std::string> lines_of(const std::filesystem::path& file)
{
    std::istringstream text{read_file(file)};
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);)
        lines.push_back(line);
    return lines;
}

std::string text_of(const model::layout& in, const model::value& root)
{
    return model::text(in, {model::kind::structure, 0, 0}, root);
}

void play(std::uint32_t first)
{
    const auto pairs = make_pairs(first);
    const project game;
    compile(game, old_worker_source(pairs, "old.txt"), "old");
    compile(game, new_worker_source(pairs, "new.txt"), "new");
    game.install(game / "old");
    supervisor_run run{game};
    run.wait_for("swapped");
    REQUIRE(eventually([&] { return std::filesystem::exists(game / "old.txt"); }));
    run.wait_for_frame(2);
    game.install(game / "new");
    run.wait_for("swapped");
    REQUIRE(eventually([&] { return std::filesystem::exists(game / "new.txt"); }));
    run.quit();
    const auto before = lines_of(game / "old.txt"), after = lines_of(game / "new.txt");
    REQUIRE(before.size() == pairs.size());
    REQUIRE(after.size() == pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        INFO("pair " << i << "\n" << pairs[i].description());
        CHECK(before[i] == text_of(pairs[i].before, pairs[i].old_root));
        CHECK(after[i] == text_of(pairs[i].after, pairs[i].new_root));
    }
}

} // namespace

TEST_CASE("random games take over the state of games with other layouts as the oracle says")
{
    for (std::uint32_t i = 0; i < WORKER_PAIRS; i += pairs_at_once)
        play(seed() + i);
}
