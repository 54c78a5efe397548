#include "supervisor/session/session.hpp"

#include "supervisor/platform/orphans.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/postmortem/core_folder.hpp"

#include <asio/post.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// How often the window is looked after while no frames are run.
constexpr auto idle_interval = 50ms;
/// How often it is looked whether the project's folder is still there.
constexpr auto folder_interval = 1s;
/// How long the game has for its last frame after its window was closed.
constexpr auto close_patience = 1s;
/// Time that passed without frames is not made up for beyond this: the game would jump.
constexpr std::uint64_t max_ticks_a_frame = 4;
constexpr int standard_input = 0;
constexpr int standard_output = 1;

/// The session whose loop runs.
session* running = nullptr;

next_status next_status_of(const worker_process& next)
{
    next_status now;
    now.generation = next.launch().generation;
    now.pid = next.process_id();
    now.is_ready = next.state_now() == worker_state::ready;
    now.waiting = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - next.times().spawned);
    return now;
}

} // namespace

session::session(const run_options& options, session_folder folder) :
    options_{options}, signals_{context_}, folder_{std::move(folder)},
    report_{context_, report::choose_form(standard_output, options.json), standard_output},
    clock_{options.fps}, tick_timer_{context_},
    close_timer_{context_, [this] { stop("the window was closed"); }}, folder_timer_{context_, [this] {
                                                                                         look_after_folder();
                                                                                     }}
{
    if (!options_.build_command.empty() && options_.watch.empty())
        options_.watch = {"."};
    report_.set_listener(&screen_);
}

result<std::unique_ptr<session>> session::create(const run_options& options)
{
    std::error_code ignored;
    if (options.build_command.empty() && !std::filesystem::exists(options.exe, ignored))
        return failure{
            options.exe.string() +
            " does not exist; build it first, or give the command that does with --build"};
    auto folder = session_folder::open(std::filesystem::current_path());
    if (!folder)
        return folder.error();
    platform::forbid_others_to_look_inside();
    if (auto adopts = platform::adopt_orphans(own_mark()); !adopts)
        return adopts.error();
    std::unique_ptr<session> made{new session{options, std::move(*folder)}};
    if (auto opened = made->open_player(); !opened)
        return opened.error();
    made->open_keeper();
    if (auto opened = made->open_workers(); !opened)
        return opened.error();
    if (auto opened = made->open_doors(); !opened)
        return opened.error();
    // The last: who is refused for something else finds no new folder.
    if (options.core_folder)
        if (auto prepared = postmortem::prepare_core_folder(*options.core_folder); !prepared)
            return prepared.error();
    return made;
}

result<void> session::open_player()
{
    if (options_.script) {
        auto script = input_script::load(options_.script->string());
        if (!script)
            return script.error();
        script_ = std::move(*script);
    }
    display_options window;
    window.width = static_cast<int>(options_.width);
    window.height = static_cast<int>(options_.height);
    window.headless = options_.headless;
    window.title = options_.exe.filename().string();
    auto opened = display::create(window);
    if (!opened)
        return opened.error();
    display_ = std::move(*opened);
    return {};
}

void session::open_keeper()
{
    state_keeper::settings how;
    if (options_.state_file)
        how.file = std::filesystem::absolute(*options_.state_file).lexically_normal();
    how.autosave_interval = options_.autosave;
    how.state = {options_.state_address, options_.state_capacity_bytes};
    keeper_ = std::make_unique<state_keeper>(
        context_, std::move(how), report_, [this] { return workers_->shared_state(); });
}

result<void> session::open_workers()
{
    auto state = keeper_->load_first();
    if (!state)
        return state.error();
    // Not earlier: a large file may take its time, and Ctrl-C is to end that.
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        signals_.add(number);
    succession::settings how;
    how.arguments = options_.arguments;
    how.socket_folder = folder_.worker_socket_path().parent_path();
    how.project_folder = folder_.project_folder();
    how.core_folder = options_.core_folder;
    how.output_is_taken = options_.json;
    how.state_address = options_.state_address;
    how.state_capacity_bytes = options_.state_capacity_bytes;
    how.journal_ring_bytes = options_.journal_bytes;
    if (clock_.paced())
        how.frame_period = clock_.period();
    how.hang_timeout = options_.hang_timeout;
    how.on_crash = options_.on_crash;
    succession::callbacks calls;
    calls.changed = [this] { workers_changed(); };
    calls.tick_finished = [this](worker_process& worker, bool committed) {
        tick_finished(worker, committed);
    };
    calls.last_picture = [this](worker_process& worker) { show_picture(worker); };
    calls.settled = [this](const std::string& problem) { settled(problem); };
    calls.delayed = [this](const std::string& problem) { answer_settled(problem); };
    calls.failed = [this](failure reason, succession::blame on) {
        if (on == succession::blame::state)
            reason = keeper_->with_advice(std::move(reason));
        nothing_to_play(std::move(reason));
    };
    calls.debugger_changed = [this](platform::debugger_state seen) { debugger_changed(seen); };
    calls.all_ended = [this] { all_ended(); };
    auto workers = succession::create(
        context_, std::move(how), display_->textures(), report_, std::move(calls), std::move(*state));
    if (!workers)
        return workers.error();
    workers_ = std::move(*workers);

    auto images = stager::create(folder_.project_folder());
    if (!images)
        return images.error();
    image_pipeline::settings what{
        options_.exe, options_.build_command, options_.watch, folder_.project_folder()};
    for (const auto& file : {options_.state_file, options_.dump_state, options_.core_folder})
        if (file)
            what.own_files.push_back(*file);
    image_pipeline::callbacks pipeline_calls;
    pipeline_calls.staged = [this](const pipeline_image& image) { workers_->start(image); };
    pipeline_calls.refused = [this](failure reason) { nothing_to_play(std::move(reason)); };
    pipeline_calls.wanted_generations = [this] { return workers_->wanted_generations(); };
    pipeline_ = std::make_unique<image_pipeline>(
        context_, std::move(*images), std::move(what), report_, std::move(pipeline_calls));
    return {};
}

result<void> session::open_doors()
{
    auto listener = worker_listener::listen(
        context_, folder_.worker_socket_path(),
        [this](int process_id, unique_handle& socket) { return workers_->adopt(process_id, socket); });
    if (!listener)
        return listener.error();
    listener_ = std::move(*listener);
    auto control = control_server::listen(
        context_, folder_.control_socket_path(),
        [this](const request& asked, reply_function reply) { answer(asked, std::move(reply)); });
    if (!control)
        return control.error();
    control_.emplace(std::move(*control));
    return {};
}

result<void> session::run()
{
    keys_ = terminal_keys::open(context_, standard_input, [this](char key) { key_pressed(key); });
    report_started();
    keeper_->start();
    watch_signals();
    look_after_folder();
    if (auto started = pipeline_->start(); !started)
        return started;
    wait_for_tick();
    running = this;
    std::atexit([] {
        if (running)
            running->display_is_gone();
    });
    context_.run();
    running = nullptr;
    if (failure_)
        return *failure_;
    return {};
}

void session::report_started()
{
    report::started event;
    event.pid = platform::own_process_id();
    event.folder = folder_.project_folder().string();
    event.exe = options_.exe.string();
    event.width = options_.width;
    event.height = options_.height;
    event.fps = options_.fps;
    event.headless = options_.headless;
    for (const auto& path : options_.watch)
        event.watched.push_back(path.string());
    event.keys = keys_ != nullptr;
    report_.say(event);
}

/// `git clean -fdx` takes it away under a running session.
void session::look_after_folder()
{
    const auto found = folder_.restore();
    if (!found && folder_problem_ != found.error().sentence)
        report_.say(report::notice{folder_problem_ = found.error().sentence});
    if (found && *found == session_folder::condition::made_anew)
        report_.say(
            report::notice{"what lay in .respawn was removed, and is made anew; of the builds only those "
                           "that run can be started again"});
    if (found)
        folder_problem_.clear();
    for (const worker_process* worker : workers_->in_play())
        pipeline_->put_back_if_gone(
            worker->launch().exe, static_cast<std::uint32_t>(worker->launch().generation),
            worker->process_id());
    folder_timer_.start(folder_interval);
}

// Frames.

bool session::wants_frames() const
{
    return !stopping_for_ && (workers_->live() || workers_->successor_is_ready()) &&
           (!paused_ || steps_left_ != 0);
}

/// Sees to it that on_tick() is called: for the next frame, or to look after the window now and then.
void session::wait_for_tick()
{
    if (stopping_for_)
        return;
    const auto now = clock::now();
    const worker_process* live = workers_->live();
    const bool is_busy = live && live->busy();
    if (wants_frames() && clock_.paced())
        set_timer(is_busy ? std::max(clock_.next(), now + clock_.period()) : clock_.next());
    else if (wants_frames() && !is_busy)
        // Not by the timer: in a virtual machine setting it takes longer than a short frame.
        asio::post(context_, [this] { on_tick(); });
    else if (tick_timer_.expiry() <= now)
        set_timer(now + idle_interval);
}

void session::set_timer(clock::time_point when)
{
    tick_timer_.expires_at(when);
    tick_timer_.async_wait([this](const std::error_code& error) {
        if (!error)
            on_tick();
    });
}

void session::on_tick()
{
    display_->pump(input_);
    for (const char key : display_->take_keys())
        key_pressed(key);
    refresh_screen();
    if (input_.close_requested() && !close_timer_.running()) {
        close_timer_.start(close_patience);
        if (!wants_frames())
            stop("the window was closed");
    }
    if (wants_frames())
        run_frame();
    wait_for_tick();
}

void session::workers_changed()
{
    if (paused_ && steps_left_ == 0 && workers_->successor_is_ready())
        report_.say(report::notice{"the new worker is ready and takes over when the game goes on"});
    refresh_screen();
    wait_for_tick();
}

void session::run_frame()
{
    worker_process* live = workers_->live();
    if (live && live->busy())
        return;
    if (!live && !workers_->is_playing())
        clock_.restart(clock::now());
    if (workers_->successor_is_ready())
        workers_->hand_over();
    const std::uint64_t ticks = clock_.take(clock::now());
    workers_->add_late_frames(ticks - 1);
    give_tick(*workers_->live(), ticks);
}

void session::give_tick(worker_process& worker, std::uint64_t ticks)
{
    const std::uint64_t frame = workers_->state().frame() + 1;
    if (script_)
        script_->play(frame, input_);
    const auto [width, height] = display_->size();
    input_.resize(static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
    player::region_data& told = worker.input();
    input_.take(told);
    told.frame = frame;
    // A script is played back the same every time, whatever the machine is doing.
    told.dt_ns =
        clock_.period().count() * static_cast<std::int64_t>(script_ ? 1 : std::min(ticks, max_ticks_a_frame));
    close_was_told_ = told.close_requested != 0;
    worker.give_tick();
}

void session::tick_finished(worker_process& worker, bool committed)
{
    if (!options_.headless)
        show_picture(worker);
    if (committed && steps_left_ != 0 && --steps_left_ == 0)
        end_steps({});
    if (close_was_told_)
        stop("the window was closed");
    else if (options_.frames && workers_->frames_committed() >= *options_.frames)
        stop(std::to_string(*options_.frames) + " frames were run, as --frames asked");
    wait_for_tick();
}

/// Headless, this is done only for pictures that somebody will see.
void session::show_picture(worker_process& worker)
{
    const auto picture = worker.take_picture();
    if (!picture.slot || display_is_gone_)
        return;
    const auto shown = display_->show(picture.slot, picture.width, picture.height);
    if (shown)
        picture_problem_.clear();
    else if (picture_problem_ != shown.error().sentence)
        report_.say(report::notice{picture_problem_ = shown.error().sentence});
}

// The user.

void session::key_pressed(char key)
{
    switch (key) {
    case 'r':
        tell_failure(workers_->restart());
        break;
    case 'b':
        tell_failure(workers_->back(std::nullopt));
        break;
    case 'R':
        tell_failure(workers_->reset());
        break;
    case 'p':
        set_paused(!paused_);
        break;
    case 's':
        set_paused(true);
        step(1, [this](const reply& answer) {
            if (!answer.error.empty())
                report_.say(report::notice{answer.error});
        });
        break;
    case 'h':
        report_.say(report::keys_help{});
        break;
    case 'q':
        stop("q was pressed");
        break;
    default:
        break;
    }
}

void session::answer(const request& asked, reply_function reply)
{
    switch (asked.what) {
    case action::status:
        reply({{}, status(), {}});
        break;
    case action::restart:
        answer_when_settled(workers_->restart(), std::move(reply));
        break;
    case action::generations:
        reply({{}, {}, generations()});
        break;
    case action::back:
        answer_when_settled(workers_->back(asked.generation), std::move(reply));
        break;
    case action::reset:
        answer_when_settled(workers_->reset(), std::move(reply));
        break;
    case action::pause:
    case action::resume:
        set_paused(asked.what == action::pause);
        reply({});
        break;
    case action::step:
        set_paused(true);
        step(asked.steps, std::move(reply));
        break;
    case action::screenshot:
        reply(take_screenshot(asked));
        break;
    case action::save:
        save(asked.file, std::move(reply));
        break;
    case action::load:
        load(asked.file, std::move(reply));
        break;
    case action::quit:
        reply({});
        stop("respawn quit was given");
        break;
    }
}

void session::tell_failure(const result<void>& started)
{
    if (!started)
        report_.say(report::notice{started.error().sentence});
}

/// While the game is paused a new worker can't show that it works: then the answer does not wait for that.
void session::answer_when_settled(const result<void>& started, reply_function reply)
{
    if (!started)
        reply({started.error().sentence, {}, {}});
    else if (paused_)
        reply({});
    else
        settled_replies_.push_back(std::move(reply));
}

void session::answer_settled(const std::string& problem)
{
    for (const reply_function& answer : std::exchange(settled_replies_, {}))
        answer({problem, {}, {}});
}

void session::settled(const std::string& problem)
{
    answer_settled(problem);
    if (!workers_->live() && !problem.empty())
        end_steps(problem);
    if (!workers_->anything_was_live() && !problem.empty() && !stopping_for_)
        keeper_->first_state_was_refused();
}

session_status session::status() const
{
    session_status now;
    now.frame = workers_->state().frame();
    now.state_bytes = workers_->state().bytes().size();
    now.paused = paused_;
    if (const worker_process* live = workers_->live()) {
        now.generation = live->launch().generation;
        now.worker = worker_status{live->process_id(), live->launch().exe};
    }
    if (const worker_process* next = workers_->candidate())
        now.next = next_status_of(*next);
    now.in_debugger = in_debugger_;
    now.kept_pid = workers_->kept_process_id();
    return now;
}

std::vector<generation_status> session::generations() const
{
    std::vector<generation_status> all;
    for (const generation_record& each : workers_->generations().all()) {
        const std::uint64_t generation = each.image.generation;
        const bool live = workers_->live() && workers_->generation() == generation;
        const bool next = workers_->candidate() && workers_->candidate()->launch().generation == generation;
        all.push_back(
            {generation, each.image.built, each.image.bytes, each.frames, live, next, is_kept(each.image),
             each.ending.value_or("")});
    }
    return all;
}

/// Shows over the game's picture what has changed about it, also while no frames are run.
void session::refresh_screen()
{
    screen_.set_situation(situation_now());
    if (auto changed = screen_.take_change())
        display_->set_overlay(std::move(*changed));
}

situation session::situation_now() const
{
    situation now;
    now.plays = workers_->live() != nullptr;
    now.held = workers_->held();
    now.paused = paused_;
    now.in_debugger = in_debugger_;
    now.generation = workers_->generation();
    now.kept_process_id = workers_->kept_process_id();
    if (const worker_process* next = workers_->candidate(); next && next->warms_up_long())
        now.warms_up_long = next->launch().generation;
    // Of a game that plays nobody wants to see them.
    now.frame = paused_ ? workers_->state().frame() : 0;
    now.can_go_back = !now.plays && workers_->earlier_generation() != nullptr;
    return now;
}

void session::debugger_changed(platform::debugger_state seen)
{
    in_debugger_ = seen == platform::debugger_state::stopped;
    if (seen == platform::debugger_state::stopped)
        report_.say(report::notice{"a debugger has stopped the worker; nothing times out meanwhile"});
}

reply session::take_screenshot(const request& asked)
{
    if (worker_process* live = workers_->live())
        show_picture(*live);
    refresh_screen();
    pipeline_->add_own_file(asked.file);
    const auto saved = display_->save_png(
        asked.file.string(), asked.with_overlay ? saved_picture::of_window : saved_picture::of_game);
    return saved ? reply{} : reply{saved.error().sentence, {}, {}};
}

void session::save(const std::filesystem::path& file, reply_function reply)
{
    const auto wanted = file.empty() ? std::nullopt : std::optional{file};
    if (wanted)
        pipeline_->add_own_file(file);
    keeper_->save(wanted, [reply = std::move(reply)](const result<saved_state>& saved) {
        supervisor::reply answer;
        if (saved)
            answer.file = saved->file;
        else
            answer.error = saved.error().sentence;
        reply(std::move(answer));
    });
}

void session::load(const std::filesystem::path& file, reply_function reply)
{
    keeper_->load(
        file,
        [this, reply = std::move(reply)](const result<state_keeper::state_pointer>& state) {
            answer_when_settled(state ? workers_->load(*state) : state.error(), reply);
        });
}

void session::set_paused(bool paused)
{
    if (paused_ == paused)
        return;
    paused_ = paused;
    end_steps("the game was resumed before all steps were made");
    const std::uint64_t frame = workers_->state().frame();
    if (paused) {
        report_.say(report::paused{frame});
        settled({});
    } else {
        report_.say(report::resumed{frame});
        // What was typed meanwhile was not meant for the game.
        input_.restore(input_.devices());
    }
    begin_time_anew();
    wait_for_tick();
}

/// The time that the user held the game is nobody's delay.
void session::begin_time_anew()
{
    clock_.restart(clock::now());
    workers_->begin_time_anew();
}

void session::step(std::uint64_t frames, reply_function reply)
{
    if (!workers_->live() && !workers_->successor_is_ready()) {
        if (reply)
            reply({"no worker is running: build the game, or press r to start it again", {}, {}});
        return;
    }
    if (steps_left_ == 0)
        begin_time_anew();
    steps_left_ += frames;
    if (reply)
        step_replies_.push_back(std::move(reply));
    wait_for_tick();
}

void session::end_steps(const std::string& problem)
{
    steps_left_ = 0;
    for (const reply_function& answer : std::exchange(step_replies_, {}))
        answer({problem, {}, {}});
}

void session::watch_signals()
{
    signals_.async_wait([this](const std::error_code& error, int number) {
        if (error)
            return;
        if (const auto file = keeper_->file_waited_for())
            return give_up_saving(*file);
        if (stopping_for_)
            workers_->kill_all();
        stop(number == SIGINT ? "Ctrl-C was pressed" : "it was told to by a signal");
        watch_signals();
    });
}

// The end.

void session::stop(const std::string& reason)
{
    if (stopping_for_)
        return;
    stopping_for_ = reason;
    tick_timer_.cancel();
    pipeline_->stop();
    settled("the supervisor is ending");
    end_steps("the supervisor is ending");
    workers_->retire_all();
}

/// An image or a worker is of no use. With a build command the next build may do better.
void session::nothing_to_play(failure reason)
{
    if (!workers_->anything_was_live() && options_.build_command.empty())
        fail(std::move(reason));
}

void session::fail(failure reason)
{
    if (!failure_)
        failure_ = std::move(reason);
    stop("the worker could not be used");
}

void session::all_ended()
{
    keeper_->finish([this](const result<void>& saved) {
        if (!saved && !failure_)
            failure_ = saved.error();
        finish();
    });
}

void session::give_up_saving(const std::filesystem::path& file)
{
    save_was_given_up_ = true;
    if (!failure_)
        failure_ = failure{
            "the save of the state to " + file.string() +
            " was given up before the disk had all of it; the file is the old one or the new one"};
    finish();
}

/// In the middle of a call to the display, which must not be used any more.
void session::display_is_gone()
{
    running = nullptr;
    display_is_gone_ = true;
    stop("the window's display is gone");
    context_.restart();
    context_.run();
    keeper_.reset();
    leave_behind_nothing();
}

void session::leave_behind_nothing()
{
    keys_.reset();
    const session_folder gone = std::move(folder_);
}

void session::finish()
{
    // Who presses Ctrl-C once more now must not spoil a clean end.
    platform::block_ending_signals();
    if (options_.dump_state && !save_was_given_up_)
        if (auto dumped = workers_->state().dump(options_.dump_state->string()); !dumped && !failure_)
            failure_ = dumped.error();
    report::stopped event;
    event.frame = workers_->state().frame();
    event.frames_committed = workers_->frames_committed();
    event.late_frames = workers_->late_frames();
    event.reason = *stopping_for_;
    report_.say(event);
    context_.stop();
}

int run_session(const run_options& options)
{
    const auto made = session::create(options);
    const result<void> ended = made ? (*made)->run() : made.error();
    if (!ended)
        std::fprintf(stderr, "respawn: %s\n", ended.error().sentence.c_str());
    const int exit_code = ended ? 0 : 1;
    if (made && (*made)->waits_for_a_disk()) {
        (*made)->leave_behind_nothing();
        std::_Exit(exit_code);
    }
    return exit_code;
}

} // namespace respawn::supervisor
