#include "tests/migration/run_time/palette.hpp"

namespace respawn::test::run_time {

namespace {

template <class... Slots>
void add_containers(palette& all)
{
    (all.add<Slots>(), ...);
    (all.add<respawn::vector<Slots>>(), ...);
    (all.add<respawn::deque<Slots>>(), ...);
    (all.add<respawn::list<Slots>>(), ...);
    (all.add<respawn::map<std::int32_t, Slots>>(), ...);
    (all.add<respawn::map<respawn::string, Slots>>(), ...);
    (all.add<respawn::unordered_map<std::uint16_t, Slots>>(), ...);
    (all.add<respawn::unique_ptr<Slots>>(), ...);
    (all.add<std::optional<Slots>>(), ...);
    (all.add<std::array<Slots, 1>>(), ...);
    (all.add<std::array<Slots, 2>>(), ...);
    (all.add<std::variant<std::int32_t, Slots, respawn::string>>(), ...);
    (all.add<std::pair<std::int32_t, Slots>>(), ...);
    (all.add<std::tuple<Slots, float>>(), ...);
    (all.add<respawn::vector<respawn::vector<Slots>>>(), ...);
    (all.add<respawn::vector<std::optional<Slots>>>(), ...);
    (all.add<std::optional<respawn::list<Slots>>>(), ...);
    (all.add<respawn::map<std::int32_t, respawn::vector<Slots>>>(), ...);
}

} // namespace

void add_slots(palette& all)
{
    add_containers<slot<0>, slot<1>, slot<2>, slot<3>, slot<4>, slot<5>, slot<6>>(all);
}

} // namespace respawn::test::run_time
