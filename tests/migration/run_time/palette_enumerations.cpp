#include "tests/migration/run_time/palette.hpp"

namespace respawn::test::run_time {

namespace {

template <class... Types>
void add_all(palette& all)
{
    (all.add<Types>(), ...);
    (all.add<respawn::vector<Types>>(), ...);
    (all.add<std::array<Types, 2>>(), ...);
    (all.add<std::array<Types, 3>>(), ...);
    (all.add<std::optional<Types>>(), ...);
    (all.add<respawn::set<Types>>(), ...);
    (all.add<respawn::map<Types, std::int32_t>>(), ...);
    (all.add<std::variant<std::int32_t, Types, respawn::string>>(), ...);
}

} // namespace

void add_enumerations(palette& all)
{
    add_all<tiny, other_tiny, small, other_small, medium, other_medium, large, other_large>(all);
}

} // namespace respawn::test::run_time
