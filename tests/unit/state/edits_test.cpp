#include "supervisor/inspect/edits.hpp"
#include "supervisor/inspect/inspector.hpp"
#include "supervisor_stand_in.hpp"

#include <respawn/containers.hpp>

#include "catch.hpp"

#include <string>
#include <vector>

using namespace respawn::supervisor;

namespace {

struct unit {
    std::int32_t hp = 10;
};
struct game {
    std::int32_t lives = 3;
    respawn::string title = "begun";
    respawn::vector<unit> units;
};

/// A worker, and the supervisor's part that tells it what to change.
struct played {
    supervisor_stand_in supervisor;
    std::unique_ptr<respawn::detail::worker_session> worker;
    game* state = nullptr;
    respawn::objects::root_reader reader;
    edits changes{supervisor.state_address(), reader};
    std::string answer;

    played()
    {
        worker = supervisor.start_worker();
        supervisor.give_tick();
        state = &root<game>(*worker, "game");
        supervisor.finish_frame(*worker, [&] { state->units.resize(3); });
    }

    void set(const char* path, const char* value, edits::answer_when when = edits::answer_when::committed)
    {
        answer.clear();
        request asked;
        asked.what = action::set;
        asked.path = path;
        asked.value = value;
        changes.add(asked, supervisor.state(), when, [this](const reply& said) {
            answer = said.output + said.error;
        });
    }

    template <class Play>
    void play(Play what, bool has_committed = true)
    {
        changes.fill(supervisor.input().edit, supervisor.state(), has_committed);
        supervisor.play_frame(*worker, what);
        changes.frame_finished(supervisor.state(), true);
    }
};

} // namespace

TEST_CASE("a change is answered when it is committed, by what was and what is")
{
    played game;
    game.set("game.units[1].hp", "7");
    CHECK(game.answer.empty());
    game.play([] {});
    CHECK(game.answer == "game.units[1].hp: 10 -> 7 in frame 2\n");
    CHECK(game.state->units[1].hp == 7);
    game.play([] {});
    CHECK(game.state->units[1].hp == 7);
}

TEST_CASE("changes are made one a frame, in order")
{
    played game;
    game.set("game.lives", "4");
    game.set("game.lives", "5");
    game.play([] {});
    CHECK(game.state->lives == 4);
    CHECK(game.answer == "game.lives: 3 -> 4 in frame 2\n");
    game.play([] {});
    CHECK(game.answer == "game.lives: 4 -> 5 in frame 3\n");
}

TEST_CASE("a change whose frame is dropped is given up, and told")
{
    played game;
    game.set("game.title", "a text that needs memory of its own in the state");
    game.set("game.lives", "4");
    game.changes.fill(game.supervisor.input().edit, game.supervisor.state(), true);
    game.supervisor.give_tick();
    game.supervisor.begin_frame(*game.worker);
    game.worker->drop_frame();
    game.changes.frame_finished(game.supervisor.state(), false);
    CHECK(
        game.answer ==
        "game.title: \"begun\" -> \"a text that needs memory of its own in the state\" was given up, because "
        "the frame that it was made in failed; set it again if something else was to blame");
    game.play([] {});
    CHECK(game.state->title == "begun");
    CHECK(game.state->lives == 4);
}

TEST_CASE("a change whose worker died in its frame is given up, and told")
{
    played game;
    game.set("game.lives", "4");
    game.changes.fill(game.supervisor.input().edit, game.supervisor.state(), true);
    game.changes.fill(game.supervisor.input().edit, game.supervisor.state(), false);
    CHECK(game.answer.find("game.lives: 3 -> 4 was given up") == 0);
    game.play([] {});
    CHECK(game.state->lives == 3);
}

TEST_CASE("the problem with a change that was answered before is told all the same")
{
    played game;
    std::string told;
    edits changes{
        game.supervisor.state_address(), game.reader, [&](const std::string& problem) { told = problem; }};
    request asked;
    asked.path = "game.lives";
    asked.value = "4";
    changes.add(asked, game.supervisor.state(), edits::answer_when::accepted, [](const reply&) {});
    changes.fill(game.supervisor.input().edit, game.supervisor.state(), true);
    changes.frame_finished(game.supervisor.state(), false);
    CHECK(told.find("game.lives: 3 -> 4 was given up") == 0);
}

TEST_CASE("a worker that has not committed a frame yet is given nothing")
{
    played game;
    game.set("game.lives", "4");
    game.play([] {}, false);
    CHECK(game.state->lives == 3);
    CHECK(game.answer.empty());
    game.play([] {});
    CHECK(game.state->lives == 4);
}

TEST_CASE("an object that is gone when the change is due is told")
{
    played game;
    game.set("game.units[2].hp", "7");
    game.supervisor.play_frame(*game.worker, [&] { game.state->units.resize(1); });
    game.play([] {});
    CHECK(game.answer == "game.units has 1 element: [0]");
}

TEST_CASE("what the game makes of a change in the same frame is told")
{
    played game;
    game.set("game.lives", "4");
    game.play([&] { game.state->lives = 9; });
    CHECK(game.answer == "game.lives: 3 -> 4 in frame 2, which the game made 9 in the same frame\n");
    game.set("game.units[2].hp", "4");
    game.play([&] { game.state->units.clear(); });
    CHECK(
        game.answer == "game.units[2].hp: 10 -> 4 in frame 3, which the game took away in the same frame\n");
}

TEST_CASE("a change that waits for a step is answered at once, and all are answered at the end")
{
    played game;
    game.set("game.lives", "4", edits::answer_when::accepted);
    CHECK(game.answer == "game.lives: 3 -> 4 with the next frame, once the game goes on\n");
    game.set("game.lives", "5");
    game.changes.end("that was it");
    CHECK(game.answer == "that was it");
    game.play([] {});
    CHECK(game.state->lives == 3);
}

TEST_CASE("a change whose frame is under way at the end is answered by what becomes of the frame")
{
    played game;
    game.set("game.lives", "4");
    game.changes.fill(game.supervisor.input().edit, game.supervisor.state(), true);
    game.changes.end("that was it");
    CHECK(game.answer.empty());
    game.supervisor.play_frame(*game.worker, [] {});
    game.changes.frame_finished(game.supervisor.state(), true);
    CHECK(game.answer == "game.lives: 3 -> 4 in frame 2\n");
}

TEST_CASE("changes that were promised for a step are told of at the end, in one line")
{
    played game;
    std::vector<std::string> told;
    edits changes{game.supervisor.state_address(), game.reader, [&](const std::string& problem) {
                      told.push_back(problem);
                  }};
    const auto promise = [&](const char* path, const char* value) {
        request asked;
        asked.path = path;
        asked.value = value;
        changes.add(asked, game.supervisor.state(), edits::answer_when::accepted, [](const reply&) {});
    };
    promise("game.lives", "4");
    changes.end("that was it");
    promise("game.lives", "5");
    promise("game.units[1].hp", "6");
    changes.end("that was it");
    changes.end("that was it");
    CHECK(
        told ==
        std::vector<std::string>{
            "game.lives: 3 -> 4 with the next frame was not made, because that was it; set it again once the "
            "game plays",
            "2 changes that were to be made with the next frames were not made (game.lives: 3 -> 5 was the "
            "first), because that was it; set them again once the game plays"});
}

TEST_CASE("what can't be changed is refused at once")
{
    played game;
    game.set("game.lives", "many");
    CHECK(game.answer.find("is no int32") != std::string::npos);
    game.set("game.units", "1");
    CHECK(game.answer.find("can't be set as a whole") != std::string::npos);
    game.set("game.title", std::string(5000, 'x').c_str());
    CHECK(game.answer.find("more than the 4096 that can be set") != std::string::npos);
    game.set("nothing", "1");
    CHECK(game.answer.find("there is no root nothing") != std::string::npos);
}

TEST_CASE("a state without roots, and one without anything, are told")
{
    supervisor_stand_in supervisor;
    inspector look{supervisor.state_address()};
    CHECK(look.inspect({}, supervisor.state()).error.find("no frame has been played") != std::string::npos);
    auto worker = supervisor.start_worker();
    supervisor.play_frame(*worker, [] {});
    CHECK(look.inspect({}, supervisor.state()).output == "nothing is there yet\n");
}
