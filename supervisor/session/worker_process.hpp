#pragma once

#include "shared/result.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/platform/handle_watch.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/ending.hpp"
#include "supervisor/session/incoming.hpp"
#include "supervisor/session/lifecycle.hpp"
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

class texture_store;
class worker_process;

/// What a worker is started from.
struct worker_launch {
    std::uint64_t generation = 0;
    std::filesystem::path exe; ///< the staged image
    std::vector<std::string> arguments;
    std::filesystem::path session_folder; ///< of the sockets, for RESPAWN_SESSION
    std::string mark{};                   ///< of its descendants: see left_behind.hpp
    bool output_is_taken = false; ///< the supervisor's own output is for machines: print to its stderr
    std::uint64_t state_address = 0;
    std::uint64_t journal_ring_bytes = 0;
};

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
        texture_store& textures, worker_observer& observer);
    ~worker_process();
    worker_process(const worker_process&) = delete;
    worker_process& operator=(const worker_process&) = delete;

    /// Takes the connection that this process has made.
    void adopt(unique_handle socket);

    /// Gives the next tick, whose input region is filled by now. The worker must be live and idle.
    void give_tick();
    /// The input region, to fill while the worker is idle.
    [[nodiscard]] player::region_data& input() const { return regions_.input(); }
    [[nodiscard]] bool busy() const { return ticks_given_ != ticks_finished_; }

    /// Changes its place in the life cycle: promoted, parked, retired or condemned.
    void handle(worker_event event);
    /// Kills it for a reason that is told to people, unless there is one already.
    void condemn(ending_kind kind, std::string reason);
    /// It does not finish its frame: that is its end, and its process is there to be looked at.
    void give_up(std::string reason);
    /// A debugger was seen at it.
    void note_debugger() { had_debugger_ = true; }

    /// The newest picture that was not taken yet, with the size that the worker was told; null if there is
    /// none.
    struct picture {
        const std::byte* slot = nullptr;
        std::uint32_t width = 0, height = 0;
    };
    [[nodiscard]] picture take_picture();

    [[nodiscard]] worker_state state_now() const { return state_now_; }
    [[nodiscard]] const worker_launch& launch() const { return launch_; }
    [[nodiscard]] const std::shared_ptr<committed_state>& state() const { return state_; }
    [[nodiscard]] int process_id() const { return child_.process_id; }
    [[nodiscard]] const milestones& times() const { return times_; }
    [[nodiscard]] std::uint64_t ticks_given() const { return ticks_given_; }
    [[nodiscard]] std::uint64_t commits() const { return commits_; }
    /// Whether worker_warms_up_long() was told, and it still does.
    [[nodiscard]] bool warms_up_long() const
    {
        return warms_up_long_ && state_now_ == worker_state::warming_up;
    }
    [[nodiscard]] bool connected() const { return times_.connected != clock::time_point{}; }

    /// The process, if a debugger still holds what is left of it: it is to be reaped later.
    [[nodiscard]] std::optional<platform::child_process> take_unreaped();

    /// How it ended; only for one that has.
    [[nodiscard]] const ending& how_it_ended() const { return *ending_; }
    /// Whether it ended between a tick and the commit that the tick asked for.
    [[nodiscard]] bool left_a_frame_unfinished() const { return left_a_frame_unfinished_; }

private:
    worker_process(
        asio::io_context& context, worker_launch launch, std::shared_ptr<committed_state> state,
        texture_store& textures, worker_observer& observer, worker_regions regions);

    void act(worker_action action);
    void patience_is_over();
    void process_exited();
    void end_with(ending how);
    [[nodiscard]] bool hear_last_words();
    void tell_the_end();
    void drain();
    [[nodiscard]] result<bool> apply_record();
    [[nodiscard]] ending end_in_silence() const;

    void receive_messages();
    void hear(incoming::hello said);
    void hear(incoming::refusal said);
    void hear(incoming::ready said);
    void hear(incoming::large_commit said);
    void hear(incoming::make_texture said);
    void hear(incoming::find_texture said);
    void send_welcome();
    void send_texture_reply(std::uint64_t id, const std::string& reason);
    template <class Message>
    void send(const Message& message, std::span<const int> handles = {});

    void receive_done();
    [[nodiscard]] result<bool> finish_tick(control::outcome how);
    [[nodiscard]] result<bool> apply_from_ring();
    [[nodiscard]] result<bool> apply_from_object();
    bool apply_unannounced_commit();

    worker_launch launch_;
    std::shared_ptr<committed_state> state_;
    texture_store& textures_;
    worker_observer& observer_;
    worker_regions regions_;
    journal::ring_reader journal_;
    pictures::consumer pictures_;
    journal::record record_;           ///< of the newest commit; kept for its memory
    std::vector<std::byte> own_pages_; ///< of a record that the worker could still change

    platform::child_process child_;
    std::optional<platform::exit_status> exit_status_;
    unique_handle socket_;
    std::optional<incoming::large_commit> large_commit_; ///< sent for the outstanding tick

    worker_state state_now_ = worker_state::starting;
    milestones times_;
    std::uint64_t ticks_given_ = 0, ticks_finished_ = 0, commits_ = 0;
    std::uint32_t told_width_ = 0, told_height_ = 0;
    std::optional<ending> ending_; ///< the first cause
    bool end_is_told_ = false, left_a_frame_unfinished_ = false, had_debugger_ = false;
    bool warms_up_long_ = false;
    std::uint64_t killed_for_memory_before_ = 0;

    // Last, so that nothing is called while the rest is being destroyed.
    asio::io_context& context_;
    one_shot_timer patience_;
    platform::handle_watch exit_watch_, socket_watch_, bell_watch_;
};

} // namespace respawn::supervisor
