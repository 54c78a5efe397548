#pragma once

#include "shared/journal/ring.hpp"
#include "shared/objects/class_table.hpp"
#include "shared/pictures/exchange.hpp"
#include "shared/schema/view.hpp"
#include "worker/source/interface/session.hpp"
#include "worker/source/migration/migrator.hpp"
#include "worker/source/platform/thread_exit.hpp"
#include "worker/source/runtime/connection.hpp"
#include "worker/source/runtime/segment.hpp"
#include "worker/source/runtime/transaction.hpp"
#include "worker/source/schema/encode.hpp"

#include <respawn/audio.hpp>
#include <respawn/canvas.hpp>
#include <respawn/input.hpp>
#include <respawn/schema.hpp>
#include <respawn/worker.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace respawn::detail {

/// A worker's life under a supervisor: warm-up, take-over, frames, leaving. One in a process. Threads: the
/// worker's.
class worker_session final : public session {
public:
    worker_session(std::string program, connection supervisor);
    ~worker_session() override;

    /// The first call takes the state over.
    void* root(std::string_view name, const type_description& type, void (*construct)(void*)) override;

    bool begin_frame() override;
    void commit_frame() override;
    void drop_frame() override;

    [[nodiscard]] const respawn::input& input() const override { return input_; }
    [[nodiscard]] const player::region_data& tick() const override { return *tick_data_; }
    [[nodiscard]] respawn::canvas& canvas() override;
    [[nodiscard]] respawn::pixels pixels() override;

    [[nodiscard]] std::optional<texture> find_texture(std::string_view name) override;
    texture make_texture(
        std::string_view name, int width, int height, std::span<const std::uint8_t> rgba) override;

    [[nodiscard]] respawn::audio& audio() override { return audio_; }
    [[nodiscard]] std::optional<sound> find_sound(std::string_view name) override;
    sound make_sound(
        std::string_view name, int sample_rate, int channels, std::span<const float> samples) override;

    [[nodiscard]] std::uint64_t generation() const override { return connection_.welcome().generation; }

private:
    void take_over();
    void rebind();
    /// A root as the game asks for it.
    struct wanted_root {
        std::string_view name;
        const encoded_schema& stored;
        const schema::view& schema; ///< the same
    };
    void check_state(const std::byte* state) const;
    void reset_ignored(const wanted_root& wanted, std::byte* object);
    [[nodiscard]] migration::plan plan_for(
        const wanted_root& wanted, const std::byte* state, const state::root_data& root) const;
    void refuse_other_game(const wanted_root& wanted, const migration::plan& plan) const;
    void* migrate(const wanted_root& wanted, const state::root_data& root);
    /// Does a part of a migration; refuses the state, by the reason, if that can't be done.
    template <class Step>
    void or_refuse(Step step);
    void finish_migration();
    void send_report(const migration::report& made);
    [[nodiscard]] void* store_schema(const wanted_root& wanted);
    void* make_root(const wanted_root& wanted, void (*construct)(void*));
    [[nodiscard]] std::uint64_t extent_bytes() const;
    bool wait_for_tick();
    void begin_picture();
    void publish_picture();
    control::outcome publish_commit();
    [[nodiscard]] result<void> send_large_commit(const journal::commit& changes);
    /// Of a make_ or find_ message, which comes with what was recorded or drawn.
    template <class Reply, class Question>
    Reply ask(const Question& question, int handle = unique_handle::none);
    /// Ends the process for a reason that is not the game's fault.
    [[noreturn]] void give_up(const std::string& reason) const;

    std::string program_;
    mutable connection connection_;
    segment segment_;
    const player::region_data* tick_data_;
    pictures::producer pictures_;
    journal::ring_writer journal_;
    std::unique_ptr<respawn::canvas> canvas_;
    respawn::audio audio_;
    respawn::input input_;

    std::optional<transaction> transaction_;           ///< since the take-over
    std::uint64_t tick_ = 0;                           ///< the newest tick that was seen
    control::order order_ = control::order::run_frame; ///< that came with it
    bool frames_begun_ = false;                        ///< the first one, at least
    bool tick_is_pending_ = false;                     ///< taken over, but next_frame() was not called yet
    bool made_between_frames_ = false; ///< the directory, a root or a part of one, since the last commit
    bool picture_has_begun_ = false;
    std::vector<asked_root> granted_roots_;
    objects::class_table classes_;     ///< of this process: in all roots that were asked for
    std::optional<migrator> migrator_; ///< from the first root with another layout to the first frame
    std::optional<platform::no_cancellation> open_frame_; ///< there as long as a frame is open
};

} // namespace respawn::detail
