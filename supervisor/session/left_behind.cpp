#include "supervisor/session/left_behind.hpp"

#include "supervisor/platform/orphans.hpp"
#include "supervisor/platform/process.hpp"

#include <chrono>
#include <csignal>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

constexpr auto end_patience = 1s;

std::string own_prefix()
{
    return std::to_string(platform::own_process_id()) + " ";
}

} // namespace

std::string next_worker_mark()
{
    static unsigned count = 0;
    return own_prefix() + "worker " + std::to_string(++count);
}

std::string build_mark()
{
    return own_prefix() + "build";
}

left_behind::left_behind(asio::io_context& loop, std::function<bool(std::string_view mark)> plays) :
    child_ended_{loop, SIGCHLD}, plays_{std::move(plays)}, patience_{loop, [this] {
                                                                         if (done_)
                                                                             std::exchange(done_, nullptr)();
                                                                     }}
{
    watch();
}

void left_behind::watch()
{
    child_ended_.async_wait([this](const std::error_code& error, int) {
        if (error)
            return;
        tend(done_ != nullptr);
        watch();
    });
}

/// A mark of another supervisor's is that one's business: this one may have been started by its worker.
bool left_behind::is_unwanted(std::string_view mark, bool if_hidden) const
{
    if (mark.empty())
        return if_hidden;
    return mark.starts_with(own_prefix()) && mark != build_mark() && !plays_(mark);
}

void left_behind::tend(bool hidden_ones_too)
{
    const std::size_t killed =
        platform::tend_orphans([&](std::string_view mark) { return is_unwanted(mark, hidden_ones_too); });
    if (killed == 0 && done_)
        std::exchange(done_, nullptr)();
}

void left_behind::worker_is_gone()
{
    tend(true);
}

void left_behind::when_nothing_is_left(std::function<void()> done)
{
    done_ = std::move(done);
    patience_.start(end_patience);
    tend(true);
}

} // namespace respawn::supervisor
