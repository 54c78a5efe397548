#pragma once

#include "shared/result.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/departures.hpp"
#include "supervisor/session/generation_book.hpp"
#include "supervisor/session/image_pipeline.hpp"
#include "supervisor/session/recovery.hpp"
#include "supervisor/session/watchdog.hpp"
#include "supervisor/session/worker_process.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// Who has the state, who is to have it next, and who is on the way out.
///
/// Invariants: at most one worker is live, and it alone gets ticks. A parked one exists only until the live
/// one has committed its first frame; until then its view of the state is the committed state, so that it can
/// go on at once.
class succession final : private worker_observer {
public:
    using clock = std::chrono::steady_clock;

    enum class blame : std::uint8_t { image, state };
    struct settings {
        std::vector<std::string> arguments;
        std::filesystem::path socket_folder, project_folder;
        std::optional<std::filesystem::path> core_folder; ///< where core files are kept; nothing: nowhere
        bool output_is_taken = false;
        std::uint64_t state_address = 0;
        std::uint64_t state_capacity_bytes = 0;
        std::uint64_t journal_ring_bytes = 0;
        std::chrono::nanoseconds frame_period{};  ///< 0: frames follow each other without a clock
        std::chrono::milliseconds hang_timeout{}; ///< 0: a worker may take as long as it likes for a frame
        crash_choice on_crash = crash_choice::restart;
    };
    struct callbacks {
        /// A worker is ready, or another one is live, or none: see whether a frame can be run.
        std::function<void()> changed;
        /// The live worker has finished its tick.
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
        asio::io_context& context, settings how, texture_store& textures, report::reporter& report,
        callbacks calls, std::shared_ptr<committed_state> state);
    ~succession();

    /// Starts a worker that takes over from the live one as soon as it is ready; one that was to do so is
    /// given up.
    void start(const pipeline_image& image);
    /// The same with the image that waits, or was live and is parked, or is live, or was made last. A
    /// failure, here and below: nothing was started, for that reason.
    [[nodiscard]] result<void> restart();
    /// The same with the newest image and an empty state.
    [[nodiscard]] result<void> reset();
    /// The same with the newest image and another state, which nobody has used yet.
    [[nodiscard]] result<void> load(std::shared_ptr<committed_state> state);
    /// The same with an earlier generation; nothing: the newest one before the live one.
    [[nodiscard]] result<void> back(std::optional<std::uint64_t> generation);

    /// The worker that gets the ticks, or null.
    [[nodiscard]] worker_process* live() const { return live_.get(); }
    /// The worker that is to take over, or null.
    [[nodiscard]] const worker_process* candidate() const { return candidate_.get(); }
    /// Whether it waits to get the ticks.
    [[nodiscard]] bool successor_is_ready() const;
    /// Makes it the live one. The old one must be idle; it goes once the new one has committed a frame.
    void hand_over();
    /// Gives an expected worker its connection.
    [[nodiscard]] bool adopt(int process_id, unique_handle& socket);

    /// Counts ticks that passed without a frame.
    void add_late_frames(std::uint64_t count) { late_frames_ += count; }

    /// Frames begin again after the user held them: the picture did not stand still because of a swap.
    void begin_time_anew();
    /// Whether time without frames is a delay: not while the next build, or a key, is waited for.
    [[nodiscard]] bool is_playing() const { return last_commit_ != clock::time_point{}; }

    void retire_all();
    void kill_all();

    [[nodiscard]] bool anything_was_live() const { return anything_was_live_; }
    /// Whether nobody plays, and nobody is about to: the next build or a key is waited for.
    [[nodiscard]] bool held() const { return anything_was_live_ && !live_ && !candidate_; }
    /// Of a worker that is dead and stays in place for a debugger; 0: there is none.
    [[nodiscard]] int kept_process_id() const { return departures_.kept_process_id(); }
    [[nodiscard]] const generation_book& generations() const { return generations_; }
    /// The one that plays, or did last; 0: none has.
    [[nodiscard]] std::uint64_t generation() const { return live_image_ ? live_image_->generation : 0; }
    [[nodiscard]] const committed_state& state() const { return *state_; }
    [[nodiscard]] const std::shared_ptr<committed_state>& shared_state() const { return state_; }
    /// Those that run, or may be started again.
    [[nodiscard]] std::vector<std::uint32_t> wanted_generations() const;
    /// The one that back() goes to if it is not told which; null: there is none.
    [[nodiscard]] const generation_record* earlier_generation() const;
    /// The workers that are the game's: live, parked, and about to take over.
    [[nodiscard]] std::vector<worker_process*> in_play() const;
    [[nodiscard]] std::uint64_t late_frames() const { return late_frames_; }
    [[nodiscard]] std::uint64_t frames_committed() const { return frames_committed_; }

private:
    using worker_pointer = departures::worker_pointer;

    succession(
        asio::io_context& context, settings how, texture_store& textures, report::reporter& report,
        callbacks calls, std::shared_ptr<committed_state> state);

    void worker_is_ready(worker_process& worker) override;
    void worker_warms_up_long(worker_process& worker) override;
    void worker_finished_tick(worker_process& worker, bool committed) override;
    void worker_ended(worker_process& worker) override;
    void worker_is_gone(worker_process& worker) override;

    [[nodiscard]] result<void> start(const pipeline_image& image, std::shared_ptr<committed_state> state);
    [[nodiscard]] std::shared_ptr<committed_state> next_state() const;
    void live_ended(worker_process& worker);
    void candidate_ended(worker_process& worker);
    void recover(worker_process& worker, const pipeline_image& image);
    [[nodiscard]] circumstances circumstances_of(const worker_process& worker) const;
    void resume_parked(const worker_process& worker);
    void start_again(const worker_process& worker, const pipeline_image& image);
    void go_back(const worker_process& worker);
    void restart_from(const pipeline_image& image, std::shared_ptr<committed_state> state);
    void hold(const worker_process& worker);

    void begin_probation();
    void end_probation() { probation_.reset(); }
    [[nodiscard]] const pipeline_image* previous_image() const;

    void complete_swap();
    void hurry_live();
    [[nodiscard]] std::string keys_for(std::uint64_t generation) const;
    void settle_for(const worker_process& worker);
    void report_end(const worker_process& worker, const std::string& next);
    [[nodiscard]] worker_pointer take(const worker_process& worker);
    [[nodiscard]] bool is_in_play(std::string_view mark) const;
    [[nodiscard]] std::vector<worker_process*> workers() const;

    asio::io_context& context_;
    settings settings_;
    texture_store& textures_;
    report::reporter& report_;
    callbacks calls_;
    std::shared_ptr<committed_state> state_; ///< the live worker's

    worker_pointer live_, candidate_, parked_;
    std::optional<pipeline_image> newest_image_, live_image_, candidate_image_, parked_image_;
    generation_book generations_;
    bool anything_was_live_ = false, is_ending_ = false;

    /// A new generation shows whether it works: the state before it took over is kept.
    struct probation {
        pipeline_image previous;
        std::shared_ptr<before_images> before;
        std::uint64_t frames_left;
    };
    std::optional<probation> probation_;
    crash_history crashes_;

    std::uint64_t frames_committed_ = 0, late_frames_ = 0;
    clock::time_point last_commit_{}, last_commit_before_swap_{};

    one_shot_timer hurry_timer_;
    watchdog watchdog_;
    departures departures_;
};

} // namespace respawn::supervisor
