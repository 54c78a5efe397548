#include "tests/process/sweep/kill_sweep.hpp"

#include "tests/support/deadline.hpp"
#include "tests/support/program_run.hpp"
#include "tests/support/project.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <unistd.h>

namespace respawn::test {

namespace {

kill_plan* make_plan(const std::filesystem::path& file)
{
    write_file(file, std::string(sizeof(kill_plan), '\0'));
    kill_plan* plan = map_plan(file.c_str());
    if (!plan)
        throw std::runtime_error{"cannot map " + file.string()};
    plan->where = kill_plan::nowhere;
    return plan;
}

/// The processes that this thread has started and not reaped.
std::vector<int> children()
{
    std::ifstream file{"/proc/self/task/" + std::to_string(::getpid()) + "/children"};
    return {std::istream_iterator<int>{file}, {}};
}

/// For what waited in vain for one of them.
std::string disk_waits()
{
    std::string all;
    for (const int each : children())
        all += disk_wait_of(each);
    return all;
}

bool is_passed_once_a_worker(kill_point where)
{
    return where <= kill_point::taken_over;
}

/// A page is copied many times a frame.
std::uint64_t most_passes(kill_point where)
{
    return is_passed_once_a_worker(where) ? 1 : where == kill_point::record_half_copied ? 200 : 6;
}

} // namespace

kill_sweep::kill_sweep(const settings& how) :
    settings_{how}, random_{how.seed}, plan_{make_plan(folder_ / "plan")}, killer_{loop_},
    reference_{loop_, game_settings("reference", false)}, swept_{loop_, game_settings("swept", true)}
{
    reference_.keep_ahead_of(0);
    swept_.start_next_generation();
}

kill_sweep::~kill_sweep()
{
    ::munmap(plan_, sizeof *plan_);
}

bare_session::settings kill_sweep::game_settings(const char* name, bool dies)
{
    bare_session::settings how;
    how.folder = folder_ / name;
    how.worker = worker_program("sweeper");
    if (dies)
        how.arguments = {(folder_ / "plan").string()};
    how.ring_bytes = settings_.ring_bytes;
    how.may_play = [this](std::uint64_t) { return is_compared_ && problem_.empty(); };
    how.changed = [this] { compare(); };
    return how;
}

/// The state as it is now, as soon as the reference has got as far.
void kill_sweep::compare()
{
    const auto& state = swept_.state();
    reference_.keep_ahead_of(state.frame());
    const bool was_compared =
        std::exchange(is_compared_, state.frame() == 0 || reference_.knows(state.frame()));
    if (!is_compared_ || state.frame() == 0)
        return;
    ++compared_;
    if (!reference_.is_right(state.frame(), state.bytes()))
        problem_ = "the state is not that of frame " + std::to_string(state.frame());
    if (!was_compared)
        swept_.play();
}

std::uint64_t kill_sweep::planned_deaths() const
{
    std::uint64_t sum = 0;
    for (const auto& deaths : plan_->deaths)
        sum += deaths;
    return sum;
}

std::uint64_t kill_sweep::deaths_at(kill_point where) const
{
    return plan_->deaths[static_cast<std::size_t>(where)];
}

template <class Condition>
bool kill_sweep::run_until(Condition condition)
{
    const auto deadline = std::chrono::steady_clock::now() + usual_patience;
    while (problem_.empty() && !condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            problem_ =
                "the game does not go on; frame " + std::to_string(swept_.state().frame()) + disk_waits();
        if (!is_ending_)
            go_on_if_held();
        loop_.restart();
        loop_.run_one_for(std::chrono::milliseconds{20});
    }
    return problem_.empty();
}

/// Crashes that follow each other so closely are too many to start again without being asked.
void kill_sweep::go_on_if_held()
{
    if (!swept_.workers().held())
        return;
    if (const auto started = swept_.workers().restart(); !started)
        problem_ = started.error().sentence;
}

bool kill_sweep::kill_one()
{
    swept_.clear_log();
    if (!run_until([this] { return swept_.workers().live() != nullptr; }))
        return false;
    const std::uint64_t deaths = planned_deaths() + random_deaths_;
    if (random_below(3) == 0)
        start_a_worker();
    if (settings_.points.empty() || random_below(2) == 0)
        kill_at_a_random_time();
    else
        plan_a_death();
    if (!run_until([&] { return planned_deaths() + random_deaths_ > deaths; }))
        return false;
    const std::uint64_t frames_wanted = frames() + 1 + random_below(3);
    return run_until([&] { return frames() >= frames_wanted; });
}

void kill_sweep::start_a_worker()
{
    if (random_below(2) == 0)
        swept_.start_next_generation();
    else if (const auto started = swept_.workers().restart(); !started)
        problem_ = started.error().sentence;
}

void kill_sweep::plan_a_death()
{
    const kill_point where = settings_.points[random_below(settings_.points.size())];
    plan_->passes = static_cast<std::int32_t>(random_below(most_passes(where)));
    plan_->where = static_cast<std::uint32_t>(where);
    if (is_passed_once_a_worker(where))
        start_a_worker();
}

void kill_sweep::kill_at_a_random_time()
{
    constexpr std::uint64_t longest_us = 4000; // a worker's start, and a few frames
    killer_.expires_after(std::chrono::microseconds{random_below(longest_us)});
    killer_.async_wait([this](const std::error_code& error) {
        if (!error)
            kill_somebody();
    });
}

/// Live, starting, waiting or on its way out.
void kill_sweep::kill_somebody()
{
    const supervisor::worker_process* spared = reference_.game().workers().live();
    std::vector<int> all = children();
    std::erase_if(all, [&](int each) { return spared && each == spared->process_id(); });
    if (all.empty())
        return kill_at_a_random_time();
    ::kill(all[random_below(all.size())], SIGKILL);
    ++random_deaths_;
}

bool kill_sweep::end()
{
    is_ending_ = true;
    swept_.end();
    reference_.game().end();
    return run_until([this] { return swept_.ended() && reference_.game().ended(); });
}

} // namespace respawn::test
