#include "supervisor/session/left_behind.hpp"

#include "supervisor/platform/orphans.hpp"
#include "supervisor/platform/process.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <random>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

constexpr auto end_patience = 1s;

std::string random_mark()
{
    std::random_device random;
    return fmt::format("{:08x}{:08x}", random(), random());
}

} // namespace

std::string next_worker_mark()
{
    return random_mark();
}

const std::string& build_mark()
{
    static const std::string mark = random_mark();
    return mark;
}

const std::string& own_mark()
{
    static const std::string mark = random_mark();
    return mark;
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

/// As the first process of a container this one is the parent of others' processes, too.
bool left_behind::is_unwanted(std::string_view mark, bool if_hidden) const
{
    if (mark.empty())
        return if_hidden && platform::own_process_id() != 1;
    return mark != build_mark() && mark != own_mark() && !plays_(mark);
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
