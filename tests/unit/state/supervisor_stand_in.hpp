#pragma once

#include "shared/journal/ring.hpp"
#include "shared/migration/report.hpp"
#include "shared/unique_handle.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/incoming.hpp"
#include "supervisor/session/worker_regions.hpp"
#include "worker/source/runtime/worker_session.hpp"

#include "tests/support/temporary_folder.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

/// The supervisor's side of a session, without a process: workers are sessions in the program itself, one at
/// a time. Throws std::runtime_error when a worker does not do as it should.
class supervisor_stand_in {
public:
    static constexpr std::uint64_t capacity_bytes = 64 << 20;
    static constexpr std::uint64_t ring_bytes = 256 << 10;

    explicit supervisor_stand_in(std::uint64_t capacity = capacity_bytes);

    /// A worker that has got its regions and has not taken over yet. The last one must be gone.
    [[nodiscard]] std::unique_ptr<respawn::detail::worker_session> start_worker();

    /// Lets the worker run the next frame.
    void give_tick();
    /// What the next tick is to tell.
    [[nodiscard]] respawn::player::region_data& input() { return regions_->input(); }
    /// What the worker said about the last tick.
    [[nodiscard]] respawn::control::outcome outcome() const;
    /// Applies the commit of the last tick. The number of its pages.
    std::size_t apply_commit();

    /// One whole frame: what the game does is `play`. The number of pages that were committed.
    template <class Play>
    std::size_t play_frame(respawn::detail::worker_session& worker, Play play)
    {
        give_tick();
        return finish_frame(worker, play);
    }
    /// The same for the tick that the worker took over with.
    template <class Play>
    std::size_t finish_frame(respawn::detail::worker_session& worker, Play play)
    {
        begin_frame(worker);
        play();
        worker.commit_frame();
        return apply_commit();
    }
    void begin_frame(respawn::detail::worker_session& worker) const;
    /// The reason for which the worker refuses the state in the course of `play`, which a process of its own
    /// does: nothing of it can be seen here. Empty: it did not.
    [[nodiscard]] std::string refusal_in(const std::function<void()>& play);

    [[nodiscard]] const respawn::supervisor::committed_state& state() const { return *state_; }
    /// What the worker has told about carrying the state to its layout.
    [[nodiscard]] const std::optional<respawn::migration::report>& migration() const { return migration_; }
    [[nodiscard]] std::uint64_t state_address() const { return state_address_; }
    /// Whether the place is in the state as workers see it.
    [[nodiscard]] bool is_in_state(const void* place) const;

private:
    void welcome_worker();
    void receive_from_worker();
    void hear_report(const respawn::incoming::migrated& said);

    respawn::test::temporary_folder folder_;
    std::string path_ = (folder_ / "worker.sock").string();
    std::uint64_t state_address_;
    std::shared_ptr<respawn::supervisor::committed_state> state_;
    respawn::unique_handle listener_, socket_;
    std::optional<respawn::supervisor::worker_regions> regions_;
    std::optional<respawn::journal::ring_reader> journal_;
    std::uint64_t ticks_ = 0;
    std::optional<respawn::journal::record> large_commit_;
    boost::interprocess::mapped_region large_object_;
    bool is_ready_ = false;
    std::optional<respawn::migration::report> migration_;
    std::string refusal_;
};

/// The root that state<T>(name) of the worker gives.
template <class T>
T& root(respawn::detail::worker_session& worker, std::string_view name)
{
    respawn::detail::require_state_type<T>();
    void* object = worker.root(name, respawn::detail::describe<T>(), [](void* place) { ::new (place) T{}; });
    return *static_cast<T*>(object);
}
