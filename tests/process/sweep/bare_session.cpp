#include "tests/process/sweep/bare_session.hpp"

#include "shared/state/layout.hpp"
#include "tests/support/temporary_folder.hpp"

#include <asio/post.hpp>

#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace respawn::test {

using namespace supervisor;

namespace {

template <class T>
T value_of(result<T> made)
{
    if (!made)
        throw std::runtime_error{made.error().sentence};
    return std::move(*made);
}

int open_log(const std::filesystem::path& folder)
{
    std::filesystem::create_directories(folder);
    return ::open((folder / "log").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

} // namespace

bare_session::bare_session(asio::io_context& loop, settings how) :
    loop_{loop}, settings_{std::move(how)}, log_{open_log(settings_.folder)}, report_{
                                                                                  loop,
                                                                                  report::output_form::json,
                                                                                  log_}
{
    succession::settings what;
    what.launch.arguments = settings_.arguments;
    what.launch.socket_folder = settings_.folder;
    what.launch.state_address = respawn::state::default_address;
    what.state_capacity_bytes = std::uint64_t{1} << 30;
    what.launch.journal_ring_bytes = settings_.ring_bytes;
    what.launch.take_gate = [] { return std::chrono::milliseconds{0}; };
    what.hang_timeout = std::chrono::seconds{20};
    succession::callbacks calls;
    calls.changed = [this] {
        settings_.changed();
        play_soon();
    };
    calls.started = [] {};
    calls.news = [](const worker_process&, worker_news) {};
    calls.tick_finished = [this](worker_process&, bool) {
        settings_.changed();
        play_soon();
    };
    calls.last_picture = [](worker_process&) {};
    calls.settled = [](const std::string&) {};
    calls.delayed = [](const std::string&) {};
    calls.failed = [](const failure& reason, blame) { throw std::runtime_error{reason.sentence}; };
    calls.debugger_changed = [](platform::debugger_state) {};
    calls.all_ended = [this] { ended_ = true; };
    workers_ = value_of(succession::create(
        loop, std::move(what), {textures_, recordings_}, report_, std::move(calls), nullptr));
    listener_ = value_of(worker_listener::listen(
        loop, settings_.folder / "worker.sock", [this](int process_id, unique_handle socket) {
            if (!workers_->adopt(process_id, socket))
                turn_away(socket, "the sweep starts its workers itself");
        }));
}

bare_session::~bare_session()
{
    ::close(log_);
}

void bare_session::start_next_generation()
{
    pipeline_image image;
    image.generation = ++generation_;
    image.executable = settings_.worker;
    image.complete = image.staged = std::chrono::steady_clock::now();
    workers_->start(image);
}

void bare_session::end()
{
    workers_->retire_all();
}

/// Not at once: whoever says that something has changed is not done yet.
void bare_session::play_soon()
{
    asio::post(
        loop_, [this] { play(); });
}

void bare_session::play()
{
    const worker_process* live = workers_->live();
    if (ended_ || (live && live->busy()) || !settings_.may_play(state().frame()))
        return;
    if (workers_->successor_is_ready())
        workers_->hand_over({});
    if (worker_process* next = workers_->live()) {
        next->input().frame = state().frame() + 1;
        next->give_tick();
    }
}

std::string bare_session::log() const
{
    return read_file(settings_.folder / "log");
}

void bare_session::clear_log()
{
    if (::ftruncate(log_, 0) != 0)
        throw std::runtime_error{"cannot clear the log"};
}

} // namespace respawn::test
