#include "supervisor/session/aftermath.hpp"

#include "supervisor/session/succession_report.hpp"

#include <chrono>
#include <utility>

namespace respawn::supervisor {

namespace {

/// How many frames a new generation has to commit before the state from before it is let go.
constexpr std::uint64_t probation_frames = 60;
/// What is kept for that at most: a generation that changes more at once has no probation.
constexpr std::uint64_t probation_limit_bytes = std::uint64_t{512} << 20;

std::string generation_text(std::uint64_t generation)
{
    return "generation " + std::to_string(generation);
}

} // namespace

aftermath::aftermath(
    crash_choice on_crash, lineup& places, departures& leaving, const generation_book& generations,
    commit_times& times, report::reporter& report, callbacks calls) :
    on_crash_{on_crash},
    places_{places}, leaving_{leaving},
    generations_{generations}, times_{times}, report_{report}, calls_{std::move(calls)}
{}

/// Of a generation that takes the state over from another one that works.
void aftermath::begin_probation()
{
    const worker_process* live = places_.live();
    const worker_process* parked = places_.parked();
    const auto before = parked ? std::optional{parked->launch().image} : places_.played();
    const worker_process& next = *places_.candidate();
    const bool same_generation = before && before->generation == next.launch().image.generation;
    if (next.state() != places_.state() || (!live && !same_generation))
        probation_.reset();
    else if (live && !same_generation)
        probation_ = {*before, places_.state()->keep_before_images(probation_limit_bytes), probation_frames};
}

void aftermath::frame_committed()
{
    crashes_.frame_committed(times_.last());
    if (probation_ && (--probation_->frames_left == 0 || !probation_->before->complete()))
        probation_.reset();
}

void aftermath::live_ended(worker_process& worker)
{
    if (verdict_on(worker.how_it_ended().kind) != verdict::innocent)
        crashes_.add(places_.state()->frame() + 1, crash_history::clock::now());
    if (const worker_process* next = places_.candidate(); next && !places_.parked()) {
        say_end(worker, generation_text(next->launch().image.generation) + " is to take over");
        calls_.changed();
        return;
    }
    recover(worker);
}

void aftermath::candidate_ended(worker_process& worker)
{
    const bool is_hopeless = verdict_on(worker.how_it_ended().kind) == verdict::hopeless;
    const bool for_the_state = worker.how_it_ended().is_about_state;
    const pipeline_image& image = worker.launch().image;
    if (places_.live()) {
        // R starts the newest build, and gives up the state that plays.
        const auto& newest = generations_.newest();
        const bool may_start_afresh = for_the_state && worker.state() == places_.state() && newest &&
                                      image.generation == newest->generation;
        say_end(
            worker, generation_text(places_.generation()) + " plays on" +
                        (may_start_afresh ? "; R starts " + generation_text(image.generation) +
                                                " afresh, without this state"
                                          : ""));
        calls_.settled(ending_sentence(worker));
        start_displaced_by(worker);
        calls_.changed();
    } else if (!places_.played() && is_hopeless) {
        say_end(worker, "no worker plays yet");
        calls_.settled(ending_sentence(worker));
        calls_.failed(
            failure{image.executable.filename().string() + ": " + words(worker.how_it_ended())},
            for_the_state ? blame::state : blame::image);
    } else {
        crashes_.add(places_.state()->frame() + 1, crash_history::clock::now());
        recover(worker);
    }
}

void aftermath::parked_ended(const worker_process& worker)
{
    say_end(worker, generation_text(places_.generation()) + " plays on");
}

/// A build that was about to take over when somebody started another one by hand, which has failed.
void aftermath::start_displaced_by(const worker_process& worker)
{
    const auto& displaced = generations_.before_guest();
    if (is_by_hand(worker.launch().from) && !is_by_hand(places_.live()->launch().from) && displaced &&
        displaced->generation != places_.generation())
        restart_from(*displaced, places_.state());
}

circumstances aftermath::circumstances_of(const worker_process& worker) const
{
    circumstances now;
    now.where = places_.parked() ? standing::first_frame
                : probation_     ? standing::probation
                                 : standing::established;
    now.what = verdict_on(worker.how_it_ended().kind);
    now.choice = on_crash_;
    now.too_often = crashes_.too_often();
    now.has_previous = previous_image() != nullptr;
    now.has_successor = places_.candidate() != nullptr;
    return now;
}

const pipeline_image* aftermath::previous_image() const
{
    if (probation_)
        return &probation_->previous;
    const generation_record* before = generations_.before(places_.generation());
    return before ? &before->image : nullptr;
}

void aftermath::recover(worker_process& worker)
{
    switch (recovery_from(circumstances_of(worker))) {
    case recovery::resume_parked:
        resume_parked(worker);
        break;
    case recovery::start_again:
        start_again(worker);
        break;
    case recovery::go_back:
        go_back(worker);
        break;
    case recovery::keep:
        keep(worker);
        break;
    case recovery::hold:
        hold(worker);
        break;
    }
    calls_.changed();
}

void aftermath::resume_parked(const worker_process& worker)
{
    say_end(worker, generation_text(places_.parked()->launch().image.generation) + " plays on");
    calls_.settled(ending_sentence(worker));
    probation_.reset();
    places_.resume();
    calls_.news(*places_.live(), worker_news::live);
}

void aftermath::start_again(const worker_process& worker)
{
    const pipeline_image image = image_after(worker);
    const auto state =
        worker.launch().image.generation == image.generation ? worker.state() : places_.state();
    say_end(
        worker, "starting " + generation_text(image.generation) + " again from frame " +
                    std::to_string(state->frame()));
    restart_from(image, state);
}

/// Of whoever plays on from the state of one that has ended.
const pipeline_image& aftermath::image_after(const worker_process& worker) const
{
    if (is_by_hand(worker.launch().from) && generations_.before_guest())
        return *generations_.before_guest();
    return places_.played() ? *places_.played() : worker.launch().image;
}

void aftermath::go_back(const worker_process& worker)
{
    const pipeline_image previous = *previous_image();
    const std::uint64_t frame = probation_ ? probation_->before->frame() : places_.state()->frame();
    say_end(
        worker,
        "going back to " + generation_text(previous.generation) + " and frame " + std::to_string(frame));
    if (probation_)
        if (auto back = places_.state()->roll_back(*probation_->before); !back)
            report_.say(report::notice{back.error().sentence});
    probation_.reset();
    crashes_.forget();
    restart_from(previous, places_.state());
}

void aftermath::restart_from(const pipeline_image& image, state_pointer state)
{
    if (auto started = calls_.start(as_of_now(image), std::move(state)); !started) {
        times_.begin_wait();
        calls_.settled(started.error().sentence);
    }
}

/// The one before would play on from the same state: the dead one is what the user wants to see.
void aftermath::keep(worker_process& worker)
{
    if (const worker_process* parked = places_.parked())
        leaving_.retire(places_.take(*parked));
    leaving_.keep(worker);
    hold(worker);
}

void aftermath::hold(const worker_process& worker)
{
    const char* why = crashes_.why_too_often();
    const bool can_go_back = generations_.before(places_.current_generation()) != nullptr;
    say_end(
        worker,
        "waiting for the next build" + (why ? std::string{" ("} + why + ")" : std::string{}) + "; " +
            keys_for(
                places_.played() ? places_.generation() : worker.launch().image.generation, can_go_back) +
            (leaving_.keeps(worker) ? "; process " + std::to_string(worker.process_id()) +
                                          " stays as it is for a debugger until then"
                                    : std::string{}));
    times_.begin_wait();
    calls_.settled(ending_sentence(worker));
}

void aftermath::say_end(const worker_process& worker, const std::string& next) const
{
    report_end(report_, worker, *places_.state(), next);
}

} // namespace respawn::supervisor
