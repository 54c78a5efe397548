#include "supervisor/control/control_client.hpp"

#include "supervisor/control/platform/private_folder.hpp"

#include <asio/buffer.hpp>
#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>

#include <fmt/format.h>

#include <functional>
#include <string>
#include <system_error>

namespace respawn::supervisor {
namespace {

using local = asio::local::stream_protocol;

/// One question and its answer, as far as they got.
struct conversation {
    asio::io_context context;
    local::socket socket{context};
    std::string outgoing;
    std::string incoming;
    std::error_code error;
    bool trusted = true;
    bool answered = false;

    void connect(const std::string& path);
    void send();
    void receive();
    void then(std::error_code outcome, void (conversation::*next)());
};

void conversation::then(std::error_code outcome, void (conversation::*next)())
{
    error = outcome;
    if (!error)
        (this->*next)();
}

void conversation::connect(const std::string& path)
{
    socket.async_connect(
        local::endpoint{path}, [this](std::error_code outcome) { then(outcome, &conversation::send); });
}

void conversation::send()
{
    trusted = platform::peer_is_this_user(socket.native_handle());
    if (trusted) {
        asio::async_write(
            socket, asio::buffer(outgoing),
            [this](std::error_code outcome, std::size_t) { then(outcome, &conversation::receive); });
    }
}

void conversation::receive()
{
    asio::async_read_until(
        socket, asio::dynamic_buffer(incoming, max_control_line_bytes), '\n',
        [this](std::error_code outcome, std::size_t bytes) {
            error = outcome;
            answered = !outcome;
            incoming.resize(answered ? bytes - 1 : 0);
        });
}

std::string name(const running_session& session)
{
    return fmt::format("the respawn of {} (pid {})", session.project_folder.string(), session.pid);
}

result<reply> outcome_of(
    const conversation& talk, const running_session& session, std::chrono::milliseconds patience)
{
    if (!talk.trusted)
        return failure{name(session) + " belongs to another user: only they can command it"};
    if (talk.error == asio::error::eof)
        return failure{name(session) + " ended, or has too many clients, before it answered; try again"};
    if (talk.error == std::errc::no_such_file_or_directory)
        return failure{name(session) + " is just starting; try again in a moment"};
    if (talk.error)
        return system_failure("cannot reach " + name(session), talk.error);
    if (!talk.answered)
        return failure{fmt::format(
            "{} has not answered within {} s; it may be busy with that still: 'respawn status' tells",
            name(session), std::chrono::duration_cast<std::chrono::seconds>(patience).count())};
    auto answer = parse_reply(talk.incoming);
    if (answer && !answer->error.empty())
        return failure{answer->error};
    return answer;
}

} // namespace

result<reply> ask(const running_session& session, const request& message, std::chrono::milliseconds patience)
{
    const auto path = session.control_socket_path.string();
    if (path.size() > platform::max_socket_path_bytes())
        return failure{"the lock file of " + session.project_folder.string() + " names no usable socket"};
    conversation talk;
    talk.outgoing = to_line(message) + "\n";
    talk.connect(path);
    talk.context.run_for(patience);
    return outcome_of(talk, session, patience);
}

} // namespace respawn::supervisor
