#include "supervisor/debug/dap_stream.hpp"

#include <utility>

namespace respawn::supervisor {

dap_stream::dap_stream(asio::io_context& loop, unique_handle input, unique_handle output) :
    input_{loop, std::move(input)}, output_{loop, std::move(output)}
{}

void dap_stream::start(message_function received, end_function ended)
{
    received_ = std::move(received);
    ended_ = std::move(ended);
    read();
}

void dap_stream::read()
{
    input_.read([self = shared_from_this()](std::string_view bytes) {
        if (!self->received_)
            return;
        if (bytes.empty())
            self->end({});
        else
            self->take(bytes);
    });
}

void dap_stream::take(std::string_view bytes)
{
    reader_.add(bytes);
    while (received_) {
        const auto content = reader_.next();
        if (!content)
            return end(content.error().sentence);
        if (!*content)
            break;
        // It may close this.
        const auto received = received_;
        received(**content);
    }
    if (!received_)
        return;
    if (const auto other = other_.lock())
        other->when_written([self = shared_from_this()] {
            if (self->received_)
                self->read();
        });
    else
        read();
}

void dap_stream::end(const std::string& sentence)
{
    received_ = nullptr;
    if (const auto ended = std::exchange(ended_, nullptr))
        ended(sentence);
}

void dap_stream::send(const std::string& content)
{
    to_write_ += framed(content);
    if (!is_writing_)
        write();
}

void dap_stream::write()
{
    is_writing_ = true;
    output_.write(std::exchange(to_write_, {}), [self = shared_from_this()](bool is_written) {
        self->is_writing_ = false;
        if (!is_written)
            self->to_write_.clear();
        if (!self->to_write_.empty())
            self->write();
        else if (const auto written = std::exchange(self->written_, nullptr))
            written();
    });
}

void dap_stream::when_written(std::function<void()> what)
{
    if (!is_writing_)
        what();
    else
        written_ = std::move(what);
}

void dap_stream::close()
{
    received_ = nullptr;
    ended_ = nullptr;
    written_ = nullptr;
    input_.close();
    output_.close();
}

} // namespace respawn::supervisor
