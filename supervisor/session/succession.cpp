#include "supervisor/session/succession.hpp"

#include "supervisor/report/units.hpp"
#include "supervisor/session/succession_report.hpp"

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// How long a ready worker waits for the old one to finish its frame.
constexpr auto usual_hurry_patience = 1s;
constexpr auto slow_hurry_patience = 10s;
/// How many that have played are kept, whatever was built since.
constexpr std::size_t generations_to_go_back_to = 5;

/// By its own fault.
bool failed(const worker_process& worker)
{
    const verdict what = verdict_on(worker.how_it_ended().kind);
    return what == verdict::crash || what == verdict::hang;
}

} // namespace

succession::succession(
    asio::io_context& context, settings how, worker_assets assets, report::reporter& report, callbacks calls,
    state_pointer state) :
    settings_{std::move(how)},
    report_{report}, calls_{std::move(calls)},
    launcher_{context, report.file_thread(), settings_.launch, assets, *this}, places_{std::move(state)},
    hurry_timer_{context, [this] { hurry_live(); }},
    watchdog_{
        context,
        settings_.hang_timeout,
        {[this] { return live(); },
         [](worker_process& worker, std::chrono::milliseconds patience) {
             worker.give_up(
                 (worker.is_migrating() ? "did not carry the state over within "
                                        : "did not finish its frame within ") +
                 report::duration_text(patience));
         },
         [this](worker_process& worker) { worker_migrates_long(worker); },
         [this](platform::debugger_state seen) { calls_.debugger_changed(seen); }}},
    departures_{
        context,
        {settings_.project_folder, settings_.core_folder},
        report,
        [this](std::string_view mark) { return places_.is_in_play(mark); }},
    aftermath_{
        settings_.on_crash,
        places_,
        departures_,
        generations_,
        times_,
        report,
        {[this](const pipeline_image& image, state_pointer from) { return start(image, std::move(from)); },
         calls_.changed, calls_.news, calls_.settled, calls_.failed}}
{
    watchdog_.start();
}

succession::~succession() = default;

result<std::unique_ptr<succession>> succession::create(
    asio::io_context& context, settings how, worker_assets assets, report::reporter& report, callbacks calls,
    state_pointer state)
{
    if (!state) {
        auto fresh = committed_state::create(how.state_capacity_bytes);
        if (!fresh)
            return fresh.error();
        state = std::move(*fresh);
    }
    return std::unique_ptr<succession>{
        new succession{context, std::move(how), assets, report, std::move(calls), std::move(state)}};
}

void succession::start(const pipeline_image& image)
{
    // Whoever waits for an older image is told; everybody else has read the line.
    if (auto started = start_newest(image); !started)
        calls_.settled(started.error().sentence);
    candidate_is_ordered_ = false;
}

result<void> succession::swap(const pipeline_image& image)
{
    return start_newest(image);
}

result<void> succession::start_newest(const pipeline_image& image)
{
    generations_.add(image);
    generations_.set_newest(image);
    aftermath_.forget_crashes();
    return start(image, places_.next_state());
}

result<void> succession::join(
    const pipeline_image& image, platform::child_process process, unique_handle& socket, origin from)
{
    if (is_ending_)
        return failure{"the supervisor is ending"};
    generations_.add(image);
    aftermath_.forget_crashes();
    if (const worker_process* displaced = candidate() ? candidate() : live();
        displaced && !is_by_hand(displaced->launch().from))
        generations_.set_before_guest(displaced->launch().image);
    auto joined = launcher_.join(image, places_.next_state(), from, std::move(process), socket);
    if (!joined)
        return joined.error();
    set_candidate(std::move(*joined));
    return {};
}

bool succession::settle_on(const std::filesystem::path& image)
{
    const generation_record* found = generations_.find_executable(image);
    if (!found)
        return true; // it was forgotten among a thousand others
    generations_.set_newest(found->image);
    generations_.set_before_guest(found->image);
    if (played_by_hand() == image)
        return true;
    start(as_of_now(found->image));
    return false;
}

result<void> succession::restart()
{
    aftermath_.forget_crashes();
    if (const worker_process* wanted = candidate() ? candidate() : places_.parked())
        return start(as_of_now(wanted->launch().image), places_.next_state());
    if (const auto& image = places_.played() ? places_.played() : generations_.newest())
        return start(as_of_now(*image), places_.next_state());
    return failure{"there is no build to start yet"};
}

result<void> succession::reset()
{
    auto fresh = committed_state::create(settings_.state_capacity_bytes);
    if (!fresh)
        return fresh.error();
    return load(std::move(*fresh));
}

result<void> succession::load(state_pointer state)
{
    if (!generations_.newest())
        return failure{"there is no build to start yet"};
    aftermath_.forget_crashes();
    return start(as_of_now(*generations_.newest()), std::move(state));
}

result<void> succession::back(std::optional<std::uint64_t> generation)
{
    const auto wanted =
        generation ? generations_.kept(*generation) : generations_.kept_before(places_.current_generation());
    if (!wanted)
        return wanted.error();
    aftermath_.forget_crashes();
    return start(as_of_now(*wanted), places_.next_state());
}

/// A failure has been reported.
result<void> succession::start(const pipeline_image& image, state_pointer state)
{
    if (is_ending_)
        return failure{"the supervisor is ending"};
    auto started = launcher_.start(image, std::move(state));
    if (!started) {
        report_.say(report::refused{image.generation, image.executable.string(), started.error().sentence});
        if (!anything_was_live())
            calls_.failed(started.error(), blame::image);
        return started.error();
    }
    set_candidate(std::move(*started));
    return {};
}

void succession::set_candidate(worker_pointer worker)
{
    departures_.let_go_of_kept();
    if (candidate())
        retire(*candidate());
    places_.set_candidate(std::move(worker));
    candidate_is_ordered_ = true;
    calls_.news(*candidate(), worker_news::started);
    calls_.started();
}

void succession::open_gate()
{
    if (places_.candidate())
        places_.candidate()->open_gate();
}

bool succession::successor_is_ready() const
{
    return candidate() && candidate()->state_now() == worker_state::ready;
}

void succession::hand_over(std::vector<std::byte> rebinding)
{
    hurry_timer_.stop();
    times_.begin_swap();
    aftermath_.begin_probation();
    if (live()) {
        calls_.last_picture(*live());
        // One that has never committed: what the parked one left is still the committed state.
        if (places_.parked())
            retire(*live());
        else
            places_.park();
    }
    places_.candidate()->set_rebinding(std::move(rebinding));
    places_.promote();
}

bool succession::adopt(int process_id, unique_handle& socket)
{
    for (worker_process* worker : workers())
        if (worker->expects(process_id)) {
            worker->adopt(process_id, std::move(socket));
            calls_.started();
            return true;
        }
    return false;
}

void succession::worker_is_ready(worker_process& worker)
{
    departures_.end_examination(worker);
    if (live() && live()->busy())
        hurry_timer_.start(watchdog_.sees_a_stop() ? 0ms : hurry_patience());
    calls_.changed();
}

std::chrono::milliseconds succession::hurry_patience() const
{
    return may_be_slow(live()->launch().from) ? slow_hurry_patience : usual_hurry_patience;
}

void succession::worker_warms_up_long(worker_process& worker)
{
    const std::string sentence = long_warm_up_sentence(
        worker, live() ? "generation " + std::to_string(generation()) + " plays on meanwhile"
                       : "nobody plays meanwhile: " +
                             keys_for(worker.launch().image.generation, earlier_generation() != nullptr) +
                             ", and the next build takes its place");
    report_.say(report::notice{sentence});
    departures_.examine_warm_up(worker);
    calls_.delayed(sentence);
}

void succession::worker_migrates_long(worker_process& worker)
{
    long_migration_ = worker.process_id();
    report_.say(report::notice{long_migration_sentence(worker)});
    calls_.changed();
}

/// A new worker waits for one that does not finish its frame: that frame is given up. The first one in
/// another layout takes its time, and so does a sanitizer's report: that goes on unless the user has asked
/// for something else.
void succession::hurry_live()
{
    if (!successor_is_ready() || !live() || !live()->busy())
        return;
    if (candidate_is_ordered_ || !watchdog_.takes_its_time(*live()) || watchdog_.sees_a_stop()) {
        live()->give_up("did not finish its frame, and a newer worker is waiting");
        return;
    }
    if (live()->writes_report() && std::exchange(long_report_, live()->process_id()) != live()->process_id())
        report_.say(report::notice{
            "a sanitizer writes a report of generation " + std::to_string(generation()) +
            ", and the next worker waits for it: a minute at most, or until 'respawn restart'"});
    hurry_timer_.start(hurry_patience());
}

void succession::worker_finished_tick(worker_process& worker, bool committed)
{
    frames_committed_ += committed ? 1 : 0;
    // One that was told to leave in the middle of this frame is not live any more: what it was asked for in
    // the frame is settled all the same.
    if (&worker == live() && committed) {
        times_.frame_committed();
        aftermath_.frame_committed();
        generations_.frame_committed(generation());
        if (worker.commits() == 1)
            complete_swap();
    }
    calls_.tick_finished(worker, committed);
}

void succession::complete_swap()
{
    const auto gap = was_stopped_by_debugger() ? std::nullopt : times_.gap_of_swap();
    report_.say(swap_event(*live(), state(), gap, settings_.frame_period));
    calls_.news(*live(), worker_news::live);
    if (places_.parked())
        retire(*places_.parked());
    // An answer that waits for a worker that is still on its way goes on waiting.
    if (!candidate())
        calls_.settled({});
}

void succession::worker_ended(worker_process& worker)
{
    const bool was_live = &worker == live();
    const bool was_candidate = &worker == candidate();
    const bool was_in_play = was_live || was_candidate || &worker == places_.parked();
    calls_.news(worker, was_in_play && failed(worker) ? worker_news::crashed : worker_news::retired);
    if (!was_in_play)
        return;
    if (was_live)
        calls_.last_picture(worker);
    generations_.ended(worker.launch().image.generation, words(worker.how_it_ended()));
    departures_.add(places_.take(worker));
    if (was_live)
        aftermath_.live_ended(worker);
    else if (was_candidate)
        aftermath_.candidate_ended(worker);
    else
        aftermath_.parked_ended(worker);
    // After the next one was started: nobody waits for this.
    departures_.examine(worker);
}

void succession::retire_all()
{
    is_ending_ = true;
    for (const worker_process* worker : in_play())
        retire(*worker);
    departures_.end(calls_.all_ended);
}

void succession::kill_all()
{
    for (worker_process* worker : in_play())
        worker->handle(worker_event::condemned);
    departures_.kill_all();
}

std::filesystem::path succession::played_by_hand() const
{
    const worker_process* next = candidate() ? candidate() : live();
    return next && is_by_hand(next->launch().from) ? next->launch().image.executable
                                                   : std::filesystem::path{};
}

/// Also those that are on their way out.
std::vector<worker_process*> succession::workers() const
{
    auto all = in_play();
    for (const auto& worker : departures_.workers())
        all.push_back(worker.get());
    return all;
}

std::vector<std::uint32_t> succession::wanted_generations() const
{
    std::vector<std::uint32_t> numbers = generations_.newest_played(generations_to_go_back_to);
    for (const worker_process* worker : workers())
        numbers.push_back(worker->launch().image.generation);
    for (const auto& image : {generations_.newest(), places_.played(), generations_.before_guest()})
        if (image)
            numbers.push_back(image->generation);
    if (const pipeline_image* before = aftermath_.before_probation())
        numbers.push_back(before->generation);
    return numbers;
}

} // namespace respawn::supervisor
