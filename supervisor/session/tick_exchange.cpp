#include "supervisor/session/tick_exchange.hpp"

#include "shared/platform/doorbell.hpp"

namespace respawn::supervisor {

void tick_exchange::give(control::order order)
{
    publish(order, ++given_);
}

void tick_exchange::ask_to_leave()
{
    publish(control::order::leave, given_ + 1);
}

void tick_exchange::publish(control::order order, std::uint64_t tick)
{
    regions_.control().order = static_cast<std::uint32_t>(order);
    // Publishes the order and the input region; pairs with the worker's acquire.
    regions_.control().tick.store(tick, std::memory_order_release);
    platform::ring_doorbell(regions_.bell());
}

void tick_exchange::dismiss()
{
    // Pairs with the acquire in the worker's handler.
    regions_.control().dismissed.store(1, std::memory_order_release);
}

tick_exchange::told tick_exchange::look() const
{
    // Pairs with the worker's release after it published the journal and the picture.
    const std::uint64_t done = regions_.control().done.load(std::memory_order_acquire);
    if (done == finished_)
        return told::nothing;
    return done == given_ ? told::finished : told::nonsense;
}

bool tick_exchange::has_report() const
{
    return busy() && regions_.control().report_tick.load(std::memory_order_relaxed) == given_;
}

control::outcome tick_exchange::outcome() const
{
    return static_cast<control::outcome>(regions_.control().outcome);
}

} // namespace respawn::supervisor
