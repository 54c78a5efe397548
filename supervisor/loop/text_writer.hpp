#pragma once

#include "supervisor/loop/patience.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace respawn::supervisor {

/// Text on its way to who takes it, a reader or a disk: nobody waits for that.
///
/// What waits is bounded: beyond that whole messages are left out and counted, and the count is told once
/// there is room. Threads: the loop's.
class text_writer {
public:
    /// Makes what stands for `n` messages left out.
    using gap_line = std::function<std::string(std::uint64_t n)>;

    virtual ~text_writer() = default;
    text_writer(const text_writer&) = delete;
    text_writer& operator=(const text_writer&) = delete;

    /// Has `message` written, or leaves it out as a whole.
    void write(std::string message);
    /// Waits until everything is written, or the reader is gone; false: it was in vain. The last call.
    [[nodiscard]] bool finish(patience how_long);

protected:
    text_writer(gap_line gap, std::size_t limit_bytes);

    /// What waiting takes besides the text: a game may print one byte at a time.
    [[nodiscard]] static std::size_t cost_of(const std::string& message) { return message.size() + 256; }
    /// There is room again.
    void tell_gap();

private:
    [[nodiscard]] virtual std::size_t waiting_bytes() const = 0;
    virtual void pass_on(std::string message) = 0;
    virtual bool wait(patience how_long) = 0;

    gap_line gap_;
    std::size_t limit_bytes_;
    std::uint64_t left_out_ = 0;
};

} // namespace respawn::supervisor
