#include "shared/pictures/exchange.hpp"

namespace respawn::pictures {

namespace {

std::atomic<std::uint32_t>& latest_of(std::byte* region)
{
    return reinterpret_cast<region_data*>(region)->latest;
}

std::byte* slot_at(std::byte* region, std::uint32_t index)
{
    return region + slots_offset + index * slot_bytes;
}

/// The slot that a value of `latest` names; slot_count or more if no view writes such a value.
std::uint32_t slot_index_of(std::uint32_t latest)
{
    return latest & ~fresh_bit;
}

} // namespace

producer::producer(std::byte* region) : region_{region} {}

std::byte* producer::slot() const
{
    return slot_at(region_, slot_index_);
}

void producer::publish()
{
    // Release: what was drawn is visible to the consumer whose exchange takes the slot. Acquire: pairs with
    // the consumer's exchange that gave the other slot back, so that its reads are over before it is drawn
    // into.
    const std::uint32_t previous =
        latest_of(region_).exchange(slot_index_ | fresh_bit, std::memory_order_acq_rel);
    // A stray write of the game may have hit the word: draw into any slot then, but into one that exists.
    slot_index_ = slot_index_of(previous) % slot_count;
}

consumer::consumer(std::byte* region) : region_{region} {}

const std::byte* consumer::take()
{
    std::atomic<std::uint32_t>& latest = latest_of(region_);
    // Relaxed: only decides whether to look; the exchange below orders everything.
    if ((latest.load(std::memory_order_relaxed) & fresh_bit) == 0)
        return nullptr;
    // Acquire pairs with the release in publish(): the picture is complete. Release: our reads of the slot
    // that we give back come before the producer's writes to it.
    const std::uint32_t taken = slot_index_of(latest.exchange(slot_index_, std::memory_order_acq_rel));
    if (taken >= slot_count)
        return nullptr;
    slot_index_ = taken;
    return slot_at(region_, slot_index_);
}

} // namespace respawn::pictures
