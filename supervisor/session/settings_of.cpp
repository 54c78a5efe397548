#include "supervisor/session/settings_of.hpp"

#include "shared/presentation/frame_clock.hpp"

#include <filesystem>
#include <utility>

namespace respawn::supervisor {

result<game_loop::settings> game_loop_settings(const run_options& options)
{
    game_loop::settings how;
    how.frames_per_second = options.fps;
    how.shows_every_picture = !options.headless;
    how.frames = options.frames;
    if (options.script) {
        auto script = player::input_script::load(options.script->string());
        if (!script)
            return script.error();
        how.script = std::move(*script);
    }
    return how;
}

state_keeper::settings state_keeper_settings(const run_options& options)
{
    state_keeper::settings how;
    if (options.state_file)
        how.file = std::filesystem::absolute(*options.state_file).lexically_normal();
    how.autosave_interval = options.autosave;
    how.state = {options.state_address, options.state_capacity_bytes};
    return how;
}

succession::settings succession_settings(const run_options& options, const session_folder& folder)
{
    succession::settings how;
    how.launch.arguments = options.arguments;
    how.launch.wrap = options.wrap;
    how.launch.socket_folder = folder.worker_socket_path().parent_path();
    how.launch.output_is_taken = options.json;
    how.launch.state_address = options.state_address;
    how.launch.journal_ring_bytes = options.journal_bytes;
    how.project_folder = folder.project_folder();
    how.core_folder = options.core_folder;
    how.state_capacity_bytes = options.state_capacity_bytes;
    if (const presentation::frame_clock clock{options.fps.value_or(presentation::usual_frames_per_second)};
        clock.paced())
        how.frame_period = clock.period();
    how.hang_timeout = options.hang_timeout;
    how.on_crash = options.on_crash;
    return how;
}

image_pipeline::settings image_pipeline_settings(const run_options& options, const session_folder& folder)
{
    image_pipeline::settings what{options.exe, options.build_command, options.watch, folder.project_folder()};
    for (const auto& file : {options.state_file, options.dump_state, options.core_folder})
        if (file)
            what.own_files.push_back(*file);
    return what;
}

display_options window_settings(const run_options& options)
{
    display_options window;
    window.width = static_cast<int>(options.width);
    window.height = static_cast<int>(options.height);
    window.headless = options.headless;
    window.title = options.exe.filename().string();
    return window;
}

} // namespace respawn::supervisor
