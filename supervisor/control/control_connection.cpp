#include "supervisor/control/control_connection.hpp"

#include <asio/buffer.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>

#include <chrono>
#include <string_view>
#include <utility>

namespace respawn::supervisor {

control_connection::control_connection(
    asio::io_context& context, asio::local::stream_protocol::socket socket,
    std::weak_ptr<const request_handler> handler, std::chrono::milliseconds patience) :
    socket_{std::move(socket)},
    deadline_{context}, patience_{patience}, handler_{std::move(handler)}
{}

void control_connection::read_request()
{
    set_deadline();
    asio::async_read_until(
        socket_, asio::dynamic_buffer(incoming_, max_control_line_bytes), '\n',
        [self = shared_from_this()](std::error_code error, std::size_t line_bytes) {
            self->deadline_.cancel();
            if (!error)
                self->take_request(line_bytes);
            else if (error == asio::error::not_found)
                self->refuse_line();
            else
                self->close();
        });
}

void control_connection::close()
{
    std::error_code ignored;
    deadline_.cancel();
    socket_.close(ignored);
}

void control_connection::take_request(std::size_t line_bytes)
{
    auto message = parse_request(std::string_view{incoming_}.substr(0, line_bytes - 1));
    incoming_.erase(0, line_bytes);
    if (!message)
        return answer({message.error().sentence, std::nullopt});
    if (const auto handler = handler_.lock())
        (*handler)(*std::move(message), reply_once());
}

void control_connection::refuse_line()
{
    write_line({"the line is longer than a request can be", std::nullopt}, true);
}

void control_connection::answer(const reply& message)
{
    if (socket_.is_open())
        write_line(message, false);
}

void control_connection::write_line(const reply& message, bool last)
{
    outgoing_ = to_line(message) + "\n";
    set_deadline();
    asio::async_write(
        socket_, asio::buffer(outgoing_),
        [self = shared_from_this(), last](std::error_code error, std::size_t) {
            self->deadline_.cancel();
            if (error || last)
                self->close();
            else
                self->read_request();
        });
}

void control_connection::set_deadline()
{
    deadline_.expires_after(patience_);
    deadline_.async_wait([weak = weak_from_this()](std::error_code cancelled) {
        const auto self = weak.lock();
        // One that was cancelled too late, and then set anew, must not strike.
        if (self && !cancelled && self->deadline_.expiry() <= std::chrono::steady_clock::now())
            self->close();
    });
}

reply_function control_connection::reply_once()
{
    return [self = std::make_shared<std::shared_ptr<control_connection>>(shared_from_this())](
               const reply& message) {
        if (const auto connection = std::exchange(*self, nullptr))
            connection->answer(message);
    };
}

} // namespace respawn::supervisor
