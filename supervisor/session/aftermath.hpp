#pragma once

#include "shared/result.hpp"
#include "supervisor/command/crash_choice.hpp"
#include "supervisor/hooks/hook_command.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/before_images.hpp"
#include "supervisor/session/commit_times.hpp"
#include "supervisor/session/departures.hpp"
#include "supervisor/session/generation_book.hpp"
#include "supervisor/session/lineup.hpp"
#include "supervisor/session/recovery.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace respawn::supervisor {

/// What a worker could not use.
enum class blame : std::uint8_t { image, state };

/// What becomes of the game when one of its workers ends without being asked. recovery.hpp decides; this does
/// it and says so.
///
/// A new generation that takes over from one that works is on probation for its first frames: the state from
/// before is kept meanwhile. Threads: the loop's.
class aftermath {
public:
    /// As those of the succession.
    struct callbacks {
        /// Starts a worker that is to take over.
        std::function<result<void>(const pipeline_image&, state_pointer)> start;
        std::function<void()> changed;
        std::function<void(const worker_process&, worker_news)> news;
        std::function<void(const std::string&)> settled;
        std::function<void(failure, blame)> failed;
    };

    /// All that are referred to must outlive this object.
    aftermath(
        crash_choice on_crash, lineup& places, departures& leaving, const generation_book& generations,
        commit_times& times, report::reporter& report, callbacks calls);

    /// The worker, which stood there, has ended and is one of the departures by now.
    void live_ended(worker_process& worker);
    void candidate_ended(worker_process& worker);
    void parked_ended(const worker_process& worker);

    /// The candidate is about to become the live one.
    void begin_probation();
    /// By the live worker.
    void frame_committed();
    /// What is started next has its own tries.
    void forget_crashes() { crashes_.forget(); }
    /// What is gone back to if the live generation fails on probation; null: it is not on probation.
    [[nodiscard]] const pipeline_image* before_probation() const
    {
        return probation_ ? &probation_->previous : nullptr;
    }

private:
    void recover(worker_process& worker);
    [[nodiscard]] const pipeline_image& image_after(const worker_process& worker) const;
    [[nodiscard]] circumstances circumstances_of(const worker_process& worker) const;
    [[nodiscard]] const pipeline_image* previous_image() const;
    void resume_parked(const worker_process& worker);
    void start_again(const worker_process& worker);
    void start_displaced_by(const worker_process& worker);
    void go_back(const worker_process& worker);
    void restart_from(const pipeline_image& image, state_pointer state);
    void keep(worker_process& worker);
    void hold(const worker_process& worker);
    void say_end(const worker_process& worker, const std::string& next) const;

    crash_choice on_crash_;
    lineup& places_;
    departures& leaving_;
    const generation_book& generations_;
    commit_times& times_;
    report::reporter& report_;
    callbacks calls_;

    struct probation {
        pipeline_image previous;
        std::shared_ptr<before_images> before;
        std::uint64_t frames_left;
    };
    std::optional<probation> probation_;
    crash_history crashes_;
};

} // namespace respawn::supervisor
