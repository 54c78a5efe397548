#include "catch.hpp"

#include "supervisor/session/screen_report.hpp"

using namespace respawn;
using namespace respawn::supervisor;
using namespace std::chrono_literals;

namespace {

/// A screen report with a clock of its own, and what it showed last.
struct watched_screen {
    screen_report::clock::time_point now{};
    screen_report report{[this] { return now; }};
    overlay_content shown;
    situation standing;

    watched_screen()
    {
        swapped(1);
        standing.plays = true;
        standing.generation = 1;
        look();
    }

    /// Returns whether something changed.
    bool look()
    {
        report.set_situation(standing);
        auto changed = report.take_change();
        if (changed)
            shown = std::move(*changed);
        return changed.has_value();
    }

    void swapped(std::uint64_t generation)
    {
        respawn::report::swapped event;
        event.generation = generation;
        event.total = 12ms;
        report.hear(event);
        standing.generation = generation;
        standing.plays = true;
        standing.held = false;
    }

    void died(int process_id, const char* cause = "signal")
    {
        respawn::report::worker_ended event;
        event.generation = standing.generation;
        event.pid = process_id;
        event.frame = 80;
        event.cause = cause;
        event.how = "died of SIGSEGV";
        event.next = "starting it again from frame 79";
        report.hear(event);
    }

    void held()
    {
        standing.plays = false;
        standing.held = true;
    }

    [[nodiscard]] std::string keys() const
    {
        std::string all;
        for (const auto& each : shown.keys)
            all += each.key;
        return all;
    }
};

stack_report stack_of(std::vector<stack_line> lines)
{
    return {"", {}, {}, {{"", std::move(lines)}}};
}

const char* const compiler_output = "ball.cpp:3:5: error: no\nball.cpp:2:5: warning: hm\n";

} // namespace

TEST_CASE("a game that plays has nothing shown over it, and nothing taken from it")
{
    watched_screen screen;
    CHECK(screen.shown.is_empty());
    CHECK(screen.keys().empty());
    CHECK_FALSE(screen.look());
}

TEST_CASE("a swap is told for three seconds, and the start of the game is not")
{
    watched_screen screen;
    screen.swapped(2);
    REQUIRE(screen.look());
    REQUIRE(screen.shown.notices.size() == 1);
    CHECK(screen.shown.notices[0].text == "generation 2, state kept, 12 ms");
    screen.now += 2999ms;
    CHECK_FALSE(screen.look());
    screen.now += 1ms;
    CHECK(screen.look());
    CHECK(screen.shown.is_empty());
}

TEST_CASE("a swap says what state the game plays on with")
{
    using respawn::report::state_origin;
    watched_screen screen;
    const auto told = [&](state_origin origin) {
        respawn::report::swapped event;
        event.generation = 2;
        event.state = origin;
        event.total = 12ms;
        screen.report.hear(event);
        screen.look();
        return screen.shown.notices.back().text;
    };
    CHECK(told(state_origin::kept) == "generation 2, state kept, 12 ms");
    CHECK(told(state_origin::fresh) == "generation 2, state fresh, 12 ms");
    CHECK(told(state_origin::loaded) == "generation 2, state loaded, 12 ms");
}

TEST_CASE("a crash that was made up for is a notice, with the place once that is known")
{
    watched_screen screen;
    screen.died(7);
    screen.standing.plays = false;
    REQUIRE(screen.look());
    CHECK_FALSE(screen.shown.ending);
    REQUIRE(screen.shown.notices.size() == 1);
    CHECK(screen.shown.notices[0].text == "in frame 80 generation 1 died of SIGSEGV");
    CHECK(screen.shown.notices[0].details == "starting it again from frame 79");
    screen.report.set_stack(
        7,
        stack_of(
            {{"raise", "raise.c", 3, false}, {"ball::bounce()", "ball.cpp", 41}, {"main", "main.cpp", 3}}));
    screen.swapped(1);
    REQUIRE(screen.look());
    REQUIRE(screen.shown.notices.size() == 2);
    CHECK(screen.shown.notices[0].details == "ball.cpp:41 in ball::bounce()");
    screen.now += 5s;
    REQUIRE(screen.look());
    CHECK(screen.shown.is_empty());
}

TEST_CASE("a held game shows how it ended until another frame was committed")
{
    watched_screen screen;
    screen.died(7);
    screen.report.set_stack(7, stack_of({{"ball::bounce()", "ball.cpp", 41}}));
    screen.held();
    REQUIRE(screen.look());
    REQUIRE(screen.shown.ending);
    CHECK(screen.shown.ending->title == "The game crashed");
    CHECK(
        screen.shown.ending->details ==
        "In frame 80 generation 1 died of SIGSEGV. Waiting for the next build.");
    CHECK(screen.shown.ending->stack.threads.size() == 1);
    CHECK(screen.shown.notices.empty());
    CHECK(screen.keys() == "rRqpsh");

    SECTION("a worker that is on its way is no good frame yet")
    {
        screen.standing.held = false;
        screen.look();
        CHECK(screen.shown.ending);
        SECTION("and may end the same way")
        {
            screen.died(8);
            screen.held();
            REQUIRE(screen.look());
            REQUIRE(screen.shown.ending);
            CHECK(screen.shown.ending->stack.threads.empty());
        }
    }
    SECTION("one that ends before anybody looked is shown as well")
    {
        screen.died(8, "hang");
        REQUIRE(screen.look());
        REQUIRE(screen.shown.ending);
        CHECK(screen.shown.ending->title == "The game hangs");
        CHECK(screen.shown.ending->tone == mood::warning);
    }
    screen.swapped(2);
    REQUIRE(screen.look());
    CHECK_FALSE(screen.shown.ending);
    CHECK(screen.keys().empty());
}

TEST_CASE("a held game shows where it ended, also when an earlier crash is found out about later")
{
    watched_screen screen;
    screen.died(7);
    screen.died(8);
    SECTION("while both are notices")
    {
        screen.report.set_stack(8, stack_of({{"ball::fall()", "ball.cpp", 52}}));
        screen.report.set_stack(7, stack_of({{"ball::bounce()", "ball.cpp", 41}}));
        REQUIRE(screen.look());
        REQUIRE(screen.shown.notices.size() == 2);
        CHECK(screen.shown.notices[0].details == "ball.cpp:41 in ball::bounce()");
        CHECK(screen.shown.notices[1].details == "ball.cpp:52 in ball::fall()");
        screen.held();
        REQUIRE(screen.look());
    }
    SECTION("while the game is held")
    {
        screen.held();
        screen.look();
        screen.report.set_stack(8, stack_of({{"ball::fall()", "ball.cpp", 52}}));
        screen.report.set_stack(7, stack_of({{"ball::bounce()", "ball.cpp", 41}}));
        REQUIRE(screen.look());
    }
    REQUIRE(screen.shown.ending);
    REQUIRE(screen.shown.ending->stack.threads.size() == 1);
    CHECK(screen.shown.ending->stack.threads[0].lines[0].function == "ball::fall()");
}

TEST_CASE("b is offered where there is something to go back to, and a kept process is named")
{
    watched_screen screen;
    screen.died(7);
    screen.held();
    screen.standing.can_go_back = true;
    screen.standing.kept_process_id = 7;
    REQUIRE(screen.look());
    CHECK(screen.keys() == "rbRqpsh");
    CHECK(screen.shown.ending->details.find("Process 7 stays as it is for a debugger") != std::string::npos);
}

TEST_CASE("a failed build covers a part of a playing game until the next build starts")
{
    watched_screen screen;
    screen.report.hear(respawn::report::build_failed{"exit code 1", 1400ms, compiler_output});
    REQUIRE(screen.look());
    REQUIRE(screen.shown.build);
    CHECK(screen.shown.build->details == "1 error, 1 warning; exit code 1 after 1.4 s");
    CHECK(screen.shown.build->output.diagnostics.front().file == "ball.cpp");
    CHECK(screen.shown.covers_a_game);
    CHECK(screen.keys().empty());
    screen.standing.paused = true;
    REQUIRE(screen.look());
    CHECK_FALSE(screen.shown.covers_a_game);
    CHECK(screen.keys() == "ps");
    screen.report.hear(respawn::report::build_started{});
    REQUIRE(screen.look());
    CHECK_FALSE(screen.shown.build);
}

TEST_CASE("the errors of a build survive a restart of the old one, and go with a newer one")
{
    watched_screen screen;
    screen.report.hear(respawn::report::build_failed{"exit code 1", 1400ms, compiler_output});
    screen.swapped(1);
    REQUIRE(screen.look());
    CHECK(screen.shown.build);
    screen.swapped(2);
    REQUIRE(screen.look());
    CHECK_FALSE(screen.shown.build);
}

TEST_CASE("a held game that is being built says so")
{
    watched_screen screen;
    screen.died(7);
    screen.held();
    screen.report.hear(respawn::report::build_started{});
    REQUIRE(screen.look());
    CHECK(screen.shown.banner == "building");
    screen.report.hear(respawn::report::build_failed{"exit code 1", 1400ms, compiler_output});
    REQUIRE(screen.look());
    CHECK(screen.shown.banner.empty());
    CHECK(screen.shown.build);
    CHECK(screen.shown.ending);
}

TEST_CASE("a paused game and one in a debugger have a banner")
{
    watched_screen screen;
    screen.standing.paused = true;
    screen.standing.frame = 80;
    REQUIRE(screen.look());
    CHECK(screen.shown.banner == "paused at frame 80");
    CHECK(screen.keys() == "ps");
    screen.standing.in_debugger = true;
    REQUIRE(screen.look());
    CHECK(screen.shown.banner == "paused at frame 80, stopped in a debugger");
    screen.standing.paused = false;
    REQUIRE(screen.look());
    CHECK(screen.shown.banner == "stopped in a debugger");
    CHECK(screen.keys().empty());
}

TEST_CASE("a first build that fails is all there is to see")
{
    screen_report report;
    report.hear(respawn::report::build_started{});
    report.hear(respawn::report::build_failed{"exit code 1", 1400ms, compiler_output});
    report.set_situation({});
    const auto shown = report.take_change();
    REQUIRE(shown);
    CHECK(shown->build);
    CHECK_FALSE(shown->covers_a_game);
    REQUIRE(shown->keys.size() == 1);
    CHECK(shown->keys[0].key == 'q');
    // What was built before still plays.
    respawn::report::swapped event;
    event.generation = 1;
    report.hear(event);
    const auto later = report.take_change();
    REQUIRE(later);
    CHECK(later->build);
    // And this is newer than what failed.
    event.generation = 2;
    report.hear(event);
    const auto newer = report.take_change();
    REQUIRE(newer);
    CHECK_FALSE(newer->build);
}

TEST_CASE("p and s are offered while a new worker waits for the end of a pause")
{
    watched_screen screen;
    screen.died(7);
    screen.standing.plays = false;
    screen.standing.paused = true;
    REQUIRE(screen.look());
    CHECK_FALSE(screen.shown.ending);
    CHECK(screen.keys() == "ps");
    screen.held();
    REQUIRE(screen.look());
    CHECK(screen.shown.ending);
    CHECK(screen.keys() == "rRqpsh");
}

TEST_CASE("notices do not pile up")
{
    watched_screen screen;
    for (int number = 0; number != 10; ++number)
        screen.report.hear(respawn::report::notice{std::to_string(number)});
    REQUIRE(screen.look());
    REQUIRE(screen.shown.notices.size() == screen_report::most_notices);
    CHECK(screen.shown.notices.back().text == "9");
}

TEST_CASE("an image that is refused is a notice while somebody plays, and a report where nobody does")
{
    watched_screen screen;
    screen.report.hear(respawn::report::refused{std::nullopt, "build/game", "it is no program"});
    REQUIRE(screen.look());
    REQUIRE(screen.shown.notices.size() == 1);
    CHECK(screen.shown.notices[0].details == "build/game: it is no program.");
    CHECK_FALSE(screen.shown.ending);
    screen.report.hear(respawn::report::refused{2, "game", "it is no worker; generation 1 plays on"});
    REQUIRE(screen.look());
    REQUIRE(screen.shown.notices.size() == 2);
    CHECK(screen.shown.notices[1].text == "Generation 2 can't be used");
    CHECK(screen.shown.notices[1].details == "game: it is no worker; generation 1 plays on.");

    screen_report first;
    first.hear(respawn::report::refused{1, "game", "it is no worker; waiting for the next build; r starts"});
    first.set_situation({});
    const auto shown = first.take_change();
    REQUIRE(shown);
    REQUIRE(shown->ending);
    CHECK(shown->ending->title == "The game does not go on");
    CHECK(shown->ending->details == "game: it is no worker. Waiting for the next build.");
}

TEST_CASE("a worker that takes long to carry the state over is named until it has")
{
    watched_screen screen;
    screen.standing.migrates_long = 2;
    REQUIRE(screen.look());
    CHECK(screen.shown.banner == "generation 2 is carrying the state over");
    CHECK(screen.keys().empty());
    screen.standing.migrates_long = 0;
    REQUIRE(screen.look());
    CHECK(screen.shown.banner.empty());
}

TEST_CASE("a worker that takes long to warm up is named, and the keys that help are there when nobody plays")
{
    watched_screen screen;
    screen.standing.warms_up_long = 2;
    REQUIRE(screen.look());
    CHECK(screen.shown.banner == "generation 2 is taking long to warm up");
    CHECK(screen.keys().empty());
    screen.standing.plays = false;
    REQUIRE(screen.look());
    CHECK(screen.keys() == "rRqpsh");
    CHECK(screen.shown.keys.front().meaning == "starts generation 2 again");
    screen.standing.can_go_back = true;
    screen.look();
    CHECK(screen.keys() == "rbRqpsh");
    screen.swapped(2);
    screen.standing.warms_up_long = 0;
    screen.look();
    CHECK(screen.shown.banner.empty());
    CHECK(screen.keys().empty());
}
