#pragma once

#include <respawn/worker.hpp>

#include <array>
#include <atomic>
#include <bitset>
#include <chrono>
#include <complex>
#include <cstdint>
#include <optional>
#include <random>
#include <tuple>
#include <utility>
#include <variant>

/// One of everything that a state can be made of.
namespace collection {

enum class mood : std::uint8_t { calm, merry, grim };

struct animal {
    virtual ~animal() = default;
    virtual void grow() = 0;
    std::int32_t age = 0;
};
RESPAWN_DESCRIBE(animal, age)

struct cat : animal {
    void grow() override { age += 1; }
    std::int32_t lives = 9;
};
RESPAWN_DESCRIBE(cat, age, lives)

struct dog : animal {
    void grow() override { age += 7; }
    respawn::string name = "rex";
};
RESPAWN_DESCRIBE(dog, age, name)

RESPAWN_DERIVED(animal, cat, dog)

struct part {
    std::int32_t number = 0;
    part* next = nullptr;
};

struct everything {
    std::uint64_t random = 1;
    bool flag = false;
    char letter = 'a';
    double ratio = 0;
    mood feels = mood::calm;
    std::int16_t grid[2][3] = {};
    std::array<float, 3> weights{};
    respawn::vector<part> parts;
    respawn::vector<bool> bits;
    respawn::deque<std::int32_t> queue;
    respawn::list<respawn::string> names;
    respawn::string title;
    respawn::map<respawn::string, part> by_name;
    respawn::set<std::int32_t> numbers;
    respawn::unordered_map<std::uint32_t, std::int64_t> sums;
    respawn::unordered_set<respawn::string> words;
    std::optional<part> chosen;
    std::variant<std::int32_t, respawn::string, part> either;
    std::pair<std::int32_t, respawn::string> both;
    std::tuple<float, bool, respawn::vector<std::int32_t>> three;
    std::chrono::milliseconds elapsed{};
    std::minstd_rand engine;
    std::bitset<12> marks;
    std::complex<float> turn;
    std::atomic<std::int32_t> counted = 0;
    respawn::unique_ptr<part> owned;
    respawn::vector<respawn::unique_ptr<animal>> animals;
    part* held = nullptr; ///< into `parts`
    float mouse_x = 0, mouse_y = 0, wheel = 0;
    respawn::string typed;
    std::uint64_t presses = 0;
};

} // namespace collection
