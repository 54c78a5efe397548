#include "worker/source/interface/session.hpp"

#include "shared/protocol/messages.hpp"
#include "shared/session/running_session.hpp"
#include "shared/text/utf8.hpp"
#include "worker/source/platform/own_executable.hpp"
#include "worker/source/platform/start_gate.hpp"
#include "worker/source/runtime/worker_session.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace respawn {

namespace {

/// What the supervisor tells the processes that it starts: where it listens.
constexpr auto session_variable = "RESPAWN_SESSION";

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
    if (const char* folder = std::getenv(session_variable))
        return std::string{folder} + "/" + worker_socket_name;
    return session_of(program).worker_socket_path().string();
}

protocol::window_message message_of(const window_wishes& wishes)
{
    const auto number = [](int wished) { return static_cast<std::uint32_t>(std::max(wished, 0)); };
    protocol::window_message message{};
    message.kind = static_cast<std::uint32_t>(protocol::message_kind::window);
    message.width = number(wishes.width);
    message.height = number(wishes.height);
    message.frames_per_second = number(wishes.frames_per_second);
    constexpr std::size_t room = sizeof message.title - 1;
    const std::string_view title = wishes.title;
    title.copy(message.title, title.size() > room ? text::character_begin(title, room) : room);
    return message;
}

} // namespace

std::unique_ptr<detail::session> detail::open_session(const char* program, const window_wishes& wishes)
{
    platform::have_start_gate();
    static bool is_open = false;
    if (std::exchange(is_open, true))
        complain(program, "a program has one respawn::worker, and made another: make it once, in main()");
    // In a pipe, too, a line is seen when it is printed, and none is lost in a crash.
    if (std::getenv(session_variable))
        std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    auto supervisor = connection::open(supervisor_socket(program));
    if (!supervisor)
        complain(program, supervisor.error().sentence);
    if (const auto told = supervisor->send(message_of(wishes)); !told)
        complain(program, told.error().sentence);
    return std::make_unique<worker_session>(program, std::move(*supervisor));
}

} // namespace respawn
