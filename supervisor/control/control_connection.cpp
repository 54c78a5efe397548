#include "supervisor/control/control_connection.hpp"

#include "supervisor/control/platform/private_folder.hpp"

#include <asio/buffer.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>

#include <string_view>
#include <utility>

namespace respawn::supervisor {

control_connection::control_connection(
    asio::io_context& context, asio::local::stream_protocol::socket socket,
    std::weak_ptr<const request_handler> handler, std::chrono::milliseconds patience) :
    socket_{std::move(socket)},
    deadline_{context, [this] { close(); }}, patience_{patience}, handler_{std::move(handler)}
{}

void control_connection::read_request()
{
    deadline_.start(patience_);
    asio::async_read_until(
        socket_, asio::dynamic_buffer(incoming_, max_control_line_bytes), '\n',
        [self = shared_from_this()](std::error_code error, std::size_t line_bytes) {
            self->deadline_.stop();
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
    deadline_.stop();
    socket_.close(ignored);
}

bool control_connection::is_there()
{
    return socket_.is_open() && platform::peer_is_there(socket_.native_handle());
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
    deadline_.start(patience_);
    asio::async_write(
        socket_, asio::buffer(outgoing_),
        [self = shared_from_this(), last](std::error_code error, std::size_t) {
            self->deadline_.stop();
            if (error || last)
                self->close();
            else
                self->read_request();
        });
}

reply_function control_connection::reply_once()
{
    reply_function made = [self = std::make_shared<std::shared_ptr<control_connection>>(shared_from_this())](
                              const reply& message) {
        if (const auto connection = std::exchange(*self, nullptr))
            connection->answer(message);
    };
    made.from = weak_from_this();
    return made;
}

} // namespace respawn::supervisor
