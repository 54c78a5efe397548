#pragma once

#include "supervisor/control/control_server.hpp"
#include "supervisor/loop/one_shot_timer.hpp"

#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace respawn::supervisor {

/// One client of the control server: reads a line, has it answered, writes the answer, and so on.
///
/// It lives as long as an operation or an answer is under way. Invariant: at most one of reading, answering
/// and writing is.
class control_connection : public asker, public std::enable_shared_from_this<control_connection> {
public:
    control_connection(
        asio::io_context& context, asio::local::stream_protocol::socket socket,
        std::weak_ptr<const request_handler> handler, std::chrono::milliseconds patience);

    void read_request();
    void close();
    [[nodiscard]] bool is_there() override;

private:
    void take_request(std::size_t line_bytes);
    void refuse_line();
    void answer(const reply& message);
    void write_line(const reply& message, bool last);
    [[nodiscard]] reply_function reply_once();

    asio::local::stream_protocol::socket socket_;
    one_shot_timer deadline_; ///< for the client's part
    std::chrono::milliseconds patience_;
    std::weak_ptr<const request_handler> handler_; ///< expired: the server is gone
    std::string incoming_;
    std::string outgoing_;
};

} // namespace respawn::supervisor
