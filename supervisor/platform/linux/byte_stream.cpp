#include "supervisor/platform/byte_stream.hpp"

#include "supervisor/platform/linux/own_open_file.hpp"

#include <asio/buffer.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/write.hpp>

#include <array>
#include <utility>

#include <unistd.h>

namespace respawn::platform {

/// Kept alive by what is pending, so that a completion that is already queued finds that it is closed.
struct byte_stream::state {
    asio::posix::stream_descriptor descriptor;
    std::array<char, 65536> read_bytes{};
    std::string to_write{};
};

byte_stream::byte_stream(asio::io_context& loop, unique_handle handle) :
    state_{std::make_shared<state>(state{asio::posix::stream_descriptor{loop, handle.release()}})}
{}

void byte_stream::read(std::function<void(std::string_view)> received)
{
    state_->descriptor.async_read_some(
        asio::buffer(state_->read_bytes),
        [self = state_, received = std::move(received)](const std::error_code& error, std::size_t bytes) {
            if (self->descriptor.is_open())
                received({self->read_bytes.data(), error ? 0 : bytes});
        });
}

void byte_stream::write(std::string bytes, std::function<void(bool)> written)
{
    state_->to_write = std::move(bytes);
    asio::async_write(
        state_->descriptor, asio::buffer(state_->to_write),
        [self = state_, written = std::move(written)](const std::error_code& error, std::size_t) {
            if (self->descriptor.is_open())
                written(!error);
        });
}

void byte_stream::close()
{
    std::error_code ignored;
    state_->descriptor.close(ignored);
}

unique_handle own_standard_input()
{
    return own_open_file(STDIN_FILENO, O_RDONLY);
}

unique_handle own_standard_output()
{
    return own_open_file(STDOUT_FILENO, O_WRONLY);
}

} // namespace respawn::platform
