#include "tests/migration/run_time/palette.hpp"

namespace respawn::test::run_time {

namespace {

template <class... Types>
void add_simple(palette& all)
{
    (all.add<Types>(), ...);
    (all.add<respawn::vector<Types>>(), ...);
    (all.add<std::optional<Types>>(), ...);
    (all.add<std::array<Types, 1>>(), ...);
    (all.add<std::array<Types, 2>>(), ...);
    (all.add<std::array<Types, 3>>(), ...);
    (all.add<std::array<Types, 4>>(), ...);
}

template <class... Types>
void add_sequences(palette& all)
{
    (all.add<respawn::deque<Types>>(), ...);
    (all.add<respawn::list<Types>>(), ...);
}

template <class... Types>
void add_sets(palette& all)
{
    (all.add<respawn::set<Types>>(), ...);
    (all.add<respawn::unordered_set<Types>>(), ...);
}

template <class... Types>
void add_maps(palette& all)
{
    (all.add<respawn::map<std::int32_t, Types>>(), ...);
    (all.add<respawn::map<std::uint16_t, Types>>(), ...);
    (all.add<respawn::map<respawn::string, Types>>(), ...);
    (all.add<respawn::unordered_map<std::int32_t, Types>>(), ...);
    (all.add<respawn::unordered_map<respawn::string, Types>>(), ...);
    (all.add<respawn::unique_ptr<Types>>(), ...);
}

} // namespace

void add_scalars(palette& all)
{
    using respawn::string, respawn::vector, respawn::map;
    add_simple<
        bool, char, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
        std::uint32_t, std::uint64_t, float, double, string>(all);
    add_sequences<bool, std::int8_t, std::int32_t, std::uint64_t, float, double, string>(all);
    add_sets<std::int8_t, std::int32_t, std::int64_t, std::uint16_t, string>(all);
    add_maps<std::int32_t, double, string>(all);
    all.add<std::array<char, 8>>();
    all.add<std::array<char, 12>>();
    all.add<std::array<char, 16>>();
    all.add<vector<vector<std::int32_t>>>();
    all.add<respawn::deque<respawn::list<std::int16_t>>>();
    all.add<std::optional<vector<std::int32_t>>>();
    all.add<vector<std::optional<float>>>();
    all.add<map<std::int32_t, vector<float>>>();
    all.add<map<std::int32_t, respawn::list<string>>>();
    all.add<map<string, map<std::int32_t, double>>>();
    all.add<std::pair<std::int32_t, float>>();
    all.add<std::pair<float, std::int32_t>>();
    all.add<std::pair<string, std::int64_t>>();
    all.add<std::tuple<std::int32_t, float>>();
    all.add<std::tuple<std::int32_t, float, string>>();
    all.add<std::tuple<double, std::uint8_t, string, std::int32_t>>();
    all.add<std::variant<std::int32_t, string, float>>();
    all.add<std::variant<float, std::int32_t, string>>();
    all.add<std::variant<string, std::uint8_t, vector<std::int32_t>>>();
    all.add<vector<std::variant<std::int32_t, string, float>>>();
    all.add<vector<std::pair<std::int32_t, float>>>();
}

} // namespace respawn::test::run_time
