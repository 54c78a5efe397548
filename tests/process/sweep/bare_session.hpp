#pragma once

#include "shared/presentation/texture_store.hpp"
#include "shared/sounds/sound_store.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/succession.hpp"
#include "supervisor/session/worker_listener.hpp"

#include <asio/io_context.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace respawn::test {

/// What decides who has the state, in the test's own process, without a window, a clock and a build: so a
/// test can look at the committed state at any moment. Ticks follow each other as fast as they are finished.
///
/// Threads: the loop's. Whatever can't be opened throws std::runtime_error.
class bare_session {
public:
    struct settings {
        std::filesystem::path folder; ///< for the socket and the log
        std::filesystem::path worker;
        std::vector<std::string> arguments;
        std::uint64_t ring_bytes = 0;
        /// Asked before each tick, with the last committed frame.
        std::function<bool(std::uint64_t frame)> may_play;
        /// The state may have become another one.
        std::function<void()> changed;
    };
    bare_session(asio::io_context& loop, settings how);
    ~bare_session();

    /// Starts a worker of a new generation.
    void start_next_generation();
    /// Ends all workers; see ended().
    void end();
    [[nodiscard]] bool ended() const { return ended_; }
    /// Gives a tick, or makes the worker that waits the live one, if it may play now.
    void play();

    [[nodiscard]] supervisor::succession& workers() { return *workers_; }
    [[nodiscard]] const supervisor::committed_state& state() const { return workers_->state(); }
    /// What was reported since the log was cleared last.
    [[nodiscard]] std::string log() const;
    void clear_log();

private:
    void play_soon();

    asio::io_context& loop_;
    settings settings_;
    int log_;
    report::reporter report_;
    presentation::texture_store textures_;
    sounds::sound_store recordings_;
    std::unique_ptr<supervisor::succession> workers_;
    std::unique_ptr<supervisor::worker_listener> listener_;
    std::uint32_t generation_ = 0;
    bool ended_ = false;
};

} // namespace respawn::test
