#pragma once

#include "supervisor/loop/one_shot_timer.hpp"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace respawn::supervisor {

/// What a worker's process is marked with, as its descendants are: random, so that none of them can tell
/// another's.
[[nodiscard]] std::string next_worker_mark();
/// The same for build commands and hooks, and for this process itself, which may leave servers running.
[[nodiscard]] const std::string& build_mark();
[[nodiscard]] const std::string& own_mark();

/// Ends the processes that workers leave behind, also such as made sessions of their own; what builds leave
/// behind is left alone. Threads: the loop's.
class left_behind {
public:
    /// `plays`: whether a worker of that mark is there still.
    left_behind(asio::io_context& loop, std::function<bool(std::string_view mark)> plays);

    /// A worker has ended: so does what it leaves. A process that hides whose it is ends with the next
    /// worker.
    void worker_is_gone();
    /// Calls `done` once nothing is left, or after a second. Once.
    void when_nothing_is_left(std::function<void()> done);

private:
    void watch();
    [[nodiscard]] bool is_unwanted(std::string_view mark, bool if_hidden) const;
    void tend(bool hidden_ones_too);

    asio::signal_set child_ended_;
    std::function<bool(std::string_view mark)> plays_;
    std::function<void()> done_;
    one_shot_timer patience_;
};

} // namespace respawn::supervisor
