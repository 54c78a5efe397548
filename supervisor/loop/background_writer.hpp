#pragma once

#include "supervisor/loop/background_thread.hpp"
#include "supervisor/loop/text_writer.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace respawn::supervisor {

/// Writes to a file on a background thread: a disk that stands still holds up nobody else.
///
/// Those with the same thread keep their order among each other. Its last messages are written also after its
/// destruction.
class background_writer : public text_writer, public std::enable_shared_from_this<background_writer> {
public:
    static constexpr std::size_t default_limit_bytes = std::size_t{16} << 20;

    /// Called on the thread.
    using write_function = std::function<void(std::string_view)>;

    /// `thread` outlives this.
    background_writer(
        background_thread& thread, write_function write, gap_line gap,
        std::size_t limit_bytes = default_limit_bytes);

private:
    [[nodiscard]] std::size_t waiting_bytes() const override { return waiting_bytes_; }
    void pass_on(std::string message) override;
    bool wait(patience how_long) override;

    background_thread& thread_;
    write_function write_;
    std::size_t waiting_bytes_ = 0;
};

} // namespace respawn::supervisor
