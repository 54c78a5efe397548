#include "tests/migration/run_time/slots.hpp"

namespace respawn::test::run_time {

slot_layout& layout_of_slot(std::size_t slot)
{
    static std::array<slot_layout, slot_count + 1> all;
    return all[slot];
}

enumeration_layout& layout_of_enumeration(std::size_t slot)
{
    static std::array<enumeration_layout, enumeration_slots> all;
    return all[slot];
}

void construct_slot(std::size_t slot, void* place)
{
    auto* object = static_cast<std::byte*>(place);
    std::memset(object, 0, slot == root_slot ? root_bytes : slot_bytes[slot]);
    for (const slot_field& each : layout_of_slot(slot).fields) {
        each.type->construct(object + each.offset);
        if (!each.default_value.empty()) {
            shown::reader in{each.default_value};
            each.type->read(in, object + each.offset);
        }
    }
}

void destroy_slot(std::size_t slot, void* object)
{
    for (const slot_field& each : layout_of_slot(slot).fields)
        each.type->destroy(static_cast<std::byte*>(object) + each.offset);
}

void move_slot(std::size_t slot, void* place, void* from)
{
    std::memset(place, 0, slot_bytes[slot]);
    for (const slot_field& each : layout_of_slot(slot).fields)
        each.type->move(
            static_cast<std::byte*>(place) + each.offset, static_cast<std::byte*>(from) + each.offset);
}

void show_slot(std::size_t slot, const std::byte* object, shown::show_next& next)
{
    for (const slot_field& each : layout_of_slot(slot).fields) {
        if (!std::exchange(next.is_first, false))
            next.out += ',';
        each.type->show(next.out, object + each.offset);
    }
}

void read_slot(std::size_t slot, std::byte* object, shown::read_next& next)
{
    for (const slot_field& each : layout_of_slot(slot).fields) {
        next.in.take();
        each.type->read(next.in, object + each.offset);
    }
}

} // namespace respawn::test::run_time
