#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// A session whose sounds go to a file, as an audio device would play them.
struct heard_session {
    struct silent_project : project {
        silent_project()
        {
            install(worker_program("musician"));
            ::setenv("SDL_VIDEODRIVER", "dummy", 1);
            ::setenv("SDL_AUDIODRIVER", "disk", 1);
            ::setenv("SDL_DISKAUDIOFILE", (folder() / "heard").c_str(), 1);
        }
        ~silent_project()
        {
            for (const char* name : {"SDL_VIDEODRIVER", "SDL_AUDIODRIVER", "SDL_DISKAUDIOFILE"})
                ::unsetenv(name);
        }
    } game;
    supervisor_run run{game, {"--dump-state", "end.state"}, {}, shown_in::window};

    [[nodiscard]] std::vector<float> heard() const
    {
        const std::string bytes = read_file(game / "heard");
        std::vector<float> samples(bytes.size() / sizeof(float));
        std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
        return samples;
    }

    /// Whether a tenth of a second of nothing else comes, from now on.
    [[nodiscard]] bool comes(float sample) const
    {
        constexpr std::size_t tenth_of_a_second = 9600;
        const std::size_t before = heard().size();
        return eventually([&] {
            const auto now = heard();
            return now.size() >= before + tenth_of_a_second &&
                   std::all_of(
                       now.end() - tenth_of_a_second, now.end(), [&](float each) { return each == sample; });
        });
    }
};

} // namespace

TEST_CASE("a loop is heard while the game plays, stands still with it, and outlives a swap without a gap")
{
    heard_session session;
    auto& run = session.run;
    run.wait_for("swapped");
    REQUIRE(session.comes(0.5f));
    run.order({"pause"});
    CHECK(session.comes(0));
    run.order({"resume"});
    REQUIRE(session.comes(0.5f));
    const std::size_t before = session.heard().size();
    session.game.install(worker_program("musician"), "next");
    run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(session.comes(0.5f));
    const auto heard = session.heard();
    CHECK(std::all_of(heard.begin() + static_cast<std::ptrdiff_t>(before), heard.end(), [](float each) {
        return each == 0.5f;
    }));
    run.quit();
    const dumped_state state{session.game / "end.state"};
    CHECK(state.read<std::uint64_t>(state.root("music")) == 1);
    CHECK(state.read<std::uint64_t>(state.root("music") + 8) == 1);
}

TEST_CASE("a game whose sounds can't be heard is played, and that is told")
{
    const project game;
    game.install(worker_program("musician"));
    ::setenv("SDL_VIDEODRIVER", "dummy", 1);
    ::setenv("SDL_AUDIODRIVER", "no_such_driver", 1);
    supervisor_run run{game, {}, {}, shown_in::window};
    const event told = run.wait_for("notice");
    CHECK(told.at("sentence").get<std::string>().find("sounds are not heard") != std::string::npos);
    run.wait_for_frame(10);
    CHECK(run.events("notice").size() == 1);
    run.quit();
    ::unsetenv("SDL_VIDEODRIVER");
    ::unsetenv("SDL_AUDIODRIVER");
}
