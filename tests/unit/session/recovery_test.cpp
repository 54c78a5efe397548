#include "supervisor/session/recovery.hpp"

#include "catch.hpp"

using namespace respawn::supervisor;
using namespace std::chrono_literals;

namespace {

constexpr auto first_frame = standing::first_frame;
constexpr auto probation = standing::probation;
constexpr auto established = standing::established;

template <class Enum>
std::vector<Enum> all_up_to(Enum last)
{
    std::vector<Enum> values;
    for (int value = 0; value <= static_cast<int>(last); ++value)
        values.push_back(static_cast<Enum>(value));
    return values;
}

/// Every combination there is.
std::vector<circumstances> everything()
{
    std::vector<circumstances> all;
    for (const standing where : all_up_to(standing::established))
        for (const verdict what : all_up_to(verdict::innocent))
            for (const crash_choice choice : all_up_to(crash_choice::wait))
                for (const bool too_often : {false, true})
                    for (const bool has_previous : {false, true})
                        for (const bool has_successor : {false, true})
                            all.push_back({where, what, choice, too_often, has_previous, has_successor});
    return all;
}

bool is_fault(const circumstances& now)
{
    return now.what == verdict::crash || now.what == verdict::hang;
}

recovery after(
    standing where, verdict what, crash_choice choice = crash_choice::restart, bool too_often = false)
{
    return recovery_from({where, what, choice, too_often, true, false});
}

} // namespace

TEST_CASE("what follows an ending is decided for every combination of circumstances")
{
    std::size_t looked_at = 0;
    for (const circumstances& now : everything()) {
        CAPTURE(
            static_cast<int>(now.where), static_cast<int>(now.what), static_cast<int>(now.choice),
            now.too_often, now.has_previous, now.has_successor);
        const recovery what = recovery_from(now);
        ++looked_at;
        // A dead worker is kept for a debugger when that was asked for, only a faulty one, and only if nobody
        // is about to play.
        CHECK(
            (what == recovery::keep) ==
            (is_fault(now) && now.choice == crash_choice::wait && !now.has_successor));
        if (what == recovery::keep)
            continue;
        // While the worker before is parked, nothing can go wrong: it goes on.
        CHECK((what == recovery::resume_parked) == (now.where == first_frame));
        if (now.where == first_frame)
            continue;
        // What will do no better is not tried again; what could not help it always is.
        if (now.what == verdict::hopeless)
            CHECK(what == recovery::hold);
        if (now.what == verdict::innocent)
            CHECK(what == recovery::start_again);
        if (now.what == verdict::left)
            CHECK(what == (now.too_often ? recovery::hold : recovery::start_again));
        if (is_fault(now) && now.choice == crash_choice::hold)
            CHECK(what == recovery::hold);
        if (is_fault(now) && now.where == probation && now.choice != crash_choice::hold)
            CHECK(what == recovery::go_back);
        if (is_fault(now) && now.where == established && now.choice == crash_choice::restart)
            CHECK(what == (now.too_often ? recovery::hold : recovery::start_again));
        if (is_fault(now) && now.where == established && now.choice == crash_choice::back)
            CHECK(what == (now.has_previous ? recovery::go_back : recovery::hold));
    }
    CHECK(looked_at == 3 * 5 * 4 * 2 * 2 * 2);
}

TEST_CASE("by default a crash or a hang starts the same generation again, and on probation goes back")
{
    for (const verdict what : {verdict::crash, verdict::hang}) {
        CHECK(after(established, what) == recovery::start_again);
        CHECK(after(established, what, crash_choice::restart, true) == recovery::hold);
        CHECK(after(probation, what) == recovery::go_back);
        CHECK(after(first_frame, what) == recovery::resume_parked);
    }
}

TEST_CASE("endings are crashes unless they are something else")
{
    for (const ending_kind kind : all_up_to(ending_kind::by_hand)) {
        CAPTURE(static_cast<int>(kind));
        verdict wanted = verdict::crash;
        if (kind == ending_kind::left_main)
            wanted = verdict::left;
        else if (kind == ending_kind::hang)
            wanted = verdict::hang;
        else if (kind == ending_kind::refused || kind == ending_kind::never_connected)
            wanted = verdict::hopeless;
        else if (kind == ending_kind::in_wrapper)
            wanted = verdict::left;
        else if (kind == ending_kind::lost_debugger || kind == ending_kind::by_hand)
            wanted = verdict::innocent;
        CHECK(verdict_on(kind) == wanted);
    }
}

TEST_CASE("two crashes in the same frame are too many, in different frames they are not")
{
    const crash_history::clock::time_point start{};
    crash_history same, different;
    same.add(7, start);
    different.add(7, start);
    CHECK_FALSE(same.too_often());
    same.add(7, start + 50s);
    different.add(8, start + 1s);
    CHECK(same.too_often());
    CHECK_FALSE(different.too_often());
    same.forget();
    CHECK_FALSE(same.too_often());
    same.add(7, start + 51s);
    CHECK_FALSE(same.too_often());
}

TEST_CASE("three crashes within five seconds are too many, in a longer time they are not")
{
    const crash_history::clock::time_point start{};
    crash_history quick, slow;
    for (int index = 0; index != 3; ++index) {
        CHECK_FALSE(quick.too_often());
        quick.add(std::uint64_t(index), start + index * 2500ms);
        slow.add(std::uint64_t(index), start + index * 2501ms);
    }
    CHECK(quick.too_often());
    CHECK_FALSE(slow.too_often());
    slow.add(9, start + 5003ms);
    CHECK(slow.too_often());
}

TEST_CASE("a minute of frames makes up for one crash; a pause does not")
{
    const crash_history::clock::time_point start{};
    const auto play = [&](crash_history& history, auto from, auto until) {
        for (auto now = from; now <= until; now += 100ms)
            history.frame_committed(start + now);
    };
    const auto crashed_before = [&] {
        crash_history history;
        history.add(7, start);
        return history;
    };
    crash_history played = crashed_before(), briefly = crashed_before(), paused = crashed_before();
    play(played, 0ms, 60'000ms);
    play(briefly, 0ms, 59'900ms);
    play(paused, 0ms, 30'000ms);
    play(paused, 130'000ms, 159'900ms);
    for (crash_history* each : {&played, &briefly, &paused})
        each->add(7, start + 200s);
    CHECK_FALSE(played.too_often());
    CHECK(briefly.too_often());
    CHECK(paused.too_often());
}
