#include "supervisor/session/followers.hpp"

#include "catch.hpp"

using namespace respawn::supervisor;
using namespace std::chrono_literals;

namespace {

struct debugger : asker {
    bool is_there() override { return is_connected; }
    bool is_connected = true;
};

/// A supervisor's followers, whose clock stands still.
struct scene {
    explicit scene(follow_when told = follow_when::spawned) :
        all{loop, gate_mode::off, 7s, told, [this] { ++openings; }}
    {}

    void ask_from(const std::shared_ptr<asker>& who)
    {
        reply_function answer = [this](const reply&) { ++answers; };
        answer.from = who;
        all.answer(0, std::move(answer));
    }

    asio::io_context loop;
    int answers = 0, openings = 0;
    followers all;
};

} // namespace

TEST_CASE("a new worker waits for nobody where nobody follows the game")
{
    scene here;
    CHECK(here.all.take_gate() == 0ms);
}

TEST_CASE("a new worker waits for a follower as long as that is connected, whether or not it was answered")
{
    scene here;
    const auto first = std::make_shared<debugger>();
    here.ask_from(first);
    CHECK(here.answers == 1);
    CHECK(here.all.take_gate() == 7s);
    const auto second = std::make_shared<debugger>();
    here.ask_from(second);
    first->is_connected = false;
    CHECK(here.all.take_gate() == 7s);
    SECTION("it hangs up")
    {
        second->is_connected = false;
    }
    SECTION("its connection is no more")
    {
        here.ask_from(std::make_shared<debugger>());
        second->is_connected = false;
    }
    CHECK(here.all.take_gate() == 0ms);
}

TEST_CASE("a new worker waits for a follower that said that it returns")
{
    scene here;
    here.all.expect_return();
    CHECK(here.all.take_gate() == 7s);
    scene elsewhere{follow_when::connected};
    elsewhere.all.expect_return();
    CHECK(elsewhere.all.take_gate() == 0ms);
}

TEST_CASE("a follower that has come back is not waited for once it has gone")
{
    scene here;
    here.all.expect_return();
    const auto back = std::make_shared<debugger>();
    here.ask_from(back);
    CHECK(here.all.take_gate() == 7s);
    back->is_connected = false;
    CHECK(here.all.take_gate() == 0ms);
}

TEST_CASE("the gate is opened when the last follower that it was shut for is gone")
{
    scene here;
    const auto first = std::make_shared<debugger>(), second = std::make_shared<debugger>();
    here.ask_from(first);
    here.ask_from(second);
    REQUIRE(here.all.take_gate() == 7s);
    first->is_connected = false;
    here.loop.run_one();
    here.loop.restart();
    CHECK(here.openings == 0);
    second->is_connected = false;
    here.loop.run_one();
    CHECK(here.openings == 1);
}

TEST_CASE("a gate that is to be shut, or that is not shut for followers, stays as it is when they go")
{
    scene here;
    here.all.set_gate(gate_mode::once);
    auto follower = std::make_shared<debugger>();
    here.ask_from(follower);
    REQUIRE(here.all.take_gate() == 7s);
    follower->is_connected = false;
    here.loop.run_for(200ms);
    CHECK(here.openings == 0);
    here.all.set_gate(gate_mode::off);
    CHECK(here.openings == 1);
}

TEST_CASE("a gate that is turned off is opened at once for who is not told of the worker, or else with the "
          "last follower")
{
    const bool is_told = GENERATE(true, false);
    scene here{is_told ? follow_when::spawned : follow_when::connected};
    const auto follower = std::make_shared<debugger>();
    here.ask_from(follower);
    here.all.set_gate(gate_mode::on);
    REQUIRE(here.all.take_gate() == 7s);
    here.all.set_gate(gate_mode::off);
    if (is_told) {
        CHECK(here.openings == 0);
        follower->is_connected = false;
        here.loop.run_one();
    }
    CHECK(here.openings == 1);
}

TEST_CASE("the gate is on, off, or on for one worker, whoever follows")
{
    scene here{GENERATE(follow_when::spawned, follow_when::connected)};
    here.all.set_gate(gate_mode::on);
    CHECK(here.all.take_gate() == 7s);
    CHECK(here.all.take_gate() == 7s);
    here.all.set_gate(gate_mode::off);
    CHECK(here.all.take_gate() == 0ms);
    here.all.set_gate(gate_mode::once);
    CHECK(here.all.take_gate() == 7s);
    CHECK(here.all.take_gate() == 0ms);
}

TEST_CASE("the gate's state is told as it is for the next worker")
{
    scene here;
    CHECK(here.all.gate_text() == "gate off: new workers don't wait for a debugger");
    here.all.set_gate(gate_mode::on);
    CHECK(
        here.all.gate_text() == "gate on: each new worker waits until a debugger is attached, 7.0 s at most");
    here.all.set_gate(gate_mode::once);
    CHECK(
        here.all.gate_text() == "gate once: the next new worker waits until a debugger is attached, 7.0 s at "
                                "most; later ones don't wait");
    const auto follower = std::make_shared<debugger>();
    here.ask_from(follower);
    CHECK(here.all.gate_text().ends_with("; later ones wait for the debugger that follows the game"));
    here.all.set_gate(gate_mode::off);
    CHECK(
        here.all.gate_text() ==
        "gate off, but each new worker waits for a debugger that follows the game, 7.0 s at most");
    follower->is_connected = false;
    CHECK(here.all.gate_text() == "gate off: new workers don't wait for a debugger");
}

TEST_CASE("a follower is answered at once when there is something else than what it knows, or else later")
{
    scene here;
    std::vector<debuggee> heard;
    const auto hear = [&](const reply& said) { heard.push_back(*said.debugged); };
    debuggee now;
    now.pid = 42;
    here.all.set(now);
    here.all.answer(0, hear);
    REQUIRE(heard.size() == 1);
    CHECK(heard.back().pid == 42);
    here.all.answer(heard.back().number, hear);
    here.all.set(now); // nothing new
    REQUIRE(heard.size() == 1);
    now.pid = 43;
    here.all.set(now);
    REQUIRE(heard.size() == 2);
    CHECK(heard.back().pid == 43);
    CHECK(heard.back().number > heard.front().number);
}
