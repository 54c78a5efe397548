#include "supervisor/report/line_writer.hpp"

#include <utility>

namespace respawn::report {
namespace {

using namespace std::chrono_literals;
constexpr auto retry_interval = 20ms;

} // namespace

line_writer::line_writer(asio::io_context& context, int output, gap_line gap, std::size_t limit_bytes) :
    retry_{context}, output_{output}, gap_{std::move(gap)}, limit_bytes_{limit_bytes}
{}

void line_writer::write(std::string message)
{
    if (reader_gone_)
        return;
    if (waiting_.size() + message.size() > limit_bytes_ && !waiting_.empty()) {
        ++left_out_;
        return;
    }
    const bool was_waiting = !waiting_.empty();
    tell_gap();
    waiting_ += std::move(message);
    if (!was_waiting) {
        offer();
        offer_again_later();
    }
}

void line_writer::finish(std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    retry_.cancel();
    offer();
    while (!waiting_.empty() && std::chrono::steady_clock::now() < deadline) {
        output_.wait(retry_interval);
        offer();
    }
}

void line_writer::offer()
{
    const auto written = output_.write(waiting_);
    reader_gone_ = !written;
    waiting_.erase(0, written.value_or(waiting_.size()));
    if (waiting_.empty() && !reader_gone_ && left_out_ > 0) {
        tell_gap();
        offer();
    }
}

void line_writer::offer_again_later()
{
    if (waiting_.empty())
        return;
    retry_.expires_after(retry_interval);
    retry_.async_wait([this](std::error_code cancelled) {
        if (!cancelled) {
            offer();
            offer_again_later();
        }
    });
}

void line_writer::tell_gap()
{
    if (left_out_ > 0)
        waiting_ += gap_(std::exchange(left_out_, 0));
}

} // namespace respawn::report
