#pragma once

#include "shared/result.hpp"
#include "shared/sounds/commands.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/platform/handle_watch.hpp"
#include "supervisor/session/commit_intake.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/ending.hpp"
#include "supervisor/session/game_process.hpp"
#include "supervisor/session/incoming.hpp"
#include "supervisor/session/lifecycle.hpp"
#include "supervisor/session/start_gate.hpp"
#include "supervisor/session/state_migration.hpp"
#include "supervisor/session/tick_exchange.hpp"
#include "supervisor/session/worker_assets.hpp"
#include "supervisor/session/worker_connection.hpp"
#include "supervisor/session/worker_launch.hpp"
#include "supervisor/session/worker_regions.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace respawn::supervisor {

struct process_of_pointers;
class worker_process;

/// Told by a worker_process, from the event loop; the worker may be destroyed only after ended().
class worker_observer {
public:
    virtual void worker_is_ready(worker_process& worker) = 0;
    /// It has connected, and not asked for its state for 10 s. Once.
    virtual void worker_warms_up_long(worker_process& worker) = 0;
    /// The outstanding tick is finished; a commit has been applied to the worker's state.
    virtual void worker_finished_tick(worker_process& worker, bool committed) = 0;
    /// It has met its end, for the cause that how_it_ended() tells. Its process may be there still.
    virtual void worker_ended(worker_process& worker) = 0;
    /// Its process is gone. The last call.
    virtual void worker_is_gone(worker_process& worker) = 0;

protected:
    ~worker_observer() = default;
};

/// One worker from its spawn to its end: the process, the socket, the regions and the place in the life
/// cycle.
///
/// What the worker writes is checked here; one that breaks the protocol is killed.
class worker_process {
public:
    using clock = std::chrono::steady_clock;

    /// Times of a worker's milestones; the epoch: not reached.
    struct milestones {
        clock::time_point spawned{}, connected{}, ready{}, first_tick{}, first_frame{};
    };

    [[nodiscard]] static result<std::unique_ptr<worker_process>> start(
        asio::io_context& context, const worker_launch& launch, std::shared_ptr<committed_state> state,
        worker_assets assets, worker_observer& observer);
    /// One that somebody else has started.
    [[nodiscard]] static result<std::unique_ptr<worker_process>> join(
        asio::io_context& context, const worker_launch& launch, std::shared_ptr<committed_state> state,
        worker_assets assets, worker_observer& observer, platform::child_process process);
    ~worker_process();
    worker_process(const worker_process&) = delete;
    worker_process& operator=(const worker_process&) = delete;

    /// It need not wait for a debugger any more.
    void open_gate();
    /// Takes the connection that a process has made: this one, or one that a wrapper has started for it.
    void adopt(int process_id, unique_handle socket);
    /// Whether that process is, or may be, this worker.
    [[nodiscard]] bool expects(int process_id) const { return process_.expects(process_id); }

    /// Before its first tick: what it is to change in the state before anything else. Empty: nothing.
    void set_rebinding(std::vector<std::byte> object) { rebinding_ = std::move(object); }
    /// Gives the next tick, whose input region is filled by now. The worker must be live and idle.
    void give_tick();
    /// The input region, to fill while the worker is idle.
    [[nodiscard]] player::region_data& input() const { return regions_.input(); }
    [[nodiscard]] bool busy() const { return ticks_.busy(); }

    /// Changes its place in the life cycle: promoted, parked, retired, refused or condemned.
    void handle(worker_event event);
    /// Kills it for a reason that is told to people, unless there is one already.
    void condemn(ending_kind kind, std::string reason);
    /// It does not finish its frame: that is its end, and its process is there to be looked at.
    void give_up(std::string reason);
    /// A debugger that has gone may have left it halted, if it was killed.
    void go_on();
    /// A debugger was seen at it.
    void note_debugger() { had_debugger_ = true; }

    /// The newest picture that was not taken yet, with the size that the worker was told; null if there is
    /// none.
    struct picture {
        const std::byte* slot = nullptr;
        std::uint32_t width = 0, height = 0;
    };
    [[nodiscard]] picture take_picture();
    /// How it wishes the window to be.
    [[nodiscard]] const incoming::window& wishes() const { return wishes_; }
    /// What the frame that it has finished last wants to be heard. While no tick is outstanding.
    [[nodiscard]] std::vector<sounds::command_data> take_sounds() const;

    /// It can't have the state, as the sentence says, which it is told: it goes.
    void refuse_state(std::string reason);
    /// What pointers that it leaves in the state mean; from when it was ready on.
    [[nodiscard]] const std::shared_ptr<const process_of_pointers>& pointers() const { return pointers_; }
    /// Looks again at what it has loaded. False: it can't be looked at any more.
    bool look_at_images();

    [[nodiscard]] worker_state state_now() const { return state_now_; }
    [[nodiscard]] const worker_launch& launch() const { return launch_; }
    [[nodiscard]] const std::shared_ptr<committed_state>& state() const { return commits_.state(); }
    /// Of the game itself; of its wrapper, as long as the game has not connected.
    [[nodiscard]] int process_id() const { return process_.id(); }
    /// Whether that is the game's own by now.
    [[nodiscard]] bool process_is_known() const { return process_.is_known(); }
    [[nodiscard]] const milestones& times() const { return times_; }
    [[nodiscard]] std::uint64_t ticks_given() const { return ticks_.given(); }
    [[nodiscard]] std::uint64_t commits() const { return commits_.count(); }
    /// Whether worker_warms_up_long() was told, and it still does.
    [[nodiscard]] bool warms_up_long() const
    {
        return warms_up_long_ && state_now_ == worker_state::warming_up;
    }
    /// The debugger that was at it when it had connected; empty: none was.
    [[nodiscard]] const std::string& debugger() const { return debugger_; }
    [[nodiscard]] bool connected() const { return times_.connected != clock::time_point{}; }

    /// The process, if a debugger still holds what is left of it: it is to be reaped later.
    [[nodiscard]] std::optional<platform::child_process> take_unreaped() { return process_.take_unreaped(); }

    /// How it ended; only for one that has.
    [[nodiscard]] const ending& how_it_ended() const { return *ending_; }
    /// What became of the state's layout with its first commit; null: nothing, it had this layout before.
    [[nodiscard]] const migration::report* migration() const { return migration_.report(); }
    /// Whether it carries the state to another layout right now, which may take longer than a frame.
    [[nodiscard]] bool is_migrating() const { return migration_.is_under_way(); }
    /// Whether a sanitizer writes a report in its frame, which may take longer than a frame, too.
    [[nodiscard]] bool writes_report() const { return ticks_.has_report(); }
    /// Whether it carries the state over, or may still be at the commit of what it has carried.
    [[nodiscard]] bool takes_over(clock::time_point now) const
    {
        return is_migrating() || (commits() == 0 && migration_.may_be_committing(now));
    }

    /// Whether it ended between a tick and the commit that the tick asked for.
    [[nodiscard]] bool left_a_frame_unfinished() const { return left_a_frame_unfinished_; }

private:
    worker_process(
        asio::io_context& context, worker_launch launch, std::shared_ptr<committed_state> state,
        worker_assets assets, worker_observer& observer, worker_regions regions);

    /// Makes one without a process.
    [[nodiscard]] static result<std::unique_ptr<worker_process>> prepare(
        asio::io_context& context, const worker_launch& launch, std::shared_ptr<committed_state> state,
        worker_assets assets, worker_observer& observer);
    void begin_with(platform::child_process process);
    void act(worker_action action);
    void patience_is_over();
    void process_exited();
    void exited_in_wrapper();
    void wrapper_lingers();
    void end_with(ending how);
    /// It can't be used for this state.
    void turn_out(ending why);
    [[nodiscard]] bool hear_last_words();
    void tell_the_end();
    void drain();
    [[nodiscard]] ending end_in_silence() const;

    void receive_messages();
    void hear(incoming::hello said);
    void hear(incoming::refusal said);
    void hear(incoming::window said);
    void hear(incoming::ready said);
    void hear(incoming::large_commit said);
    void hear(incoming::migrating said);
    void hear(incoming::migrated said);
    void hear(incoming::make_texture said);
    void hear(incoming::find_texture said);
    void hear(incoming::make_sound said);
    void hear(incoming::find_sound said);
    void send_welcome();
    /// None if there is nothing to be told.
    [[nodiscard]] result<unique_handle> make_rebinding() const;
    [[nodiscard]] result<control::order> send_rebinding(const unique_handle& object);
    template <class Message>
    void send(const Message& message, std::span<const int> handles = {});

    void receive_done();
    [[nodiscard]] result<bool> finish_tick(control::outcome how);
    bool apply_unannounced_commit();
    [[nodiscard]] commit_terms terms_of_commit();
    void note_first_frame();

    worker_launch launch_;
    incoming::window wishes_;
    bool has_wished_ = false;
    worker_assets assets_;
    worker_observer& observer_;
    worker_regions regions_;
    tick_exchange ticks_;
    commit_intake commits_;
    pictures::consumer pictures_;

    start_gate gate_;
    game_process process_;
    worker_connection connection_;

    worker_state state_now_ = worker_state::starting;
    milestones times_;
    std::uint32_t told_width_ = 0, told_height_ = 0;
    std::optional<ending> ending_; ///< the first cause
    bool end_is_told_ = false, left_a_frame_unfinished_ = false, had_debugger_ = false;
    bool warms_up_long_ = false;
    state_migration migration_;
    std::shared_ptr<const process_of_pointers> pointers_;
    std::vector<std::byte> rebinding_; ///< until it is sent
    bool was_rebound_ = false;
    std::string debugger_;

    // Last, so that nothing is called while the rest is being destroyed.
    asio::io_context& context_;
    one_shot_timer patience_, wrapper_patience_;
    platform::handle_watch bell_watch_;
};

using worker_pointer = std::unique_ptr<worker_process>;

} // namespace respawn::supervisor
