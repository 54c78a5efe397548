#pragma once

#include "shared/unique_handle.hpp"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace respawn::platform {

/// Reads and writes pipes, sockets and terminals from the event loop, without waiting for who is at their
/// other end. Implemented in platform/<os>/.
///
/// Must not outlive the io_context. Threads: the loop's.
class byte_stream {
public:
    byte_stream(asio::io_context& loop, unique_handle handle);
    ~byte_stream() { close(); }
    byte_stream(const byte_stream&) = delete;
    byte_stream& operator=(const byte_stream&) = delete;

    /// Calls `received` once, with the next bytes; with none: there will be no more.
    void read(std::function<void(std::string_view)> received);
    /// Calls `written` when all bytes are written, or with false when they can't be. One call at a time.
    void write(std::string bytes, std::function<void(bool)> written);
    /// Nothing is called any more.
    void close();

private:
    struct state;
    std::shared_ptr<state> state_;
};

/// This process's standard input, or output, for a byte_stream.
///
/// Where the system allows it, this is an open file of our own, so that not waiting changes nothing for the
/// others that have it open, such as the shell.
[[nodiscard]] unique_handle own_standard_input();
[[nodiscard]] unique_handle own_standard_output();

} // namespace respawn::platform
