#include "supervisor/session/succession.hpp"

#include <asio/post.hpp>

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// How long a ready worker waits for the old one to finish its frame.
constexpr auto hurry_patience = 1s;
/// How long a new worker has for its first frame while the one before waits to go on.
constexpr auto first_frame_patience = 2s;
/// How often it is tried to reap what a debugger holds.
constexpr auto reap_interval = 1s;

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
    first_frame_timer_{context, [this] { give_up_live(); }}, reap_timer_{
                                                                 context, [this] { reap_leftovers(); }}
{}

succession::~succession() = default;

result<std::unique_ptr<succession>> succession::create(
    asio::io_context& context, settings how, texture_store& textures, report::reporter& report,
    callbacks calls)
{
    auto state = committed_state::create(how.state_capacity_bytes);
    if (!state)
        return state.error();
    return std::unique_ptr<succession>{
        new succession{context, std::move(how), textures, report, std::move(calls), std::move(*state)}};
}

void succession::start(const pipeline_image& image)
{
    newest_image_ = image;
    restarts_.forget();
    start(image, next_state());
}

void succession::restart()
{
    const auto& current = parked_ ? parked_image_ : live_image_;
    if (const auto& image = candidate_ ? candidate_image_ : current ? current : newest_image_)
        start(as_of_now(*image), next_state());
    else
        calls_.settled("there is no build to start yet");
}

/// A reset that has not been carried out yet holds for whoever comes in its place.
std::shared_ptr<committed_state> succession::next_state() const
{
    return candidate_ ? candidate_->state() : state_;
}

void succession::reset()
{
    auto fresh = committed_state::create(settings_.state_capacity_bytes);
    if (!fresh)
        calls_.settled(fresh.error().sentence);
    else if (!newest_image_)
        calls_.settled("there is no build to start yet");
    else
        start(as_of_now(*newest_image_), std::move(*fresh));
}

void succession::start(const pipeline_image& image, std::shared_ptr<committed_state> state)
{
    if (is_ending_)
        return;
    if (candidate_)
        retire(std::move(candidate_));
    worker_launch launch;
    launch.generation = image.generation;
    launch.exe = image.executable;
    launch.arguments = settings_.arguments;
    launch.session_folder = settings_.socket_folder;
    launch.output_is_taken = settings_.output_is_taken;
    launch.state_address = settings_.state_address;
    launch.journal_ring_bytes = settings_.journal_ring_bytes;
    auto started = worker_process::start(context_, launch, std::move(state), textures_, *this);
    if (!started) {
        report_.say(report::refused{image.generation, image.executable.string(), started.error().sentence});
        calls_.settled(started.error().sentence);
        if (!anything_was_live_)
            calls_.failed(started.error());
        return;
    }
    candidate_ = std::move(*started);
    candidate_image_ = image;
}

bool succession::successor_is_ready() const
{
    return candidate_ && candidate_->state_now() == worker_state::ready;
}

void succession::hand_over()
{
    hurry_timer_.stop();
    last_commit_before_swap_ = last_commit_;
    if (live_) {
        calls_.last_picture(*live_);
        if (parked_) {
            // The live one has never committed: what the parked one left is still the committed state.
            retire(std::move(live_));
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
    if (parked_)
        first_frame_timer_.start(first_frame_patience);
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

void succession::worker_is_ready(worker_process&)
{
    if (live_ && live_->busy())
        hurry_timer_.start(platform::stopped_in_debugger(live_->process_id()) ? 0ms : hurry_patience);
    calls_.changed();
}

/// A new worker waits for one that does not finish its frame: that frame is given up.
void succession::hurry_live()
{
    if (successor_is_ready() && live_ && live_->busy())
        live_->condemn("did not finish its frame, and a newer worker is waiting");
}

/// The new worker hangs in its first frame: the parked one goes on.
void succession::give_up_live()
{
    if (!live_ || !parked_)
        return;
    // It has no frame to finish when its first was dropped and the game is paused now.
    if (!live_->busy() || platform::stopped_in_debugger(live_->process_id()))
        first_frame_timer_.start(first_frame_patience);
    else
        live_->condemn("did not finish its first frame within 2 s");
}

void succession::worker_finished_tick(worker_process& worker, bool committed)
{
    if (&worker != live_.get())
        return;
    if (committed) {
        last_commit_ = clock::now();
        ++frames_committed_;
        if (worker.commits() == 1)
            complete_swap();
    }
    calls_.tick_finished(worker, committed);
}

void succession::complete_swap()
{
    first_frame_timer_.stop();
    const auto& times = live_->times();
    report::swapped event;
    event.generation = live_image_->generation;
    event.pid = live_->process_id();
    event.frame = state_->frame();
    event.state = event.frame == 1 ? report::state_origin::fresh : report::state_origin::kept;
    if (last_commit_before_swap_ != clock::time_point{}) {
        event.gap = last_commit_ - last_commit_before_swap_;
        event.late_frames = late_frames_in(event.gap, settings_.frame_period);
    }
    event.total = times.first_frame - live_image_->complete;
    event.stages = stages_of(*live_image_, times);
    report_.say(event);
    if (parked_)
        retire(std::move(parked_));
    // An answer that waits for a worker that is still on its way goes on waiting.
    if (!candidate_)
        calls_.settled({});
}

void succession::worker_ended(worker_process& worker)
{
    if (auto leftover = worker.take_unreaped()) {
        unreaped_.push_back(std::move(*leftover));
        reap_timer_.start(reap_interval);
    }
    const bool was_live = &worker == live_.get();
    const bool was_candidate = &worker == candidate_.get();
    const bool was_parked = &worker == parked_.get();
    if (was_live)
        calls_.last_picture(worker);
    worker_pointer ended = take(worker);
    if (is_ending_) {
        if (workers().empty())
            calls_.all_ended();
    } else if (was_live) {
        live_ended(*ended);
    } else if (was_candidate) {
        candidate_ended(*ended);
    } else if (was_parked) {
        report_end(*ended, "generation " + std::to_string(live_image_->generation) + " plays on");
    }
    dispose(std::move(ended));
}

void succession::live_ended(const worker_process& worker)
{
    if (parked_) {
        report_end(worker, "generation " + std::to_string(parked_image_->generation) + " plays on");
        calls_.settled(worker.ending());
        live_ = std::move(parked_);
        live_image_ = parked_image_;
        state_ = live_->state();
        live_->handle(worker_event::promoted);
        calls_.changed();
    } else if (candidate_) {
        report_end(worker, "generation " + std::to_string(candidate_image_->generation) + " is to take over");
        calls_.changed();
    } else {
        start_again_or_wait(worker, *live_image_);
    }
}

void succession::candidate_ended(const worker_process& worker)
{
    if (live_) {
        report_end(worker, "generation " + std::to_string(live_image_->generation) + " plays on");
        calls_.settled(worker.ending());
    } else if (!anything_was_live_ && (!worker.connected() || worker.hopeless())) {
        report_end(worker, "no worker plays yet");
        calls_.settled(worker.ending());
        calls_.failed(failure{worker.launch().exe.filename().string() + ": " + worker.ending()});
    } else {
        start_again_or_wait(worker, live_image_ ? *live_image_ : *candidate_image_);
    }
}

void succession::start_again_or_wait(const worker_process& worker, const pipeline_image& image)
{
    const std::uint64_t frame = state_->frame() + 1;
    const bool hopeless = worker.hopeless() && worker.launch().generation == image.generation;
    const bool again = !hopeless && restarts_.worker_ended(frame) == restart_policy::decision::start_again;
    const std::string name = "generation " + std::to_string(image.generation);
    report_end(
        worker, again ? "starting " + name + " again from frame " + std::to_string(state_->frame())
                      : "waiting for the next build; r starts " + name + " again, R starts afresh");
    if (again) {
        start(as_of_now(image), worker.launch().generation == image.generation ? worker.state() : state_);
    } else {
        // How long that takes is nobody's delay.
        last_commit_ = {};
        calls_.settled(worker.ending());
    }
    calls_.changed();
}

void succession::report_end(const worker_process& worker, const std::string& next)
{
    const auto& launch = worker.launch();
    if (worker.hopeless() || !worker.connected()) {
        report_.say(report::refused{
            launch.generation, launch.exe.filename().string(), worker.ending() + "; " + next});
        return;
    }
    report::worker_ended event;
    event.generation = launch.generation;
    event.pid = worker.process_id();
    if (worker.left_a_frame_unfinished())
        event.frame = state_->frame() + 1;
    event.how = worker.ending();
    event.next = next;
    report_.say(event);
}

void succession::retire(worker_pointer worker)
{
    worker_process& leaving = *worker;
    leaving_.push_back(std::move(worker));
    leaving.handle(worker_event::retired);
}

succession::worker_pointer succession::take(const worker_process& worker)
{
    for (worker_pointer* place : {&live_, &candidate_, &parked_})
        if (place->get() == &worker)
            return std::move(*place);
    const auto found = std::find_if(
        leaving_.begin(), leaving_.end(), [&](const worker_pointer& each) { return each.get() == &worker; });
    if (found == leaving_.end())
        return {};
    worker_pointer taken = std::move(*found);
    leaving_.erase(found);
    return taken;
}

/// The worker is still on the call stack: it goes when the loop has come round.
void succession::dispose(worker_pointer worker)
{
    asio::post(
        context_, [gone = std::shared_ptr<worker_process>{std::move(worker)}] {});
}

void succession::retire_all()
{
    is_ending_ = true;
    for (worker_pointer* place : {&live_, &candidate_, &parked_})
        if (*place)
            retire(std::move(*place));
    if (leaving_.empty())
        calls_.all_ended();
}

void succession::kill_all()
{
    for (worker_process* worker : workers())
        worker->handle(worker_event::condemned);
}

void succession::reap_leftovers()
{
    std::erase_if(
        unreaped_, [](const platform::child_process& child) { return platform::reap(child).has_value(); });
    if (!unreaped_.empty())
        reap_timer_.start(reap_interval);
}

std::vector<worker_process*> succession::workers() const
{
    std::vector<worker_process*> all;
    for (const worker_pointer* place : {&live_, &candidate_, &parked_})
        if (*place)
            all.push_back(place->get());
    for (const worker_pointer& worker : leaving_)
        all.push_back(worker.get());
    return all;
}

std::vector<std::uint32_t> succession::generations_in_use() const
{
    std::vector<std::uint32_t> numbers;
    for (const worker_process* worker : workers())
        numbers.push_back(static_cast<std::uint32_t>(worker->launch().generation));
    for (const auto& image : {newest_image_, live_image_})
        if (image)
            numbers.push_back(image->generation);
    return numbers;
}

} // namespace respawn::supervisor
