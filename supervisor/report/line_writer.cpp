#include "supervisor/report/line_writer.hpp"

#include "supervisor/loop/background_writer.hpp"

#include <chrono>
#include <string_view>
#include <utility>

namespace respawn::report {
namespace {

using namespace std::chrono_literals;
constexpr auto retry_interval = 20ms;

supervisor::background_writer::write_function write_to_file(platform::output output)
{
    return [file = std::make_shared<platform::output>(std::move(output)),
            is_gone = false](std::string_view text) mutable { is_gone = is_gone || !file->write(text); };
}

} // namespace

line_writer::line_writer(
    asio::io_context& context, platform::output output, gap_line gap, std::size_t limit_bytes) :
    text_writer{std::move(gap), limit_bytes},
    retry_{context}, output_{std::move(output)}
{}

void line_writer::pass_on(std::string message)
{
    if (reader_gone_)
        return;
    const bool was_waiting = !waiting_.empty();
    waiting_ += std::move(message);
    if (!was_waiting) {
        offer();
        offer_again_later();
    }
}

bool line_writer::wait(supervisor::patience how_long)
{
    retry_.cancel();
    offer();
    while (!waiting_.empty() && !how_long.is_over()) {
        output_.wait(retry_interval);
        const auto before = waiting_.size();
        offer();
        if (waiting_.size() != before)
            how_long.got_on();
    }
    return waiting_.empty();
}

void line_writer::offer()
{
    const auto written = output_.write(waiting_);
    reader_gone_ = !written;
    waiting_.erase(0, written.value_or(waiting_.size()));
    if (waiting_.empty())
        tell_gap();
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

std::shared_ptr<supervisor::text_writer> open_writer(
    asio::io_context& context, supervisor::background_thread& files, int output,
    supervisor::text_writer::gap_line gap)
{
    platform::output to{output};
    if (to.may_wait_for_a_disk())
        return std::make_shared<supervisor::background_writer>(
            files, write_to_file(std::move(to)), std::move(gap));
    return std::make_shared<line_writer>(context, std::move(to), std::move(gap));
}

} // namespace respawn::report
