#pragma once

#include "shared/unique_handle.hpp"
#include "supervisor/debug/dap_framing.hpp"
#include "supervisor/platform/byte_stream.hpp"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace respawn::supervisor {

/// Messages of the debug adapter protocol, in both directions, to one program.
///
/// It reads no more while much of what was read for the other side waits to be written: see wait_for().
///
/// Threads: the loop's.
class dap_stream : public std::enable_shared_from_this<dap_stream> {
public:
    using message_function = std::function<void(const std::string& content)>;
    /// Why it has ended; empty: the other program has closed it.
    using end_function = std::function<void(const std::string& sentence)>;

    dap_stream(asio::io_context& loop, unique_handle input, unique_handle output);

    /// Begins to read.
    void start(message_function received, end_function ended);
    void send(const std::string& content);
    /// From now on, what is read here goes there, and is read only as fast as it is written there.
    void wait_for(const std::shared_ptr<dap_stream>& other) { other_ = other; }
    /// Calls it once all is written, or can't be.
    void when_written(std::function<void()> what);
    /// Nothing is called any more.
    void close();

private:
    void read();
    void take(std::string_view bytes);
    void write();
    void end(const std::string& sentence);

    platform::byte_stream input_, output_;
    dap_reader reader_;
    std::string to_write_;
    bool is_writing_ = false;
    message_function received_;
    end_function ended_;
    std::function<void()> written_;
    std::weak_ptr<dap_stream> other_;
};

} // namespace respawn::supervisor
