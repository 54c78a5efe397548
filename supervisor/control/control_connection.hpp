#pragma once

#include "supervisor/control/control_server.hpp"

#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace respawn::supervisor {

/// One client of the control server: reads a line, has it answered, writes the answer, and so on.
///
/// It lives as long as an operation or an answer is under way. Invariant: at most one of reading, answering
/// and writing is.
class control_connection : public std::enable_shared_from_this<control_connection> {
public:
    control_connection(
        asio::io_context& context, asio::local::stream_protocol::socket socket,
        std::weak_ptr<const request_handler> handler, std::chrono::milliseconds patience);

    void read_request();
    void close();

private:
    void take_request(std::size_t line_bytes);
    void refuse_line();
    void answer(const reply& message);
    void write_line(const reply& message, bool last);
    void set_deadline();
    [[nodiscard]] reply_function reply_once();

    asio::local::stream_protocol::socket socket_;
    asio::steady_timer deadline_;
    std::chrono::milliseconds patience_;
    std::weak_ptr<const request_handler> handler_; ///< expired: the server is gone
    std::string incoming_;
    std::string outgoing_;
};

} // namespace respawn::supervisor
