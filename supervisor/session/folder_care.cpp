#include "supervisor/session/folder_care.hpp"

#include "supervisor/platform/process.hpp"

#include <chrono>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

constexpr auto care_interval = 1s;

} // namespace

folder_care::folder_care(
    asio::io_context& loop, session_folder& folder, image_pipeline& pipeline, const succession& workers,
    report::reporter& report) :
    folder_{folder},
    pipeline_{pipeline}, workers_{workers}, report_{report}, timer_{loop, [this] { look(); }}
{}

void folder_care::look()
{
    restore_folder();
    restore_images();
    timer_.start(care_interval);
}

void folder_care::restore_folder()
{
    const auto found = folder_.restore();
    if (!found && problem_ != found.error().sentence)
        report_.say(report::notice{problem_ = found.error().sentence});
    if (found && *found == session_folder::condition::made_anew)
        report_.say(
            report::notice{"what lay in .respawn was removed, and is made anew; of the builds only those "
                           "that run can be started again"});
    if (found)
        problem_.clear();
}

void folder_care::restore_images()
{
    for (const worker_process* worker : workers_.in_play()) {
        const pipeline_image& image = worker->launch().image;
        // A tool such as valgrind may run it as another executable.
        if (platform::executable_path_of(worker->process_id()) == image.executable ||
            worker->launch().from == origin::by_hand)
            pipeline_.put_back_if_gone(image.executable, image.generation, worker->process_id());
    }
}

} // namespace respawn::supervisor
