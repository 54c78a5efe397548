#include "supervisor/session/lifecycle.hpp"

namespace respawn::supervisor {

namespace {

using state = worker_state;
using action = worker_action;

/// Before the take-over nothing can be lost: whatever ends such a worker ends it at once.
worker_step before_take_over(state now, worker_event event)
{
    switch (event) {
    case worker_event::connected:
        return now == state::starting ? worker_step{state::warming_up, action::welcome}
                                      : worker_step{now, action::reject};
    case worker_event::became_ready:
        return now == state::warming_up ? worker_step{state::ready, action::offer}
                                        : worker_step{now, action::reject};
    case worker_event::promoted:
        return now == state::ready ? worker_step{state::live, action::none} : worker_step{now, action::none};
    case worker_event::parked:
        return {now, action::none};
    case worker_event::refused:
        // It listens, or has said so itself, and may tell who has started it.
        return now == state::starting ? worker_step{state::killed, action::kill}
                                      : worker_step{state::leaving, action::ask_to_leave};
    case worker_event::retired:
    case worker_event::condemned:
    case worker_event::patience_over:
        return {state::killed, action::kill};
    case worker_event::met_its_end:
        return {state::dying, action::examine};
    case worker_event::examined:
        return {now, action::none};
    case worker_event::exited:
        return {state::ended, action::finish};
    }
    return {now, action::none};
}

worker_step with_the_state(state now, worker_event event)
{
    switch (event) {
    case worker_event::connected:
    case worker_event::became_ready:
        return {now, action::reject};
    case worker_event::promoted:
        return {state::live, action::none};
    case worker_event::parked:
        return {state::parked, action::none};
    case worker_event::retired:
        return {state::leaving, action::ask_to_leave};
    case worker_event::refused:
    case worker_event::condemned:
        return {state::killed, action::kill};
    case worker_event::met_its_end:
        return {state::dying, action::examine};
    case worker_event::patience_over:
    case worker_event::examined:
        return {now, action::none};
    case worker_event::exited:
        return {state::ended, action::finish};
    }
    return {now, action::none};
}

/// Its process stands still, or goes through the handlers that were there before ours.
worker_step after_its_end(state now, worker_event event)
{
    switch (event) {
    case worker_event::examined:
        return now == state::dying ? worker_step{state::dismissed, action::dismiss}
                                   : worker_step{now, action::none};
    case worker_event::retired:
    case worker_event::refused:
    case worker_event::condemned:
    case worker_event::patience_over:
        return {state::killed, action::kill};
    case worker_event::exited:
        return {state::ended, action::finish};
    default:
        return {now, action::none};
    }
}

/// On its way out nothing that it says matters any more.
worker_step on_the_way_out(state now, worker_event event)
{
    switch (event) {
    case worker_event::patience_over:
        if (now == state::leaving)
            return {state::terminating, action::terminate};
        return {state::killed, action::kill};
    case worker_event::met_its_end:
        return {now, now == state::killed ? action::none : action::dismiss};
    case worker_event::condemned:
        return now == state::killed ? worker_step{now, action::none}
                                    : worker_step{state::killed, action::kill};
    case worker_event::exited:
        return {state::ended, action::finish};
    default:
        return {now, action::none};
    }
}

} // namespace

worker_step next_step(worker_state now, worker_event event)
{
    switch (now) {
    case state::starting:
    case state::warming_up:
    case state::ready:
        return before_take_over(now, event);
    case state::live:
    case state::parked:
        return with_the_state(now, event);
    case state::dying:
    case state::dismissed:
        return after_its_end(now, event);
    case state::leaving:
    case state::terminating:
    case state::killed:
        return on_the_way_out(now, event);
    case state::ended:
        return {state::ended, action::none};
    }
    return {now, action::none};
}

} // namespace respawn::supervisor
