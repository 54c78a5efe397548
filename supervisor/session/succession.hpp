#pragma once

#include "shared/result.hpp"
#include "supervisor/hooks/hook_command.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/aftermath.hpp"
#include "supervisor/session/commit_times.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/departures.hpp"
#include "supervisor/session/generation_book.hpp"
#include "supervisor/session/launcher.hpp"
#include "supervisor/session/lineup.hpp"
#include "supervisor/session/watchdog.hpp"
#include "supervisor/session/worker_process.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace respawn::supervisor {

/// Who has the state, who is to have it next, and who is on the way out: it starts workers and hands over
/// from one to the next. aftermath.hpp tells what follows when one ends. Threads: the loop's.
class succession final : private worker_observer {
public:
    struct settings {
        launcher::settings launch;
        std::filesystem::path project_folder;
        std::optional<std::filesystem::path> core_folder; ///< where core files are kept; nothing: nowhere
        std::uint64_t state_capacity_bytes = 0;
        std::chrono::nanoseconds frame_period{};  ///< 0: frames follow each other without a clock
        std::chrono::milliseconds hang_timeout{}; ///< 0: a worker may take as long as it likes for a frame
        crash_choice on_crash = crash_choice::restart;
    };
    struct callbacks {
        /// A worker is ready, or another one is live, or none: see whether a frame can be run.
        std::function<void()> changed;
        /// A worker was started to take over, or its process is another one than was thought.
        std::function<void()> started;
        /// What has become of a worker: each has been started, and crashes or is retired in the end.
        std::function<void(const worker_process&, worker_news)> news;
        /// The live worker, or one that was told to leave in the middle of a frame, has finished its tick.
        std::function<void(worker_process&, bool committed)> tick_finished;
        /// The worker's pictures are about to go.
        std::function<void(worker_process&)> last_picture;
        /// What was started by start(), restart(), reset() or back() has come to its end: an empty sentence,
        /// or why not.
        std::function<void(const std::string&)> settled;
        /// That takes long, as the sentence says: nobody needs to wait for it.
        std::function<void(const std::string&)> delayed;
        /// The first worker of the session could not be used at all, or can't use the state.
        std::function<void(failure, blame)> failed;
        /// A debugger has come to the live worker, stopped it, let it run, or gone.
        std::function<void(platform::debugger_state)> debugger_changed;
        /// After retire_all(): no process is left, nor one that a worker has left behind.
        std::function<void()> all_ended;
    };

    /// `state`: to begin with; null: an empty one.
    [[nodiscard]] static result<std::unique_ptr<succession>> create(
        asio::io_context& context, settings how, worker_assets assets, report::reporter& report,
        callbacks calls, state_pointer state);
    ~succession();

    /// Starts a worker that takes over from the live one as soon as it is ready; one that was to do so is
    /// given up.
    void start(const pipeline_image& image);
    /// The same for a user who wants to know what becomes of it, and who may have named another game, which
    /// is refused if nothing of the state would be kept. A failure, here and below: nothing was started, for
    /// that reason.
    [[nodiscard]] result<void> swap(const pipeline_image& image);
    /// The same with a process that somebody else has started, as `from` tells, and its connection, on which
    /// it has said hello. `image` is a copy of its executable. When it ends, what played before, or was about
    /// to, plays on. The connection is left after a failure.
    [[nodiscard]] result<void> join(
        const pipeline_image& image, platform::child_process process, unique_handle& socket, origin from);
    /// The newest build turned out to be, byte for byte, this image, which a process plays that somebody else
    /// has started: false if none does any more, and then this image is started.
    bool settle_on(const std::filesystem::path& image);
    /// The same with the image that waits, or was live and is parked, or is live, or was made last.
    [[nodiscard]] result<void> restart();
    /// The same with the newest image and an empty state.
    [[nodiscard]] result<void> reset();
    /// The same with the newest image and another state, which nobody has used yet.
    [[nodiscard]] result<void> load(state_pointer state);
    /// The same with an earlier generation; nothing: the newest one before the live one.
    [[nodiscard]] result<void> back(std::optional<std::uint64_t> generation);

    /// The worker that gets the ticks, or null.
    [[nodiscard]] worker_process* live() const { return places_.live(); }
    /// The worker that is to take over, or null.
    [[nodiscard]] const worker_process* candidate() const { return places_.candidate(); }
    /// The one that is about to play need not wait for a debugger any more.
    void open_gate();
    /// Whether it waits to get the ticks.
    [[nodiscard]] bool successor_is_ready() const;
    /// Whether the live worker carries the state to another layout, and has done so for a while.
    [[nodiscard]] bool live_migrates_long() const
    {
        return live() && live()->is_migrating() && live()->process_id() == long_migration_;
    }
    /// Makes it the live one. The old one must be idle; it goes once the new one has committed a frame.
    /// `rebinding`: see worker_process::set_rebinding().
    void hand_over(std::vector<std::byte> rebinding);
    /// It can't have the state: what plays plays on.
    void refuse_candidate(std::string reason) { places_.candidate()->refuse_state(std::move(reason)); }
    /// Gives an expected worker its connection.
    [[nodiscard]] bool adopt(int process_id, unique_handle& socket);

    /// See settings::frame_period.
    void set_frame_period(std::chrono::nanoseconds period) { settings_.frame_period = period; }
    /// Counts ticks that passed without a frame.
    void add_late_frames(std::uint64_t count) { late_frames_ += count; }

    /// Frames begin again after the user held them: the picture did not stand still because of a swap.
    void begin_time_anew()
    {
        times_.begin_anew();
        watchdog_.forget_stop();
    }
    /// Whether a debugger has stopped the live worker since then: that time, too, is nobody's delay.
    [[nodiscard]] bool was_stopped_by_debugger() const { return watchdog_.has_seen_stop(); }
    /// Whether time without frames is a delay: not while the next build, or a key, is waited for.
    [[nodiscard]] bool is_playing() const { return times_.is_playing(); }

    void retire_all();
    /// What workers have printed; to be finished after that.
    [[nodiscard]] worker_outputs& outputs() { return launcher_.outputs(); }
    void kill_all();

    /// The executable of the worker that is to play, or else plays, if it was started by hand; empty: it was
    /// not.
    [[nodiscard]] std::filesystem::path played_by_hand() const;
    [[nodiscard]] bool anything_was_live() const { return places_.played().has_value(); }
    /// Whether nobody plays, and nobody is about to: the next build or a key is waited for.
    [[nodiscard]] bool held() const { return places_.is_held(); }
    /// Of a worker that is dead and stays in place for a debugger; 0: there is none.
    [[nodiscard]] int kept_process_id() const { return departures_.kept_process_id(); }
    [[nodiscard]] const generation_book& generations() const { return generations_; }
    /// The one that plays, or did last; 0: none has.
    [[nodiscard]] std::uint64_t generation() const { return places_.generation(); }
    [[nodiscard]] const committed_state& state() const { return *places_.state(); }
    [[nodiscard]] const state_pointer& shared_state() const { return places_.state(); }
    /// Those that run, or may be started again.
    [[nodiscard]] std::vector<std::uint32_t> wanted_generations() const;
    /// The one that back() goes to if it is not told which; null: there is none.
    [[nodiscard]] const generation_record* earlier_generation() const
    {
        return generations_.before(places_.current_generation());
    }
    /// The workers that are the game's: live, parked, and about to take over.
    [[nodiscard]] std::vector<worker_process*> in_play() const { return places_.in_play(); }
    [[nodiscard]] std::uint64_t late_frames() const { return late_frames_; }
    [[nodiscard]] std::uint64_t frames_committed() const { return frames_committed_; }

private:
    succession(
        asio::io_context& context, settings how, worker_assets assets, report::reporter& report,
        callbacks calls, state_pointer state);

    void worker_is_ready(worker_process& worker) override;
    void worker_warms_up_long(worker_process& worker) override;
    void worker_migrates_long(worker_process& worker);
    void worker_finished_tick(worker_process& worker, bool committed) override;
    void worker_ended(worker_process& worker) override;
    void worker_is_gone(worker_process& worker) override { departures_.worker_is_gone(worker); }

    [[nodiscard]] result<void> start_newest(const pipeline_image& image);
    [[nodiscard]] result<void> start(const pipeline_image& image, state_pointer state);
    void set_candidate(worker_pointer worker);
    void complete_swap();
    void hurry_live();
    [[nodiscard]] std::chrono::milliseconds hurry_patience() const;
    void retire(const worker_process& worker) { departures_.retire(places_.take(worker)); }
    [[nodiscard]] std::vector<worker_process*> workers() const;

    settings settings_;
    report::reporter& report_;
    callbacks calls_;
    launcher launcher_;
    lineup places_;
    generation_book generations_;
    commit_times times_;
    std::uint64_t frames_committed_ = 0, late_frames_ = 0;
    bool candidate_is_ordered_ = false; ///< by the user, not made by a build
    bool is_ending_ = false;
    int long_report_ = 0;    ///< the last process whose sanitizer's report was told to be waited for; 0: none
    int long_migration_ = 0; ///< the last process that was told to take long to carry the state over; 0: none

    one_shot_timer hurry_timer_;
    watchdog watchdog_;
    departures departures_;
    aftermath aftermath_;
};

} // namespace respawn::supervisor
