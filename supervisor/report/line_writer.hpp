#pragma once

#include "supervisor/loop/background_thread.hpp"
#include "supervisor/loop/text_writer.hpp"
#include "supervisor/report/platform/output.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace respawn::report {

/// Writes to a descriptor without ever blocking the event loop on its reader.
///
/// What a slow reader has not taken yet is offered again every 20 ms. A reader that has gone away is written
/// to no more. It must live until the loop of `context` has ended.
class line_writer : public supervisor::text_writer {
public:
    static constexpr std::size_t default_limit_bytes = std::size_t{4} << 20;

    line_writer(
        asio::io_context& context, platform::output output, gap_line gap,
        std::size_t limit_bytes = default_limit_bytes);

private:
    [[nodiscard]] std::size_t waiting_bytes() const override { return waiting_.size(); }
    void pass_on(std::string message) override;
    bool wait(supervisor::patience how_long) override;
    void offer();
    void offer_again_later();

    asio::steady_timer retry_;
    platform::output output_;
    std::string waiting_;
    bool reader_gone_ = false;
};

/// A writer to `output`, which stays the caller's: a line_writer, or for a file a background_writer on the
/// thread `files`.
[[nodiscard]] std::shared_ptr<supervisor::text_writer> open_writer(
    asio::io_context& context, supervisor::background_thread& files, int output,
    supervisor::text_writer::gap_line gap);

} // namespace respawn::report
