#pragma once

#include "supervisor/postmortem/examination.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/worker_process.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace respawn::supervisor {

/// Looks at workers that crashed or hang while their processes are still there, and reports where they stood;
/// also at such as take long to warm up. Meanwhile the next worker plays already. Threads: the loop's.
class postmortems {
public:
    struct settings {
        std::filesystem::path project_folder;
        std::optional<std::filesystem::path> core_folder; ///< where core files are kept; nothing: nowhere
    };
    struct callbacks {
        /// Nothing more is wanted of that worker's process.
        std::function<void(worker_process&)> examined;
        /// Gets a process that was killed: it is to be reaped when it has ended. Also from the destructor.
        std::function<void(platform::child_process)> unreaped;
    };
    postmortems(asio::io_context& loop, settings how, report::reporter& report, callbacks calls);

    /// Begins to look at a worker that has met its end and whose process is there; `examined` follows from
    /// the event loop, unless forget() or stop() comes first.
    void look_at(worker_process& worker);
    /// Looks at one that is to go on afterwards, and tells only where it stands.
    void look_at_warm_up(worker_process& worker);
    [[nodiscard]] bool looks_at(const worker_process& worker) const;
    /// Its process is gone. A core file that was being written is given up, and that is said.
    void forget(const worker_process& worker);
    /// Gives up looking at anybody, as forget() does: they are to be killed.
    void stop();

private:
    using clock = std::chrono::steady_clock;

    struct look {
        worker_process* worker;
        std::unique_ptr<postmortem::examination> examination;
    };

    /// A stack, and the last frame that was committed before it.
    struct told {
        report::stack event;
        std::uint64_t frame = 0;
    };

    using reason = report::stack::reason;

    [[nodiscard]] postmortem::subject subject_of(const worker_process& worker) const;
    void begin(worker_process& worker, postmortem::subject subject, reason why, std::function<void()> done);
    void tell(
        const worker_process& worker, reason why, clock::time_point begun, std::uint64_t frame,
        postmortem::findings found);
    [[nodiscard]] bool is_as_before(const told& one) const;
    void tell_core(const worker_process& worker, const postmortem::core_outcome& outcome);
    void tell_given_up(const look& one, const char* why);
    void finish(worker_process& worker);

    asio::io_context& loop_;
    settings settings_;
    report::reporter& report_;
    callbacks calls_;
    std::vector<look> looks_;
    std::optional<told> last_;
};

} // namespace respawn::supervisor
