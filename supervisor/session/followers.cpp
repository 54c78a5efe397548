#include "supervisor/session/followers.hpp"

#include "supervisor/report/units.hpp"

#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// Answered so often, a follower is known to be there, and knows that the session is.
constexpr auto follower_interval = 1s;
constexpr auto look_interval = 50ms;

} // namespace

followers::followers(
    asio::io_context& loop, gate_mode mode, std::chrono::milliseconds patience, follow_when told,
    std::function<void()> open_gate) :
    mode_{mode},
    patience_{patience}, told_{told}, open_gate_{std::move(open_gate)},
    timer_{loop, [this] { answer_all(); }}, gate_timer_{loop, [this] { watch_gate(); }}
{
    now_.number = 1;
}

void followers::set(const debuggee& now)
{
    debuggee next = now;
    next.number = now_.number;
    if (next == now_)
        return;
    now_ = std::move(next);
    ++now_.number;
    answer_all();
}

void followers::answer(std::uint64_t seen, reply_function reply)
{
    forget_gone();
    if (known_.insert(reply.from).second)
        returns_until_ = {}; // the one that was expected has come
    waiting_.push_back(std::move(reply));
    if (seen != now_.number)
        answer_all();
    else if (!timer_.running())
        timer_.start(follower_interval);
}

void followers::answer_all()
{
    timer_.stop();
    if (waiting_.empty())
        return;
    reply message;
    message.debugged = now_;
    for (const reply_function& each : std::exchange(waiting_, {}))
        each(message);
}

void followers::expect_return()
{
    // An editor may have to start a debugger first, as whoever is waited for at the gate.
    returns_until_ = clock::now() + patience_;
}

void followers::forget_gone()
{
    std::erase_if(
        known_,
        [](const auto& each) {
            const auto open = each.lock();
            return !open || !open->is_there();
        });
}

bool followers::any()
{
    forget_gone();
    return !known_.empty() || clock::now() < returns_until_;
}

void followers::set_gate(gate_mode mode)
{
    mode_ = mode;
    if (mode == gate_mode::off)
        watch_gate();
}

std::string followers::gate_text()
{
    const std::string most = report::duration_text(patience_) + " at most";
    const std::string until = " until a debugger is attached, " + most;
    switch (mode_) {
    case gate_mode::on:
        return "gate on: each new worker waits" + until;
    case gate_mode::once:
        return "gate once: the next new worker waits" + until +
               (are_awaited() ? "; later ones wait for the debugger that follows the game"
                              : "; later ones don't wait");
    case gate_mode::off:
        break;
    }
    return are_awaited() ? "gate off, but each new worker waits for a debugger that follows the game, " + most
                         : "gate off: new workers don't wait for a debugger";
}

std::chrono::milliseconds followers::take_gate()
{
    gate_timer_.stop();
    const gate_mode mode = std::exchange(mode_, mode_ == gate_mode::once ? gate_mode::off : mode_);
    if (mode == gate_mode::off && !are_awaited())
        return 0ms;
    gate_until_ = clock::now() + patience_;
    if (mode == gate_mode::off)
        gate_timer_.start(look_interval);
    return patience_;
}

void followers::watch_gate()
{
    if (!are_awaited())
        open_gate_();
    else if (clock::now() < gate_until_)
        gate_timer_.start(look_interval);
}

} // namespace respawn::supervisor
