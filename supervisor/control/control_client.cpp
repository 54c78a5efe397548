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
#include <utility>

namespace respawn::supervisor {

using local = asio::local::stream_protocol;

/// One question and its answer, as far as they got.
struct lasting_conversation::connection {
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
    void then(std::error_code outcome, void (connection::*next)());
    [[nodiscard]] result<reply> outcome(
        const running_session& session, std::chrono::milliseconds patience) const;
};

void lasting_conversation::connection::then(std::error_code outcome, void (connection::*next)())
{
    error = outcome;
    if (!error)
        (this->*next)();
}

void lasting_conversation::connection::connect(const std::string& path)
{
    socket.async_connect(
        local::endpoint{path}, [this](std::error_code outcome) { then(outcome, &connection::send); });
}

void lasting_conversation::connection::send()
{
    trusted = platform::peer_is_this_user(socket.native_handle());
    if (trusted) {
        asio::async_write(
            socket, asio::buffer(outgoing),
            [this](std::error_code outcome, std::size_t) { then(outcome, &connection::receive); });
    }
}

void lasting_conversation::connection::receive()
{
    asio::async_read_until(
        socket, asio::dynamic_buffer(incoming, max_reply_line_bytes), '\n',
        [this](std::error_code outcome, std::size_t bytes) {
            error = outcome;
            answered = !outcome;
            incoming.resize(answered ? bytes - 1 : 0);
        });
}

namespace {

std::string name(const running_session& session)
{
    return fmt::format(
        "the respawn of {} (pid {})", session.project_folder.string(), session.holder.process_id);
}

} // namespace

result<reply> lasting_conversation::connection::outcome(
    const running_session& session, std::chrono::milliseconds patience) const
{
    if (!trusted || error == std::errc::permission_denied)
        return failure{name(session) + " belongs to another user: only they can command it"};
    if (error == asio::error::eof)
        return failure{name(session) + " ended, or has too many clients, before it answered; try again"};
    if (error == std::errc::no_such_file_or_directory)
        return failure{name(session) + " is just starting; try again in a moment"};
    if (error)
        return system_failure("cannot reach " + name(session), error);
    if (!answered)
        return failure{fmt::format(
            "{} has not answered within {} s; it may be busy with that still: 'respawn status' tells",
            name(session), std::chrono::duration_cast<std::chrono::seconds>(patience).count())};
    auto answer = parse_reply(incoming);
    if (answer && !answer->error.empty())
        return failure{answer->error};
    return answer;
}

lasting_conversation::lasting_conversation(running_session with) : with_{std::move(with)} {}
lasting_conversation::lasting_conversation(lasting_conversation&&) noexcept = default;
lasting_conversation& lasting_conversation::operator=(lasting_conversation&&) noexcept = default;
lasting_conversation::~lasting_conversation() = default;

result<reply> lasting_conversation::ask(
    const request& message, std::chrono::milliseconds patience, const std::stop_token& stop)
{
    const auto path = with_.control_socket_path().string();
    if (path.size() > platform::max_socket_path_bytes())
        return failure{"the lock file of " + with_.project_folder.string() + " names no usable socket"};
    const bool is_new = !connection_;
    if (is_new)
        connection_ = std::make_unique<connection>();
    connection_->outgoing = to_line(message) + "\n";
    connection_->incoming.clear();
    connection_->answered = false;
    connection_->context.restart();
    {
        const std::stop_callback give_up{stop, [this] { connection_->context.stop(); }};
        if (is_new)
            connection_->connect(path);
        else
            connection_->send();
        connection_->context.run_for(patience);
    }
    auto outcome = connection_->outcome(with_, patience);
    if (!outcome)
        connection_.reset();
    return outcome;
}

result<reply> ask(const running_session& session, const request& message, std::chrono::milliseconds patience)
{
    return lasting_conversation{session}.ask(message, patience);
}

} // namespace respawn::supervisor
