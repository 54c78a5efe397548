#include "supervisor/session/game_loop.hpp"

#include "supervisor/report/units.hpp"
#include "supervisor/session/succession_report.hpp"

#include <asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// How often the window is looked after while no frames are run.
constexpr auto idle_interval = 50ms;
/// How long the game has for its last frame after its window was closed.
constexpr auto close_patience = 1s;
constexpr const char* window_was_closed = "the window was closed";

} // namespace

game_loop::game_loop(
    asio::io_context& loop, settings how, succession& workers, game_window& window, game_audio& audio,
    state_access& states, report::reporter& report, callbacks calls) :
    loop_{loop},
    settings_{std::move(how)}, clock_{settings_.frames_per_second.value_or(
                                   presentation::usual_frames_per_second)},
    workers_{workers}, window_{window}, audio_{audio}, states_{states}, report_{report}, calls_{std::move(
                                                                                             calls)},
    tick_timer_{loop}, close_timer_{loop, [this] { calls_.stop(window_was_closed); }}
{}

bool game_loop::wants_frames() const
{
    return !has_ended_ && (workers_.live() || workers_.successor_is_ready()) && !stands_still();
}

void game_loop::go_on()
{
    if (has_ended_)
        return;
    update_audio();
    const auto now = clock::now();
    const worker_process* live = workers_.live();
    const bool is_busy = live && live->busy();
    if (wants_frames() && clock_.paced())
        set_timer(is_busy ? std::max(clock_.next(), now + clock_.period()) : clock_.next());
    else if (wants_frames() && !is_busy)
        // Not by the timer: in a virtual machine setting it takes longer than a short frame.
        asio::post(loop_, [this] { on_tick(); });
    else if (tick_timer_.expiry() <= now)
        set_timer(now + idle_interval);
}

/// What is heard stands still as long as the game does.
void game_loop::update_audio()
{
    audio_.set_muted(!wants_frames() || held_.in_debugger);
}

/// Another state, after a reset say, begins in silence.
void game_loop::play_sounds(const worker_process& worker)
{
    if (heard_state_.lock() != workers_.shared_state()) {
        audio_.stop_all();
        heard_state_ = workers_.shared_state();
    }
    audio_.play(worker.take_sounds());
}

void game_loop::set_timer(clock::time_point when)
{
    tick_timer_.expires_at(when);
    tick_timer_.async_wait([this](const std::error_code& error) {
        if (!error)
            on_tick();
    });
}

void game_loop::end(const std::string& problem)
{
    has_ended_ = true;
    tick_timer_.cancel();
    end_steps(problem);
}

void game_loop::on_tick()
{
    for (const char key : window_.take_input())
        calls_.key_pressed(key);
    refresh_screen();
    refresh_panel();
    if (window_.input().close_requested() && !close_timer_.running()) {
        close_timer_.start(close_patience);
        if (!wants_frames())
            calls_.stop(window_was_closed);
    }
    if (wants_frames())
        run_frame();
    go_on();
}

void game_loop::refresh_panel()
{
    window_.refresh_panel(wants_frames() ? panel_is_shown::with_next_picture : panel_is_shown::at_once);
}

void game_loop::run_frame()
{
    const worker_process* live = workers_.live();
    if (live && live->busy())
        return;
    if (workers_.was_stopped_by_debugger())
        begin_time_anew();
    if (!live && !workers_.is_playing())
        clock_.restart(clock::now());
    pointer_outcome pointers;
    if (workers_.successor_is_ready() && !hand_over(pointers))
        return;
    const std::uint64_t ticks = clock_.take(clock::now());
    workers_.add_late_frames(ticks - 1);
    give_tick(*workers_.live(), ticks);
    if (pointers.audit)
        report_.say(*pointers.audit);
}

bool game_loop::hand_over(pointer_outcome& pointers)
{
    pointers = states_.look_at_pointers(workers_.live(), *workers_.candidate());
    if (pointers.refusal.empty())
        workers_.hand_over(std::move(pointers.rebinding));
    else
        workers_.refuse_candidate(std::move(pointers.refusal));
    return workers_.live() != nullptr;
}

void game_loop::give_tick(worker_process& worker, std::uint64_t ticks)
{
    const std::uint64_t frame = workers_.state().frame() + 1;
    grant_wishes(worker);
    if (settings_.script)
        settings_.script->play(frame, window_.input());
    window_.update_size();
    player::region_data& told = worker.input();
    window_.input().take(told);
    told.frame = frame;
    // A script is played back the same every time, whatever the machine is doing.
    told.dt_ns =
        clock_.period().count() *
        static_cast<std::int64_t>(settings_.script ? 1 : std::min(ticks, presentation::max_ticks_a_frame));
    close_was_told_ = told.close_requested != 0;
    states_.fill(told.edit, workers_.state(), worker.commits() != 0);
    worker.give_tick();
}

/// Once: what the player has changed since stays, until a worker wishes for something else.
void game_loop::grant_wishes(const worker_process& worker)
{
    const auto& wishes = worker.wishes();
    const auto before = std::exchange(granted_, wishes);
    if (before == wishes)
        return;
    report::wish_granted granted{worker.launch().image.generation, window_.grant(wishes, before), {}};
    if (!settings_.frames_per_second && wishes.frames_per_second != before.frames_per_second)
        granted.frames_per_second = set_pace(wishes.frames_per_second);
    if (granted.size || granted.frames_per_second)
        report_.say(granted);
}

/// 0: the usual one. What it is then.
std::uint32_t game_loop::set_pace(std::uint32_t wished)
{
    const std::uint32_t frames_per_second = wished == 0
                                                ? presentation::usual_frames_per_second
                                                : std::min(wished, presentation::most_frames_per_second);
    clock_ = presentation::frame_clock{frames_per_second};
    clock_.restart(clock::now());
    workers_.set_frame_period(clock_.period());
    return frames_per_second;
}

void game_loop::workers_changed()
{
    if (stands_still() && workers_.successor_is_ready())
        report_.say(report::notice{"the new worker is ready and takes over when the game goes on"});
    refresh_screen();
    go_on();
}

void game_loop::tick_finished(worker_process& worker, bool committed)
{
    if (settings_.shows_every_picture)
        window_.show_picture(worker);
    if (committed)
        play_sounds(worker);
    states_.frame_finished(workers_.state(), committed);
    if (committed && steps_left_ != 0 && --steps_left_ == 0)
        end_steps({});
    if (close_was_told_)
        calls_.stop(window_was_closed);
    else if (settings_.frames && workers_.frames_committed() >= *settings_.frames)
        calls_.stop(std::to_string(*settings_.frames) + " frames were run, as --frames asked");
    go_on();
}

void game_loop::debugger_changed(platform::debugger_state seen)
{
    held_.in_debugger = seen == platform::debugger_state::stopped;
    update_audio();
    if (const worker_process* live = workers_.live(); live && held_.in_debugger)
        report_.say(report::notice{debugger_stop_sentence(*live)});
}

void game_loop::set_paused(bool paused)
{
    if (held_.paused == paused)
        return;
    held_.paused = paused;
    end_steps("the game was resumed before all steps were made");
    const std::uint64_t frame = workers_.state().frame();
    if (paused) {
        report_.say(report::paused{frame});
        calls_.paused();
    } else {
        report_.say(report::resumed{frame});
        // What was typed meanwhile was not meant for the game.
        window_.input().restore(window_.input().devices());
    }
    begin_time_anew();
    go_on();
}

/// The time that the user, or a debugger, held the game is nobody's delay.
void game_loop::begin_time_anew()
{
    clock_.restart(clock::now());
    workers_.begin_time_anew();
}

void game_loop::step(std::uint64_t frames, reply_function reply)
{
    if (!workers_.live() && !workers_.successor_is_ready()) {
        if (reply)
            reply({"no worker is running: build the game, or press r to start it again", {}, {}});
        return;
    }
    if (steps_left_ == 0)
        begin_time_anew();
    steps_left_ += frames;
    if (reply)
        step_replies_.push_back(std::move(reply));
    go_on();
}

void game_loop::end_steps(const std::string& problem)
{
    steps_left_ = 0;
    for (const reply_function& answer : std::exchange(step_replies_, {}))
        answer(
            problem.empty() ? done(fmt::format("step: paused after frame {}", workers_.state().frame()))
                            : reply{problem});
}

} // namespace respawn::supervisor
