#include "supervisor/output/worker_output.hpp"

#include "supervisor/output/platform/output_channel.hpp"
#include "supervisor/platform/process.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace respawn::supervisor {

namespace {

constexpr std::size_t piece_bytes = std::size_t{64} * 1024;
/// More than a pipe holds; a process that still prints holds nobody up.
constexpr int most_pieces_at_once = 32;

} // namespace

worker_output::worker_output(std::shared_ptr<text_writer> log, std::function<void()> closed) :
    log_{std::move(log)}, closed_{std::move(closed)}
{}

result<std::shared_ptr<worker_output>> worker_output::open(
    asio::io_context& loop, target standard, target error, std::shared_ptr<text_writer> log,
    std::function<void()> closed)
{
    std::shared_ptr<worker_output> made{new worker_output{std::move(log), std::move(closed)}};
    std::vector<target> targets{standard};
    if (!platform::lead_to_same(standard.handle, error.handle))
        targets.push_back(error);
    for (const target& each : targets) {
        auto ends = platform::create_channel_like(each.handle);
        if (!ends)
            return ends.error();
        made->channels_.push_back({std::move(ends->read), std::move(ends->write), &each.writer});
    }
    for (channel& each : made->channels_)
        each.watch = platform::handle_watch{loop, each.read.get(), [self = made.get(), &each] {
                                                self->take(each);
                                                self->close_if_ended();
                                            }};
    return made;
}

void worker_output::started()
{
    for (channel& each : channels_)
        each.write.close();
}

void worker_output::drain()
{
    for (channel& each : channels_)
        for (int count = 0; count != most_pieces_at_once && take(each); ++count)
            continue;
    close_if_ended();
}

bool worker_output::take(channel& from)
{
    if (!from.read)
        return false;
    std::array<char, piece_bytes> buffer;
    const platform::read_outcome got = platform::read_available(from.read.get(), buffer);
    if (got.bytes != 0) {
        from.writer->write({buffer.data(), got.bytes});
        log_->write({buffer.data(), got.bytes});
    }
    if (got.at_end) {
        from.watch.stop();
        from.read.close();
    }
    return got.bytes != 0;
}

void worker_output::close_if_ended()
{
    const bool is_open =
        std::any_of(channels_.begin(), channels_.end(), [](const channel& each) { return bool{each.read}; });
    if (!is_open && closed_)
        std::exchange(closed_, nullptr)();
}

} // namespace respawn::supervisor
