#include "supervisor/session/succession.hpp"

#include "supervisor/report/units.hpp"

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// How long a ready worker waits for the old one to finish its frame.
constexpr auto hurry_patience = 1s;
/// How many frames a new generation has to commit before the state from before it is let go.
constexpr std::uint64_t probation_frames = 60;
/// What is kept for that at most: a generation that changes more at once has no probation.
constexpr std::uint64_t probation_limit_bytes = std::uint64_t{512} << 20;
/// How many that have played are kept, whatever was built since.
constexpr std::size_t generations_to_go_back_to = 5;

pipeline_image as_of_now(pipeline_image image)
{
    image.complete = image.staged = std::chrono::steady_clock::now();
    return image;
}

report::swap_stages stages_of(const pipeline_image& image, const worker_process::milestones& times)
{
    report::swap_stages stages;
    stages.stage = image.staged - image.complete;
    stages.spawn = times.connected - image.staged;
    stages.warm_up = times.ready - times.connected;
    stages.hand_over = times.first_tick - times.ready;
    stages.first_frame = times.first_frame - times.first_tick;
    return stages;
}

/// Of a state that has just been committed to by a new worker.
report::state_origin origin_of(const committed_state& state)
{
    if (state.frame() == 1)
        return report::state_origin::fresh;
    // The first change of one that has a past: that came from a file.
    return state.changes() == 1 ? report::state_origin::loaded : report::state_origin::kept;
}

/// Another state may do, or an empty one.
bool refused_the_state(const worker_process& worker)
{
    const ending& how = worker.how_it_ended();
    return how.kind == ending_kind::refused && worker.connected() && how.exit_code == 0;
}

/// Ticks that passed without a frame between two commits that lie `gap` apart. `period` 0: there are no
/// ticks.
std::uint64_t late_frames_in(std::chrono::nanoseconds gap, std::chrono::nanoseconds period)
{
    if (period == 0ns || gap < period)
        return 0;
    return static_cast<std::uint64_t>((gap + period / 2) / period) - 1;
}

} // namespace

succession::succession(
    asio::io_context& context, settings how, texture_store& textures, report::reporter& report,
    callbacks calls, std::shared_ptr<committed_state> state) :
    context_{context},
    settings_{std::move(how)}, textures_{textures}, report_{report}, calls_{std::move(calls)},
    state_{std::move(state)}, hurry_timer_{context, [this] { hurry_live(); }},
    watchdog_{
        context,
        settings_.hang_timeout,
        {[this] { return live_.get(); },
         [this](worker_process& worker) {
             worker.give_up(
                 "did not finish its frame within " + report::duration_text(settings_.hang_timeout));
         },
         [this](platform::debugger_state seen) { calls_.debugger_changed(seen); }}},
    departures_{
        context, {settings_.project_folder, settings_.core_folder}, report, [this](std::string_view mark) {
            return is_in_play(mark);
        }}
{
    watchdog_.start();
}

succession::~succession() = default;

result<std::unique_ptr<succession>> succession::create(
    asio::io_context& context, settings how, texture_store& textures, report::reporter& report,
    callbacks calls, std::shared_ptr<committed_state> state)
{
    if (!state) {
        auto fresh = committed_state::create(how.state_capacity_bytes);
        if (!fresh)
            return fresh.error();
        state = std::move(*fresh);
    }
    return std::unique_ptr<succession>{
        new succession{context, std::move(how), textures, report, std::move(calls), std::move(state)}};
}

void succession::start(const pipeline_image& image)
{
    newest_image_ = image;
    generations_.add(image);
    crashes_.forget();
    // Whoever waits for an older image is told; everybody else has read the line.
    if (auto started = start(image, next_state()); !started)
        calls_.settled(started.error().sentence);
}

result<void> succession::restart()
{
    crashes_.forget();
    const auto& current = parked_ ? parked_image_ : live_image_;
    if (const auto& image = candidate_ ? candidate_image_ : current ? current : newest_image_)
        return start(as_of_now(*image), next_state());
    return failure{"there is no build to start yet"};
}

/// A reset that has not been carried out yet holds for whoever comes in its place.
std::shared_ptr<committed_state> succession::next_state() const
{
    return candidate_ ? candidate_->state() : state_;
}

result<void> succession::reset()
{
    auto fresh = committed_state::create(settings_.state_capacity_bytes);
    if (!fresh)
        return fresh.error();
    return load(std::move(*fresh));
}

result<void> succession::load(std::shared_ptr<committed_state> state)
{
    if (!newest_image_)
        return failure{"there is no build to start yet"};
    crashes_.forget();
    return start(as_of_now(*newest_image_), std::move(state));
}

result<void> succession::back(std::optional<std::uint64_t> generation)
{
    const generation_record* wanted = generation ? generations_.find(*generation) : earlier_generation();
    if (!wanted)
        return failure{
            (generation ? "there is no generation " + std::to_string(*generation)
                        : std::string{"there is no earlier generation that has played"}) +
            "; see 'respawn generations'"};
    if (!is_kept(wanted->image))
        return failure{
            "generation " + std::to_string(wanted->image.generation) +
            " is not kept any more; see 'respawn generations'"};
    crashes_.forget();
    return start(as_of_now(wanted->image), next_state());
}

/// Before the live one, or before the one that warms up while nobody plays.
const generation_record* succession::earlier_generation() const
{
    return generations_.before(!live_ && candidate_ ? candidate_->launch().generation : generation());
}

/// A failure has been reported.
result<void> succession::start(const pipeline_image& image, std::shared_ptr<committed_state> state)
{
    if (is_ending_)
        return failure{"the supervisor is ending"};
    worker_launch launch;
    launch.generation = image.generation;
    launch.exe = image.executable;
    launch.arguments = settings_.arguments;
    launch.session_folder = settings_.socket_folder;
    launch.mark = next_worker_mark();
    launch.output_is_taken = settings_.output_is_taken;
    launch.state_address = settings_.state_address;
    launch.journal_ring_bytes = settings_.journal_ring_bytes;
    auto started = is_kept(image)
                       ? worker_process::start(context_, launch, std::move(state), textures_, *this)
                       : failure{
                             "the files of generation " + std::to_string(image.generation) +
                             " in .respawn are gone; build the game again"};
    if (!started) {
        report_.say(report::refused{image.generation, image.executable.string(), started.error().sentence});
        if (!anything_was_live_)
            calls_.failed(started.error(), blame::image);
        return started.error();
    }
    departures_.let_go_of_kept();
    if (candidate_)
        departures_.retire(std::move(candidate_));
    candidate_ = std::move(*started);
    candidate_image_ = image;
    return {};
}

/// The picture stood still because the user wanted it to.
void succession::begin_time_anew()
{
    if (is_playing())
        last_commit_ = clock::now();
}

bool succession::successor_is_ready() const
{
    return candidate_ && candidate_->state_now() == worker_state::ready;
}

void succession::hand_over()
{
    hurry_timer_.stop();
    last_commit_before_swap_ = last_commit_;
    begin_probation();
    if (live_) {
        calls_.last_picture(*live_);
        if (parked_) {
            // The live one has never committed: what the parked one left is still the committed state.
            departures_.retire(std::move(live_));
        } else {
            live_->handle(worker_event::parked);
            parked_ = std::move(live_);
            parked_image_ = live_image_;
        }
    }
    live_ = std::move(candidate_);
    live_image_ = candidate_image_;
    state_ = live_->state();
    anything_was_live_ = true;
    live_->handle(worker_event::promoted);
}

/// Of a generation that takes the state over from another one that works.
void succession::begin_probation()
{
    const auto& before = parked_ ? parked_image_ : live_image_;
    const bool same_generation = before && before->generation == candidate_image_->generation;
    if (candidate_->state() != state_ || (!live_ && !same_generation))
        end_probation();
    else if (live_ && !same_generation)
        probation_ = {*before, state_->keep_before_images(probation_limit_bytes), probation_frames};
}

const pipeline_image* succession::previous_image() const
{
    if (probation_)
        return &probation_->previous;
    const generation_record* before = generations_.before(generation());
    return before ? &before->image : nullptr;
}

bool succession::adopt(int process_id, unique_handle& socket)
{
    for (worker_process* worker : workers())
        if (worker->process_id() == process_id) {
            worker->adopt(std::move(socket));
            return true;
        }
    return false;
}

void succession::worker_is_ready(worker_process& worker)
{
    departures_.end_examination(worker);
    if (live_ && live_->busy())
        hurry_timer_.start(platform::stopped_in_debugger(live_->process_id()) ? 0ms : hurry_patience);
    calls_.changed();
}

/// What the user can do while nobody plays.
std::string succession::keys_for(std::uint64_t generation) const
{
    return "r starts generation " + std::to_string(generation) + " again, " +
           (earlier_generation() ? "b goes back, " : "") + "R starts afresh";
}

void succession::worker_warms_up_long(worker_process& worker)
{
    const std::string meanwhile = live_ ? "generation " + std::to_string(generation()) + " plays on meanwhile"
                                        : "nobody plays meanwhile: " + keys_for(worker.launch().generation) +
                                              ", and the next build takes its place";
    const std::string sentence = "generation " + std::to_string(worker.launch().generation) + " (process " +
                                 std::to_string(worker.process_id()) +
                                 ") has been warming up for 10 s and has not called state() yet; " +
                                 meanwhile;
    report_.say(report::notice{sentence});
    departures_.examine_warm_up(worker);
    calls_.delayed(sentence);
}

/// A new worker waits for one that does not finish its frame: that frame is given up.
void succession::hurry_live()
{
    if (successor_is_ready() && live_ && live_->busy())
        live_->give_up("did not finish its frame, and a newer worker is waiting");
}

void succession::worker_finished_tick(worker_process& worker, bool committed)
{
    frames_committed_ += committed ? 1 : 0;
    if (&worker != live_.get())
        return; // it was told to leave in the middle of this frame
    if (committed) {
        last_commit_ = clock::now();
        crashes_.frame_committed(last_commit_);
        generations_.frame_committed(live_image_->generation);
        if (probation_ && (--probation_->frames_left == 0 || !probation_->before->complete()))
            end_probation();
        if (worker.commits() == 1)
            complete_swap();
    }
    calls_.tick_finished(worker, committed);
}

void succession::complete_swap()
{
    const auto& times = live_->times();
    report::swapped event;
    event.generation = live_image_->generation;
    event.pid = live_->process_id();
    event.frame = state_->frame();
    event.state = origin_of(*state_);
    if (last_commit_before_swap_ != clock::time_point{}) {
        event.gap = last_commit_ - last_commit_before_swap_;
        event.late_frames = late_frames_in(event.gap, settings_.frame_period);
    }
    event.total = times.first_frame - live_image_->complete;
    event.stages = stages_of(*live_image_, times);
    report_.say(event);
    if (parked_)
        departures_.retire(std::move(parked_));
    // An answer that waits for a worker that is still on its way goes on waiting.
    if (!candidate_)
        calls_.settled({});
}

void succession::worker_ended(worker_process& worker)
{
    const bool was_live = &worker == live_.get();
    const bool was_candidate = &worker == candidate_.get();
    const bool was_parked = &worker == parked_.get();
    if (!was_live && !was_candidate && !was_parked)
        return;
    if (was_live)
        calls_.last_picture(worker);
    generations_.ended(worker.launch().generation, words(worker.how_it_ended()));
    departures_.add(take(worker));
    if (was_live)
        live_ended(worker);
    else if (was_candidate)
        candidate_ended(worker);
    else
        report_end(worker, "generation " + std::to_string(generation()) + " plays on");
    // After the next one was started: nobody waits for this.
    departures_.examine(worker);
}

void succession::worker_is_gone(worker_process& worker)
{
    departures_.worker_is_gone(worker);
}

void succession::live_ended(worker_process& worker)
{
    if (verdict_on(worker.how_it_ended().kind) != verdict::innocent)
        crashes_.add(state_->frame() + 1, clock::now());
    if (candidate_ && !parked_) {
        report_end(worker, "generation " + std::to_string(candidate_image_->generation) + " is to take over");
        calls_.changed();
        return;
    }
    recover(worker, *live_image_);
}

void succession::candidate_ended(worker_process& worker)
{
    const bool is_hopeless = verdict_on(worker.how_it_ended().kind) == verdict::hopeless;
    const bool for_the_state = refused_the_state(worker);
    if (live_) {
        // R starts the newest build, and gives up the state that plays.
        const bool may_start_afresh = for_the_state && worker.state() == state_ &&
                                      worker.launch().generation == newest_image_->generation;
        report_end(
            worker,
            "generation " + std::to_string(generation()) + " plays on" +
                (may_start_afresh ? "; R starts generation " + std::to_string(worker.launch().generation) +
                                        " afresh, without this state"
                                  : ""));
        settle_for(worker);
    } else if (!anything_was_live_ && is_hopeless) {
        report_end(worker, "no worker plays yet");
        settle_for(worker);
        calls_.failed(
            failure{worker.launch().exe.filename().string() + ": " + words(worker.how_it_ended())},
            for_the_state ? blame::state : blame::image);
    } else {
        crashes_.add(state_->frame() + 1, clock::now());
        recover(worker, live_image_ ? *live_image_ : *candidate_image_);
    }
}

circumstances succession::circumstances_of(const worker_process& worker) const
{
    circumstances now;
    now.where = parked_ ? standing::first_frame : probation_ ? standing::probation : standing::established;
    now.what = verdict_on(worker.how_it_ended().kind);
    now.choice = settings_.on_crash;
    now.too_often = crashes_.too_often();
    now.has_previous = previous_image() != nullptr;
    now.has_successor = candidate_ != nullptr;
    return now;
}

/// `image`: of the worker that had the state, or was to get it.
void succession::recover(worker_process& worker, const pipeline_image& image)
{
    switch (recovery_from(circumstances_of(worker))) {
    case recovery::resume_parked:
        resume_parked(worker);
        break;
    case recovery::start_again:
        start_again(worker, image);
        break;
    case recovery::go_back:
        go_back(worker);
        break;
    case recovery::keep:
        // The one before would play on from the same state: the dead one is what the user wants to see.
        if (parked_)
            departures_.retire(std::move(parked_));
        departures_.keep(worker);
        hold(worker);
        break;
    case recovery::hold:
        hold(worker);
        break;
    }
    calls_.changed();
}

void succession::resume_parked(const worker_process& worker)
{
    report_end(worker, "generation " + std::to_string(parked_image_->generation) + " plays on");
    settle_for(worker);
    live_ = std::move(parked_);
    live_image_ = parked_image_;
    state_ = live_->state();
    end_probation();
    live_->handle(worker_event::promoted);
}

void succession::start_again(const worker_process& worker, const pipeline_image& image)
{
    const auto state = worker.launch().generation == image.generation ? worker.state() : state_;
    report_end(
        worker, "starting generation " + std::to_string(image.generation) + " again from frame " +
                    std::to_string(state->frame()));
    restart_from(image, state);
}

void succession::go_back(const worker_process& worker)
{
    const pipeline_image previous = *previous_image();
    const std::uint64_t frame = probation_ ? probation_->before->frame() : state_->frame();
    report_end(
        worker, "going back to generation " + std::to_string(previous.generation) + " and frame " +
                    std::to_string(frame));
    if (probation_)
        if (auto back = state_->roll_back(*probation_->before); !back)
            report_.say(report::notice{back.error().sentence});
    end_probation();
    crashes_.forget();
    restart_from(previous, state_);
}

void succession::restart_from(const pipeline_image& image, std::shared_ptr<committed_state> state)
{
    if (auto started = start(as_of_now(image), std::move(state)); !started) {
        // How long the next build takes is nobody's delay.
        last_commit_ = {};
        calls_.settled(started.error().sentence);
    }
}

void succession::hold(const worker_process& worker)
{
    const char* why = crashes_.why_too_often();
    report_end(
        worker, "waiting for the next build" + (why ? std::string{" ("} + why + ")" : std::string{}) + "; " +
                    keys_for(live_image_ ? generation() : worker.launch().generation) +
                    (departures_.keeps(worker) ? "; process " + std::to_string(worker.process_id()) +
                                                     " stays as it is for a debugger until then"
                                               : std::string{}));
    // How long that takes is nobody's delay.
    last_commit_ = {};
    settle_for(worker);
}

/// What was started has ended.
void succession::settle_for(const worker_process& worker)
{
    calls_.settled(
        "generation " + std::to_string(worker.launch().generation) + ": " + words(worker.how_it_ended()));
}

void succession::report_end(const worker_process& worker, const std::string& next)
{
    const auto& launch = worker.launch();
    const ending& how = worker.how_it_ended();
    if (verdict_on(how.kind) == verdict::hopeless) {
        report_.say(
            report::refused{launch.generation, launch.exe.filename().string(), words(how) + "; " + next});
        return;
    }
    report::worker_ended event;
    event.generation = launch.generation;
    event.pid = worker.process_id();
    if (worker.left_a_frame_unfinished())
        event.frame = state_->frame() + 1;
    event.cause = name_of(how.kind);
    event.how = words(how);
    event.next = next;
    report_.say(event);
}

succession::worker_pointer succession::take(const worker_process& worker)
{
    for (worker_pointer* place : {&live_, &candidate_, &parked_})
        if (place->get() == &worker)
            return std::move(*place);
    return {};
}

void succession::retire_all()
{
    is_ending_ = true;
    for (worker_pointer* place : {&live_, &candidate_, &parked_})
        if (*place)
            departures_.retire(std::move(*place));
    departures_.end(calls_.all_ended);
}

void succession::kill_all()
{
    for (worker_process* worker : in_play())
        worker->handle(worker_event::condemned);
    departures_.kill_all();
}

std::vector<worker_process*> succession::in_play() const
{
    std::vector<worker_process*> all;
    for (const worker_pointer* place : {&live_, &candidate_, &parked_})
        if (*place)
            all.push_back(place->get());
    return all;
}

bool succession::is_in_play(std::string_view mark) const
{
    const auto all = in_play();
    return std::any_of(
        all.begin(), all.end(), [&](const worker_process* each) { return each->launch().mark == mark; });
}

/// Also those that are on their way out.
std::vector<worker_process*> succession::workers() const
{
    auto all = in_play();
    for (const worker_pointer& worker : departures_.workers())
        all.push_back(worker.get());
    return all;
}

std::vector<std::uint32_t> succession::wanted_generations() const
{
    std::vector<std::uint32_t> numbers = generations_.newest_played(generations_to_go_back_to);
    for (const worker_process* worker : workers())
        numbers.push_back(static_cast<std::uint32_t>(worker->launch().generation));
    for (const auto& image : {newest_image_, live_image_})
        if (image)
            numbers.push_back(image->generation);
    if (probation_)
        numbers.push_back(probation_->previous.generation);
    return numbers;
}

} // namespace respawn::supervisor
