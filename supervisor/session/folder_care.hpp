#pragma once

#include "supervisor/control/session_folder.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/image_pipeline.hpp"
#include "supervisor/session/succession.hpp"

#include <asio/io_context.hpp>

#include <string>

namespace respawn::supervisor {

/// Puts back what somebody takes away from `.respawn` under a running session, as `git clean -fdx` does.
/// Threads: the loop's.
class folder_care {
public:
    /// All must outlive this object.
    folder_care(
        asio::io_context& loop, session_folder& folder, image_pipeline& pipeline, const succession& workers,
        report::reporter& report);

    /// Looks at once, and every now and then from here on.
    void look();

private:
    void restore_folder();
    void restore_images();

    session_folder& folder_;
    image_pipeline& pipeline_;
    const succession& workers_;
    report::reporter& report_;
    std::string problem_; ///< the last one that was told
    one_shot_timer timer_;
};

} // namespace respawn::supervisor
