#include <respawn/worker.hpp>

#include "shared/protocol/messages.hpp"
#include "shared/session/running_session.hpp"
#include "worker/source/platform/own_executable.hpp"
#include "worker/source/platform/start_gate.hpp"
#include "worker/source/platform/thread_exit.hpp"
#include "worker/source/runtime/session.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <utility>

namespace respawn {

namespace {

/// Ends a process that can't be a worker.
[[noreturn]] void complain(const std::string& program, const std::string& sentence)
{
    std::fprintf(stderr, "%s: %s\n", program.c_str(), sentence.c_str());
    std::exit(protocol::refused_exit_code);
}

/// The supervisor that runs where this process was started, or else where its executable lies.
running_session session_of(const std::string& program)
{
    std::error_code error;
    const auto here = std::filesystem::current_path(error);
    const auto executable = platform::own_executable();
    for (const auto& place : {here, executable.parent_path()}) {
        const auto found = find_session(place);
        if (!found)
            complain(program, found.error().sentence);
        if (*found)
            return **found;
    }
    complain(
        program, "this game is played by respawn, and none runs in " + here.string() +
                     " or a folder above it; "
                     "start it with 'respawn run " +
                     executable.string() +
                     "': from then on this program takes the game over when it is started by hand");
}

/// Of the supervisor that started this process, or that runs here.
std::string supervisor_socket(const std::string& program)
{
    if (const char* folder = std::getenv("RESPAWN_SESSION"))
        return std::string{folder} + "/" + worker_socket_name;
    return session_of(program).worker_socket_path().string();
}

std::unique_ptr<detail::session> connect(const std::string& program)
{
    platform::have_start_gate();
    auto connection = detail::connection::open(supervisor_socket(program));
    if (connection)
        return std::make_unique<detail::session>(program, std::move(*connection));
    complain(program, connection.error().sentence);
}

} // namespace

worker::worker(int argc, char** argv) : session_{connect(argc > 0 ? argv[0] : "a respawn worker")} {}

worker::~worker() = default;

void* worker::root(std::string_view name, const detail::type_description& type, void (*construct)(void*))
{
    return session_->root(name, type, construct);
}

frame worker::next_frame()
{
    return frame{session_->begin_frame() ? session_.get() : nullptr};
}

std::optional<texture> worker::find_texture(std::string_view name)
{
    return session_->find_texture(name);
}

texture worker::make_texture(std::string_view name, int width, int height, std::span<const std::uint8_t> rgba)
{
    return session_->make_texture(name, width, height, rgba);
}

std::uint64_t worker::generation() const
{
    return session_->generation();
}

frame::frame(detail::session* session) noexcept :
    session_{session}, exceptions_at_start_{std::uncaught_exceptions()}
{}

frame::frame(frame&& other) noexcept :
    session_{std::exchange(other.session_, nullptr)}, exceptions_at_start_{other.exceptions_at_start_}
{}

frame::~frame()
{
    if (!session_)
        return;
    if (std::uncaught_exceptions() > exceptions_at_start_ || platform::thread_is_exiting())
        session_->drop_frame();
    else
        session_->commit_frame();
}

const input& frame::input() const
{
    return session_->input();
}

std::chrono::nanoseconds frame::duration() const
{
    return std::chrono::nanoseconds{session_->tick().dt_ns};
}

float frame::dt() const
{
    return std::chrono::duration<float>{duration()}.count();
}

std::uint64_t frame::number() const
{
    return session_->tick().frame;
}

canvas& frame::canvas() const
{
    return session_->canvas();
}

pixels frame::pixels() const
{
    return session_->pixels();
}

} // namespace respawn
