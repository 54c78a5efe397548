#include "supervisor/session/launcher.hpp"

#include "supervisor/session/left_behind.hpp"

#include <utility>

namespace respawn::supervisor {

launcher::launcher(
    asio::io_context& loop, background_thread& files, settings how, worker_assets assets,
    worker_observer& observer) :
    loop_{loop},
    settings_{std::move(how)}, assets_{assets}, observer_{observer},
    outputs_{
        loop, files,
        settings_.output_is_taken ? worker_outputs::standard_output::taken
                                  : worker_outputs::standard_output::free}
{}

result<worker_pointer> launcher::start(const pipeline_image& image, state_pointer state)
{
    if (!is_kept(image))
        return failure{
            "the files of generation " + std::to_string(image.generation) +
            " in .respawn are gone; build the game again"};
    worker_launch launch = launch_of(image, settings_.wrap.empty() ? origin::build : origin::wrapper);
    launch.command = {image.executable, settings_.arguments, settings_.wrap};
    launch.mark = next_worker_mark();
    auto output = outputs_.open(image.executable.parent_path());
    if (!output)
        return output.error();
    launch.output = std::move(*output);
    launch.gate = settings_.take_gate();
    return worker_process::start(loop_, launch, std::move(state), assets_, observer_);
}

result<worker_pointer> launcher::join(
    const pipeline_image& image, state_pointer state, origin from, platform::child_process process,
    unique_handle& socket)
{
    auto joined = worker_process::join(
        loop_, launch_of(image, from), std::move(state), assets_, observer_, std::move(process));
    if (!joined)
        return joined;
    (*joined)->adopt((*joined)->process_id(), std::move(socket));
    (*joined)->handle(worker_event::connected);
    return joined;
}

worker_launch launcher::launch_of(const pipeline_image& image, origin from) const
{
    worker_launch launch;
    launch.image = image;
    launch.from = from;
    launch.session_folder = settings_.socket_folder;
    launch.state_address = settings_.state_address;
    launch.journal_ring_bytes = settings_.journal_ring_bytes;
    return launch;
}

} // namespace respawn::supervisor
