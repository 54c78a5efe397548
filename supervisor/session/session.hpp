#pragma once

#include "shared/result.hpp"
#include "supervisor/command/options.hpp"
#include "supervisor/control/control_server.hpp"
#include "supervisor/control/session_folder.hpp"
#include "supervisor/control/terminal_keys.hpp"
#include "supervisor/hooks/hooks.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/folder_care.hpp"
#include "supervisor/session/followers.hpp"
#include "supervisor/session/game_audio.hpp"
#include "supervisor/session/game_loop.hpp"
#include "supervisor/session/game_window.hpp"
#include "supervisor/session/guests.hpp"
#include "supervisor/session/image_pipeline.hpp"
#include "supervisor/session/requests.hpp"
#include "supervisor/session/state_access.hpp"
#include "supervisor/session/state_keeper.hpp"
#include "supervisor/session/succession.hpp"
#include "supervisor/session/worker_listener.hpp"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace respawn::supervisor {

/// A supervisor from its start to its end, on one thread: opens its parts, brings them together, and ends
/// them. game_loop.hpp has the main loop; who is the live worker is the succession's business.
class session {
public:
    /// Opens everything that the options name; a failure is a sentence for the user.
    [[nodiscard]] static result<std::unique_ptr<session>> create(const run_options& options);

    /// Runs until the player, a signal or a command ends it. A failure: the first worker could not be used,
    /// or something could not be saved at the end.
    [[nodiscard]] result<void> run();

    /// Whether a thread is still busy with a disk, for nobody any more: with a save that the user did not
    /// wait for, with loading a state, with copying a build, with what was printed. Who destroys the session
    /// waits for it.
    [[nodiscard]] bool waits_for_a_disk();
    /// Ends the session as stop() does while the process is already exiting: X's library ends it by itself
    /// when its server or the window is gone.
    void display_is_gone();
    /// Gives back what outlives the process, so that it can end with the session as it is.
    void leave_behind_nothing();

private:
    session(const run_options& options, session_folder folder);
    [[nodiscard]] result<void> open();
    [[nodiscard]] result<void> open_window();
    void open_keeper();
    [[nodiscard]] result<void> open_workers();
    [[nodiscard]] result<void> open_pipeline();
    void open_loop(game_loop::settings how);
    [[nodiscard]] result<void> open_doors();
    [[nodiscard]] succession::callbacks worker_calls();
    void report_started();
    void watch_signals();

    void workers_changed();
    void tell_hooks(const worker_process& worker, worker_news what);
    void tell_followers() { followers_.set(debuggee_of(*workers_)); }
    void settled(const std::string& problem);
    void key_pressed(char key);
    void tell_failure(const result<void>& started);

    // The end.
    void stop(const std::string& reason);
    void nothing_to_play(failure reason);
    void fail(failure reason);
    void all_ended();
    void give_up_saving(const std::filesystem::path& file);
    void finish();

    run_options options_;
    asio::io_context context_{1};
    asio::signal_set signals_; ///< destroyed late: an impatient Ctrl-C must not cut the cleaning up short
    session_folder folder_;
    report::reporter report_;

    state_access states_;
    hooks hooks_;
    followers followers_;
    std::unique_ptr<game_window> window_;
    game_audio audio_{options_.headless ? game_audio::heard::nowhere : game_audio::heard::on_device, report_};
    std::unique_ptr<terminal_keys> keys_;
    std::unique_ptr<succession> workers_;
    std::unique_ptr<state_keeper> keeper_;
    std::unique_ptr<image_pipeline> pipeline_;
    std::unique_ptr<guests> guests_;
    std::unique_ptr<folder_care> folder_care_;
    std::unique_ptr<game_loop> loop_;
    std::unique_ptr<requests> requests_;
    std::unique_ptr<worker_listener> listener_;
    std::optional<control_server> control_;

    std::optional<std::string> stopping_for_;
    std::optional<failure> failure_;
    bool save_was_given_up_ = false;
};

/// `respawn run`: runs a session and gives the program's exit code.
[[nodiscard]] int run_session(const run_options& options);

} // namespace respawn::supervisor
