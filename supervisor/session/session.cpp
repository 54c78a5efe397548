#include "supervisor/session/session.hpp"

#include "supervisor/platform/orphans.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/platform/programs.hpp"
#include "supervisor/postmortem/core_folder.hpp"
#include "supervisor/report/line_writer.hpp"
#include "supervisor/session/settings_of.hpp"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

constexpr int standard_input = 0;
constexpr int standard_output = 1;
constexpr int standard_error = 2;

/// The session whose loop runs.
session* running = nullptr;

run_options with_sources(run_options options)
{
    if (!options.build_command.empty() && options.watch.empty())
        options.watch = {"."};
    return options;
}

} // namespace

session::session(const run_options& options, session_folder folder) :
    options_{with_sources(options)}, signals_{context_}, folder_{std::move(folder)},
    report_{context_, report::choose_form(standard_output, options.json), standard_output},
    states_{
        options.state_address, options.state_capacity_bytes, options.audits,
        [this](const std::string& problem) { report_.say(report::notice{problem}); }},
    hooks_{context_, options.hooks, report_}, followers_{
                                                  context_, options.gate, options.gate_timeout,
                                                  options.wrap.empty() ? follow_when::spawned
                                                                       : follow_when::connected,
                                                  [this] { workers_->open_gate(); }}
{}

result<std::unique_ptr<session>> session::create(const run_options& options)
{
    std::error_code ignored;
    if (options.build_command.empty() && !std::filesystem::exists(options.exe, ignored))
        return failure{
            options.exe.string() +
            " does not exist; build it first, or give the command that does with --build"};
    if (const auto missing = platform::missing_program(options.wrap))
        return failure{
            "there is no program '" + *missing +
            "', which --wrap names: install it, or name it by its whole path"};
    auto folder = session_folder::open(std::filesystem::current_path());
    if (!folder)
        return folder.error();
    platform::forbid_others_to_look_inside();
    if (auto adopts = platform::adopt_orphans(own_mark()); !adopts)
        return adopts.error();
    std::unique_ptr<session> made{new session{options, std::move(*folder)}};
    if (auto opened = made->open(); !opened)
        return opened.error();
    return made;
}

result<void> session::open()
{
    auto play = game_loop_settings(options_);
    if (!play)
        return play.error();
    if (auto opened = open_window(); !opened)
        return opened;
    open_keeper();
    if (auto opened = open_workers(); !opened)
        return opened;
    if (auto opened = open_pipeline(); !opened)
        return opened;
    open_loop(std::move(*play));
    if (auto opened = open_doors(); !opened)
        return opened;
    // The last: who is refused for something else finds no new folder.
    if (options_.core_folder)
        return postmortem::prepare_core_folder(*options_.core_folder);
    return {};
}

result<void> session::open_window()
{
    auto opened = display::create(window_settings(options_));
    if (!opened)
        return opened.error();
    const auto set =
        [this](const std::string& path, const std::string& value, inspector_panel::answer_function answer) {
            request asked;
            asked.what = action::set;
            asked.path = path;
            asked.value = value;
            requests_->set_value(
                asked, [answer = std::move(answer)](const reply& said) { answer(said.output, said.error); });
        };
    const auto look = [this](inspector_panel& panel, std::size_t rows) {
        states_.show(workers_->state(), panel, rows);
    };
    window_ = std::make_unique<game_window>(
        std::move(*opened), report_, set, look, window_settings(options_),
        options_.size_is_given ? game_window::size_is::the_users : game_window::size_is::the_games);
    return {};
}

void session::open_keeper()
{
    state_keeper::settings how = state_keeper_settings(options_);
    how.tell_pointers = [this](const committed_state& state) { return states_.excerpt_for(state); };
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
    succession::settings how = succession_settings(options_, folder_);
    how.launch.take_gate = [this] { return followers_.take_gate(); };
    auto workers = succession::create(
        context_, std::move(how), {window_->textures(), audio_.recordings()}, report_, worker_calls(),
        std::move(*state));
    if (!workers)
        return workers.error();
    workers_ = std::move(*workers);
    return {};
}

succession::callbacks session::worker_calls()
{
    succession::callbacks calls;
    calls.changed = [this] { workers_changed(); };
    calls.started = [this] { tell_followers(); };
    calls.news = [this](const worker_process& worker, worker_news what) { tell_hooks(worker, what); };
    calls.tick_finished = [this](worker_process& worker, bool committed) {
        loop_->tick_finished(worker, committed);
    };
    calls.last_picture = [this](worker_process& worker) { window_->show_picture(worker); };
    calls.settled = [this](const std::string& problem) { settled(problem); };
    calls.delayed = [this](const std::string& problem) { requests_->settle(problem); };
    calls.failed = [this](failure reason, blame on) {
        if (on == blame::state)
            reason = keeper_->with_advice(std::move(reason));
        nothing_to_play(std::move(reason));
    };
    calls.debugger_changed = [this](platform::debugger_state seen) { loop_->debugger_changed(seen); };
    calls.all_ended = [this] { all_ended(); };
    return calls;
}

result<void> session::open_pipeline()
{
    auto images = stager::create(folder_.project_folder());
    if (!images)
        return images.error();
    image_pipeline::callbacks calls;
    calls.staged = [this](const pipeline_image& image) { workers_->start(image); };
    calls.refused = [this](failure reason) { nothing_to_play(std::move(reason)); };
    calls.wanted_generations = [this] { return workers_->wanted_generations(); };
    calls.plays_already = [this] { return workers_->played_by_hand(); };
    calls.is_played_already = [this](const std::filesystem::path& image) {
        return workers_->settle_on(image);
    };
    pipeline_ = std::make_unique<image_pipeline>(
        context_, std::move(*images), image_pipeline_settings(options_, folder_), report_, std::move(calls));
    guests_ = std::make_unique<guests>(context_, *pipeline_, *workers_, report_);
    folder_care_ = std::make_unique<folder_care>(context_, folder_, *pipeline_, *workers_, report_);
    return {};
}

void session::open_loop(game_loop::settings how)
{
    game_loop::callbacks calls;
    calls.key_pressed = [this](char key) { key_pressed(key); };
    calls.paused = [this] { requests_->settle({}); };
    calls.stop = [this](const std::string& reason) { stop(reason); };
    loop_ = std::make_unique<game_loop>(
        context_, std::move(how), *workers_, *window_, audio_, states_, report_, std::move(calls));
    requests_ = std::make_unique<requests>(requests::parts{
        *workers_, *loop_, *window_, *pipeline_, *keeper_, states_, followers_,
        [this](const std::string& reason) { stop(reason); }});
}

result<void> session::open_doors()
{
    auto listener = worker_listener::listen(
        context_, folder_.worker_socket_path(), [this](int process_id, unique_handle socket) {
            if (!workers_->adopt(process_id, socket))
                guests_->receive(process_id, std::move(socket));
        });
    if (!listener)
        return listener.error();
    listener_ = std::move(*listener);
    auto control = control_server::listen(
        context_, folder_.control_socket_path(),
        [this](const request& asked, reply_function reply) { requests_->answer(asked, std::move(reply)); });
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
    folder_care_->look();
    if (auto started = pipeline_->start(); !started) {
        static_cast<void>(report_.finish(patience_at_end()));
        return started;
    }
    loop_->go_on();
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
    event.fps = options_.fps.value_or(presentation::usual_frames_per_second);
    event.headless = options_.headless;
    for (const auto& path : options_.watch)
        event.watched.push_back(path.string());
    event.keys = keys_ != nullptr;
    report_.say(event);
}

void session::workers_changed()
{
    loop_->workers_changed();
    tell_followers();
}

void session::tell_hooks(const worker_process& worker, worker_news what)
{
    hook_values values;
    values.event = what;
    values.process_id = worker.process_id();
    values.generation = worker.launch().image.generation;
    values.executable = worker.launch().image.executable;
    values.project = folder_.project_folder();
    hooks_.tell(values);
}

void session::settled(const std::string& problem)
{
    requests_->settle(problem);
    if (!workers_->live() && !problem.empty()) {
        loop_->end_steps(problem);
        states_.worker_is_gone();
        states_.end_edits("nobody plays any more: " + problem);
    }
    if (!workers_->anything_was_live() && !problem.empty() && !stopping_for_)
        keeper_->first_state_was_refused();
}

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
        loop_->set_paused(!loop_->is_paused());
        break;
    case 's':
        loop_->set_paused(true);
        loop_->step(1, [this](const reply& answer) {
            if (!answer.error.empty())
                report_.say(report::notice{answer.error});
        });
        break;
    case 'i':
        window_->toggle_panel();
        loop_->refresh_panel();
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

void session::tell_failure(const result<void>& started)
{
    if (!started)
        report_.say(report::notice{started.error().sentence});
}

void session::watch_signals()
{
    signals_.async_wait([this](const std::error_code& error, int number) {
        if (error)
            return;
        if (const auto file = keeper_->file_waited_for())
            return give_up_saving(*file);
        if (stopping_for_) {
            workers_->kill_all();
            hooks_.kill_all();
        }
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
    const std::string problem = "the supervisor is ending";
    pipeline_->stop();
    settled(problem);
    loop_->end(problem);
    states_.end_edits(problem);
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
    states_.worker_is_gone();
    keeper_->finish([this](const result<void>& saved) {
        if (!saved && !failure_)
            failure_ = saved.error();
        hooks_.end([this] { finish(); });
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

bool session::waits_for_a_disk()
{
    return keeper_->is_busy() || pipeline_->is_staging() || report_.file_thread().is_busy() ||
           workers_->outputs().is_busy();
}

/// In the middle of a call to the display, which must not be used any more.
void session::display_is_gone()
{
    running = nullptr;
    window_->display_is_gone();
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
    const bool is_printed = workers_->outputs().finish();
    report::stopped event;
    event.frame = workers_->state().frame();
    event.frames_committed = workers_->frames_committed();
    event.late_frames = workers_->late_frames();
    event.reason = *stopping_for_;
    report_.say(event);
    const bool is_said = report_.finish(patience_at_end(is_printed));
    if (!(is_printed && is_said) && !failure_)
        failure_ = failure{
            "the last of what was printed was given up before its disk, or its reader, had taken all of it: "
            "lines may be missing at the end of an output, and of the logs in .respawn/gen; look why that "
            "disk or reader stands still"};
    context_.stop();
}

int run_session(const run_options& options)
{
    const auto made = session::create(options);
    const result<void> ended = made ? (*made)->run() : made.error();
    const int exit_code = ended ? 0 : 1;
    // The error output may stand still, too.
    asio::io_context context;
    background_thread files{context};
    const auto errors =
        report::open_writer(context, files, standard_error, [](std::uint64_t) { return std::string{}; });
    if (!ended)
        errors->write("respawn: " + ended.error().sentence + "\n");
    static_cast<void>(errors->finish(1s));
    if (files.is_busy() || (made && (*made)->waits_for_a_disk())) {
        if (made)
            (*made)->leave_behind_nothing();
        std::_Exit(exit_code);
    }
    return exit_code;
}

} // namespace respawn::supervisor
