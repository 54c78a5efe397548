#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/image_pipeline.hpp"
#include "supervisor/session/succession.hpp"

#include <asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace respawn::supervisor {

/// Workers that somebody else has started: a person, a debugger, a profiler. A copy of their executable is
/// staged as any build is, and then they take over as any worker does.
///
/// Threads: the loop's.
class guests {
public:
    /// All must outlive this object.
    guests(asio::io_context& loop, image_pipeline& pipeline, succession& workers, report::reporter& report) :
        loop_{loop}, pipeline_{pipeline}, workers_{workers}, report_{report}
    {}

    /// Takes a process that has connected and that nobody here has started. One that does not introduce
    /// itself as a worker is let go: it may be anything.
    void receive(int process_id, unique_handle socket);

private:
    struct guest;
    void hear(const std::shared_ptr<guest>& one);
    void forget(const std::shared_ptr<guest>& one);
    void stage(const std::shared_ptr<guest>& one);
    void staged(guest& one, const result<pipeline_image>& image);
    [[nodiscard]] result<void> join(guest& one, const result<pipeline_image>& image);

    /// One is replaced by the next: more at a time come from a mistake.
    static constexpr std::size_t most_under_way = 8;

    asio::io_context& loop_;
    image_pipeline& pipeline_;
    succession& workers_;
    report::reporter& report_;
    std::vector<std::shared_ptr<guest>> unheard_; ///< have connected, and said nothing yet
    std::size_t under_way_ = 0;                   ///< their executables are being staged
};

} // namespace respawn::supervisor
