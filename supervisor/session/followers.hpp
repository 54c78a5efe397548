#pragma once

#include "supervisor/command/gate_mode.hpp"
#include "supervisor/control/control_server.hpp"
#include "supervisor/control/messages.hpp"
#include "supervisor/loop/one_shot_timer.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// When a worker's process is known: of one that a wrapper starts, its gate lies before that.
enum class follow_when : std::uint8_t { spawned, connected };

/// The debuggers that follow the game from worker to worker, and the gate at which a new worker waits for
/// one.
///
/// A follower asks again and again which process it is to be at, and is answered when that is another one
/// than it knows. Nothing is lost when it misses one in between: it is told what is. It is there as long as
/// the connection on which it asks is open.
///
/// Threads: the loop's.
class followers {
public:
    /// `open_gate`: who waits there need not wait any more.
    /// `told`: when followers can be told of a new worker; after its gate they can't be awaited there.
    followers(
        asio::io_context& loop, gate_mode mode, std::chrono::milliseconds patience, follow_when told,
        std::function<void()> open_gate);

    /// What a debugger is to be at from now on.
    void set(const debuggee& now);
    /// Answers when there is something else than what is known by the number `seen`, or after a while.
    void answer(std::uint64_t seen, reply_function reply);
    /// A follower goes, and another one comes soon in its place: an editor that begins its next session, say.
    void expect_return();

    /// Off: opens it, too, as soon as no follower is awaited there.
    void set_gate(gate_mode mode);
    /// One sentence without its end: who waits there, and how long.
    [[nodiscard]] std::string gate_text();
    /// How long a worker that is about to be started is to wait for a debugger; 0: it does not. When it waits
    /// for followers only, and the last one goes, the gate is opened.
    [[nodiscard]] std::chrono::milliseconds take_gate();

private:
    using clock = std::chrono::steady_clock;

    void answer_all();
    void forget_gone();
    void watch_gate();
    [[nodiscard]] bool any();
    /// Whether a new worker waits for them, whatever the gate's mode is.
    [[nodiscard]] bool are_awaited() { return told_ == follow_when::spawned && any(); }

    gate_mode mode_;
    std::chrono::milliseconds patience_;
    follow_when told_;
    debuggee now_{}; ///< its number is raised with each change
    std::vector<reply_function> waiting_;
    /// Who has asked; some of them may have gone.
    std::set<std::weak_ptr<asker>, std::owner_less<>> known_;
    clock::time_point returns_until_{};
    std::function<void()> open_gate_;
    clock::time_point gate_until_{}; ///< the worker that was started last may wait there
    one_shot_timer timer_, gate_timer_;
};

} // namespace respawn::supervisor
