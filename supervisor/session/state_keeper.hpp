#pragma once

#include "shared/result.hpp"
#include "supervisor/loop/background_thread.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/state_loader.hpp"
#include "supervisor/session/state_save.hpp"
#include "supervisor/state_file/holding.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace respawn::supervisor {

/// When the state goes to a file and comes from one: `--state`, `--autosave`, `respawn save` and `load`.
///
/// The session's own file, if it has one, is no other session's meanwhile. It is written over by every save
/// to it, and by itself only with a state that has changed since it was last loaded from there or saved to
/// it. So a file that the game refused stays as it is.
class state_keeper {
public:
    struct settings {
        std::optional<std::filesystem::path> file;     ///< the session's own
        std::chrono::milliseconds autosave_interval{}; ///< 0: none
        state_file::expectation state{};
        /// What a file is to tell of the pointers out of a state; empty: it has none. A save fails with it.
        std::function<result<std::vector<std::byte>>(const committed_state&)> tell_pointers{};
    };
    using load_function = std::function<void(const result<state_pointer>&)>;

    /// `current` gives the live worker's state. `report` outlives the keeper.
    state_keeper(
        asio::io_context& loop, settings how, report::reporter& report,
        std::function<state_pointer()> current);

    /// Takes the session's own file, and gives what it holds, to start with; null when there is no file yet.
    /// Waits for the disk.
    [[nodiscard]] result<state_pointer> load_first();
    /// Says what load_first() found, and saves every now and then from here on.
    void start();

    /// Saves the state as it is when those before it are done; without `file`, to the session's own.
    void save(const std::optional<std::filesystem::path>& file, state_save::done_function done);
    /// Reads a file, and says so.
    void load(const std::filesystem::path& file, load_function done);
    /// Reads a file that is only to be looked at.
    void read(const std::filesystem::path& file, load_function done);

    /// `reason` why a game can't play with what load_first() found, and what to do.
    [[nodiscard]] failure with_advice(failure reason) const;
    /// No worker could use what load_first() found.
    void first_state_was_refused();

    /// Ends the saves that have begun, saves to the session's own file what is not there yet, and calls
    /// `done` from the loop. Nothing can be begun any more. What takes long is said, and that a signal ends
    /// without it.
    void finish(std::function<void(const result<void>&)> done);
    /// Whether the disk is busy with a save or a load: who destroys the keeper waits for it.
    [[nodiscard]] bool is_busy() const { return thread_.is_busy(); }
    /// The file that the end waits for, once that was said.
    [[nodiscard]] std::optional<std::filesystem::path> file_waited_for() const;

private:
    struct wanted_save {
        std::filesystem::path file;
        state_save::done_function done;
    };

    [[nodiscard]] bool own_file_is_old() const;
    void begin_next();
    void ended(const result<saved_state>& outcome);
    void autosave();
    void finish_when_done();
    void tell_what_is_waited_for();

    settings settings_;
    report::reporter& report_;
    std::function<state_pointer()> current_;
    std::optional<state_file::holding> own_file_;
    std::optional<loaded_state> first_;

    /// What the session's own file holds: this state, when it had made so many changes.
    std::weak_ptr<committed_state> kept_state_;
    std::uint64_t kept_changes_ = 0;

    std::deque<wanted_save> wanted_; ///< the first one is under way if running_ is there
    std::unique_ptr<state_save> running_;
    state_pointer running_state_;
    one_shot_timer autosave_timer_, patience_;
    bool refusal_was_told_ = false, is_ending_ = false, last_save_was_tried_ = false, wait_was_told_ = false;
    std::function<void(const result<void>&)> finished_;
    result<void> last_outcome_;
    background_thread thread_; ///< goes first: it may be in the middle of a save
};

} // namespace respawn::supervisor
