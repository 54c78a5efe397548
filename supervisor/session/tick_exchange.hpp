#pragma once

#include "shared/control/layout.hpp"
#include "supervisor/session/worker_regions.hpp"

#include <cstdint>

namespace respawn::supervisor {

/// The ticks of one worker in its control region: gives them, and sees when they are finished. Whatever the
/// worker writes there, at most the tick that was given last counts as finished, and once.
class tick_exchange {
public:
    /// `regions` outlives this.
    explicit tick_exchange(const worker_regions& regions) : regions_{regions} {}

    [[nodiscard]] std::uint64_t given() const { return given_; }
    /// Whether a tick is outstanding.
    [[nodiscard]] bool busy() const { return given_ != finished_; }

    /// Gives the next tick. The input region is filled by now.
    void give(control::order order);
    /// A frame that is under way is finished first, and counts.
    void ask_to_leave();
    /// It need not wait before it ends any more.
    void dismiss();

    enum class told : std::uint8_t {
        nothing,  ///< since finish()
        finished, ///< the outstanding tick, as outcome() says
        nonsense, ///< a tick that it was not given
    };
    /// What the worker has told of its tick; what it published before is there to be read.
    [[nodiscard]] told look() const;
    /// Whether it says that a sanitizer writes a report in the outstanding tick.
    [[nodiscard]] bool has_report() const;
    /// As the worker says: any number may be there.
    [[nodiscard]] control::outcome outcome() const;
    /// The outstanding tick is dealt with.
    void finish() { finished_ = given_; }

private:
    void publish(control::order order, std::uint64_t tick);

    const worker_regions& regions_;
    std::uint64_t given_ = 0, finished_ = 0;
};

} // namespace respawn::supervisor
