#include "supervisor/session/lifecycle.hpp"

#include "catch.hpp"

#include <set>
#include <utility>

using namespace respawn::supervisor;

namespace {

struct row {
    worker_state from;
    worker_event event;
    worker_state to;
    worker_action action;
};

using state = worker_state;
using event = worker_event;
using action = worker_action;

constexpr row table[] = {
    {state::starting, event::connected, state::warming_up, action::welcome},
    {state::starting, event::became_ready, state::starting, action::reject},
    {state::starting, event::promoted, state::starting, action::none},
    {state::starting, event::parked, state::starting, action::none},
    {state::starting, event::retired, state::killed, action::kill},
    {state::starting, event::refused, state::killed, action::kill},
    {state::starting, event::condemned, state::killed, action::kill},
    {state::starting, event::met_its_end, state::dying, action::examine},
    {state::starting, event::examined, state::starting, action::none},
    {state::starting, event::patience_over, state::killed, action::kill},
    {state::starting, event::exited, state::ended, action::finish},

    {state::warming_up, event::connected, state::warming_up, action::reject},
    {state::warming_up, event::became_ready, state::ready, action::offer},
    {state::warming_up, event::promoted, state::warming_up, action::none},
    {state::warming_up, event::parked, state::warming_up, action::none},
    {state::warming_up, event::retired, state::killed, action::kill},
    {state::warming_up, event::refused, state::leaving, action::ask_to_leave},
    {state::warming_up, event::condemned, state::killed, action::kill},
    {state::warming_up, event::met_its_end, state::dying, action::examine},
    {state::warming_up, event::examined, state::warming_up, action::none},
    {state::warming_up, event::patience_over, state::killed, action::kill},
    {state::warming_up, event::exited, state::ended, action::finish},

    {state::ready, event::connected, state::ready, action::reject},
    {state::ready, event::became_ready, state::ready, action::reject},
    {state::ready, event::promoted, state::live, action::none},
    {state::ready, event::parked, state::ready, action::none},
    {state::ready, event::retired, state::killed, action::kill},
    {state::ready, event::refused, state::leaving, action::ask_to_leave},
    {state::ready, event::condemned, state::killed, action::kill},
    {state::ready, event::met_its_end, state::dying, action::examine},
    {state::ready, event::examined, state::ready, action::none},
    {state::ready, event::patience_over, state::killed, action::kill},
    {state::ready, event::exited, state::ended, action::finish},

    {state::live, event::connected, state::live, action::reject},
    {state::live, event::became_ready, state::live, action::reject},
    {state::live, event::promoted, state::live, action::none},
    {state::live, event::parked, state::parked, action::none},
    {state::live, event::retired, state::leaving, action::ask_to_leave},
    {state::live, event::refused, state::killed, action::kill},
    {state::live, event::condemned, state::killed, action::kill},
    {state::live, event::met_its_end, state::dying, action::examine},
    {state::live, event::examined, state::live, action::none},
    {state::live, event::patience_over, state::live, action::none},
    {state::live, event::exited, state::ended, action::finish},

    {state::parked, event::connected, state::parked, action::reject},
    {state::parked, event::became_ready, state::parked, action::reject},
    {state::parked, event::promoted, state::live, action::none},
    {state::parked, event::parked, state::parked, action::none},
    {state::parked, event::retired, state::leaving, action::ask_to_leave},
    {state::parked, event::refused, state::killed, action::kill},
    {state::parked, event::condemned, state::killed, action::kill},
    {state::parked, event::met_its_end, state::dying, action::examine},
    {state::parked, event::examined, state::parked, action::none},
    {state::parked, event::patience_over, state::parked, action::none},
    {state::parked, event::exited, state::ended, action::finish},

    {state::dying, event::connected, state::dying, action::none},
    {state::dying, event::became_ready, state::dying, action::none},
    {state::dying, event::promoted, state::dying, action::none},
    {state::dying, event::parked, state::dying, action::none},
    {state::dying, event::retired, state::killed, action::kill},
    {state::dying, event::refused, state::killed, action::kill},
    {state::dying, event::condemned, state::killed, action::kill},
    {state::dying, event::met_its_end, state::dying, action::none},
    {state::dying, event::examined, state::dismissed, action::dismiss},
    {state::dying, event::patience_over, state::killed, action::kill},
    {state::dying, event::exited, state::ended, action::finish},

    {state::dismissed, event::connected, state::dismissed, action::none},
    {state::dismissed, event::became_ready, state::dismissed, action::none},
    {state::dismissed, event::promoted, state::dismissed, action::none},
    {state::dismissed, event::parked, state::dismissed, action::none},
    {state::dismissed, event::retired, state::killed, action::kill},
    {state::dismissed, event::refused, state::killed, action::kill},
    {state::dismissed, event::condemned, state::killed, action::kill},
    {state::dismissed, event::met_its_end, state::dismissed, action::none},
    {state::dismissed, event::examined, state::dismissed, action::none},
    {state::dismissed, event::patience_over, state::killed, action::kill},
    {state::dismissed, event::exited, state::ended, action::finish},

    {state::leaving, event::connected, state::leaving, action::none},
    {state::leaving, event::became_ready, state::leaving, action::none},
    {state::leaving, event::promoted, state::leaving, action::none},
    {state::leaving, event::parked, state::leaving, action::none},
    {state::leaving, event::retired, state::leaving, action::none},
    {state::leaving, event::refused, state::leaving, action::none},
    {state::leaving, event::condemned, state::killed, action::kill},
    {state::leaving, event::met_its_end, state::leaving, action::dismiss},
    {state::leaving, event::examined, state::leaving, action::none},
    {state::leaving, event::patience_over, state::terminating, action::terminate},
    {state::leaving, event::exited, state::ended, action::finish},

    {state::terminating, event::connected, state::terminating, action::none},
    {state::terminating, event::became_ready, state::terminating, action::none},
    {state::terminating, event::promoted, state::terminating, action::none},
    {state::terminating, event::parked, state::terminating, action::none},
    {state::terminating, event::retired, state::terminating, action::none},
    {state::terminating, event::refused, state::terminating, action::none},
    {state::terminating, event::condemned, state::killed, action::kill},
    {state::terminating, event::met_its_end, state::terminating, action::dismiss},
    {state::terminating, event::examined, state::terminating, action::none},
    {state::terminating, event::patience_over, state::killed, action::kill},
    {state::terminating, event::exited, state::ended, action::finish},

    {state::killed, event::connected, state::killed, action::none},
    {state::killed, event::became_ready, state::killed, action::none},
    {state::killed, event::promoted, state::killed, action::none},
    {state::killed, event::parked, state::killed, action::none},
    {state::killed, event::retired, state::killed, action::none},
    {state::killed, event::refused, state::killed, action::none},
    {state::killed, event::condemned, state::killed, action::none},
    {state::killed, event::met_its_end, state::killed, action::none},
    {state::killed, event::examined, state::killed, action::none},
    {state::killed, event::patience_over, state::killed, action::kill},
    {state::killed, event::exited, state::ended, action::finish},

    {state::ended, event::connected, state::ended, action::none},
    {state::ended, event::became_ready, state::ended, action::none},
    {state::ended, event::promoted, state::ended, action::none},
    {state::ended, event::parked, state::ended, action::none},
    {state::ended, event::retired, state::ended, action::none},
    {state::ended, event::refused, state::ended, action::none},
    {state::ended, event::condemned, state::ended, action::none},
    {state::ended, event::met_its_end, state::ended, action::none},
    {state::ended, event::examined, state::ended, action::none},
    {state::ended, event::patience_over, state::ended, action::none},
    {state::ended, event::exited, state::ended, action::none},
};

constexpr int state_count = static_cast<int>(state::ended) + 1;
constexpr int event_count = static_cast<int>(event::exited) + 1;

} // namespace

TEST_CASE("every event in every state of a worker's life does what the table says")
{
    std::set<std::pair<state, event>> pairs;
    for (const row& each : table) {
        CAPTURE(static_cast<int>(each.from), static_cast<int>(each.event));
        const worker_step step = next_step(each.from, each.event);
        CHECK(static_cast<int>(step.state) == static_cast<int>(each.to));
        CHECK(static_cast<int>(step.action) == static_cast<int>(each.action));
        pairs.emplace(each.from, each.event);
    }
    CHECK(pairs.size() == static_cast<std::size_t>(state_count * event_count));
}

TEST_CASE("a worker that nobody needs any more ends, whatever it does or leaves undone")
{
    for (int from = 0; from != state_count; ++from) {
        CAPTURE(from);
        state now = next_step(static_cast<state>(from), event::retired).state;
        // It says everything that it can say, and never exits by itself.
        for (int round = 0; round != 4; ++round) {
            for (const event said : {event::connected, event::became_ready})
                now = next_step(now, said).state;
            now = next_step(now, event::patience_over).state;
        }
        CHECK((now == state::killed || now == state::ended));
    }
}

TEST_CASE("no event brings a worker back that was told to go")
{
    for (const state from :
         {state::dying, state::dismissed, state::leaving, state::terminating, state::killed, state::ended})
        for (int index = 0; index != event_count; ++index) {
            CAPTURE(static_cast<int>(from), index);
            CHECK(next_step(from, static_cast<event>(index)).state >= from);
        }
}
