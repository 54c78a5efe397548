#pragma once

#include "supervisor/report/platform/output.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace respawn::report {

/// Writes lines to a descriptor without ever blocking the event loop on its reader.
///
/// What a slow reader has not taken yet waits in a bounded buffer and is offered again every 20 ms. When the
/// buffer is full, whole messages are left out and counted; the count is told once there is room. A reader
/// that has gone away is written to no more. It must live until the loop of `context` has ended.
class line_writer {
public:
    static constexpr std::size_t default_limit_bytes = std::size_t{4} << 20;

    /// `gap_line` makes the line that stands for `n` messages left out.
    using gap_line = std::function<std::string(std::uint64_t n)>;

    line_writer(
        asio::io_context& context, int output, gap_line gap, std::size_t limit_bytes = default_limit_bytes);

    /// Writes `message`, whole lines each ending in a newline, or leaves it out as a whole.
    void write(std::string message);

    /// Waits until everything is written, the reader is gone, or `patience` is over.
    void finish(std::chrono::milliseconds patience);

private:
    void offer();
    void offer_again_later();
    void tell_gap();

    asio::steady_timer retry_;
    platform::output output_;
    gap_line gap_;
    std::size_t limit_bytes_;
    std::string waiting_;
    std::uint64_t left_out_ = 0;
    bool reader_gone_ = false;
};

} // namespace respawn::report
