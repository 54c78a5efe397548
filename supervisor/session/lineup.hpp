#pragma once

#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/pipeline_image.hpp"
#include "supervisor/session/worker_process.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace respawn::supervisor {

/// The workers that are the game's, each in its place, and the state that is played.
///
/// Invariants: at most one worker is live, and it alone gets ticks. A parked one exists only until the live
/// one has committed its first frame; until then its view of the state is the committed state, so that it can
/// go on at once.
class lineup {
public:
    /// `state`: to begin with.
    explicit lineup(state_pointer state) : state_{std::move(state)} {}

    /// The worker that gets the ticks, or null.
    [[nodiscard]] worker_process* live() const { return live_.get(); }
    /// The worker that is to take over, or null.
    [[nodiscard]] worker_process* candidate() const { return candidate_.get(); }
    /// The worker that goes on if the live one fails, or null.
    [[nodiscard]] worker_process* parked() const { return parked_.get(); }
    /// Of the live worker, or of the last one that was; nothing: none was.
    [[nodiscard]] const std::optional<pipeline_image>& played() const { return played_; }
    /// The number of that; 0: none.
    [[nodiscard]] std::uint64_t generation() const { return played_ ? played_->generation : 0; }
    /// Of the live worker, or of the candidate if nobody plays; else as generation().
    [[nodiscard]] std::uint64_t current_generation() const
    {
        return !live_ && candidate_ ? candidate_->launch().image.generation : generation();
    }
    /// Whether nobody plays, and nobody is about to: the next build or a key is waited for.
    [[nodiscard]] bool is_held() const { return played_ && !live_ && !candidate_; }

    /// The live worker's, or of the last one that was.
    [[nodiscard]] const state_pointer& state() const { return state_; }
    /// Of whoever comes next. A reset that has not been carried out yet holds for whoever comes in its place.
    [[nodiscard]] state_pointer next_state() const { return candidate_ ? candidate_->state() : state_; }

    /// There is no candidate yet.
    void set_candidate(worker_pointer worker) { candidate_ = std::move(worker); }
    /// The candidate becomes the live one. None is live.
    void promote();
    /// The live one makes room. None is parked.
    void park();
    /// The parked one is the live one again. None is live.
    void resume();
    /// The worker leaves its place; null: it has none.
    [[nodiscard]] worker_pointer take(const worker_process& worker);

    /// Live, candidate and parked.
    [[nodiscard]] std::vector<worker_process*> in_play() const;
    [[nodiscard]] bool is_in_play(std::string_view mark) const;

private:
    void make_live(worker_pointer worker);

    worker_pointer live_, candidate_, parked_;
    std::optional<pipeline_image> played_;
    state_pointer state_;
};

} // namespace respawn::supervisor
