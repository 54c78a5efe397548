#pragma once

#include "shared/objects/roots.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

#include <array>

/// A piece of memory that plays the state: containers are made in it, and it is read by schemas alone.
namespace sample {

/// Memory for all containers; nothing is ever given back.
struct arena {
    static constexpr std::size_t bytes = std::size_t{4} << 20;
    static void* take(std::size_t bytes, std::size_t alignment);
    static void begin_anew();
    static std::byte* base();
    static std::size_t used();
};

/// Without a state of its own, as the state's allocator is: so containers have the same layout.
template <class T>
struct allocator {
    using value_type = T;
    allocator() = default;
    template <class U>
    allocator(const allocator<U>&)
    {}
    T* allocate(std::size_t count) { return static_cast<T*>(arena::take(count * sizeof(T), alignof(T))); }
    void deallocate(T*, std::size_t) {}
    friend bool operator==(const allocator&, const allocator&) { return true; }
};

using string = std::basic_string<char, std::char_traits<char>, allocator<char>>;
using wide_string = std::basic_string<char16_t, std::char_traits<char16_t>, allocator<char16_t>>;
template <class T>
using vector = std::vector<T, allocator<T>>;
template <class K, class T>
using map = std::map<K, T, std::less<K>, allocator<std::pair<const K, T>>>;

struct nothing {
    template <class T>
    void operator()(T*) const
    {}
};

enum class color : std::uint8_t { red = 1, green = 2, blue = 4 };
enum class mood : std::int32_t { grim = -1, calm = 0, merry = 7 };

struct enemy {
    std::int32_t hp = 10;
    float x = 0.5f, y = -1;
    mood feels = mood::calm;
    string name;
    enemy* target = nullptr;
};

struct node {
    std::int32_t value = 0;
    std::unique_ptr<node, nothing> next;
};

struct cell {
    std::int32_t column = 0, row = 0;
    friend auto operator<=>(const cell&, const cell&) = default;
};

struct game {
    std::uint64_t ticks = 12;
    std::int8_t small = -3;
    char letter = 'x';
    bool over = false;
    color tint = color::green;
    long double precise = 0.25L;
    std::chrono::milliseconds delay{16};
    string title;
    wide_string wide;
    vector<enemy> enemies;
    std::deque<std::int16_t, allocator<std::int16_t>> deque;
    std::list<enemy, allocator<enemy>> reserve;
    map<string, std::int32_t> by_name;
    map<cell, std::int32_t> by_cell;
    std::unordered_map<
        std::int32_t, enemy, std::hash<std::int32_t>, std::equal_to<std::int32_t>,
        allocator<std::pair<const std::int32_t, enemy>>>
        by_id;
    std::set<string, std::less<string>, allocator<string>> words;
    std::vector<bool, allocator<bool>> flags;
    std::optional<std::int32_t> maybe;
    std::variant<std::int32_t, enemy> either;
    enemy* held = nullptr;
    enemy* lost = nullptr;
    std::unique_ptr<node, nothing> first;
    std::array<float, 3> position{1, 2, 3};
    std::array<std::array<std::int32_t, 2>, 2> grid{{{1, 2}, {3, 4}}};
    std::pair<std::int32_t, float> both{1, 2.5f};
    std::tuple<std::int32_t, string> tuple;
};

/// A game with something in everything, in the arena, and its types.
struct state {
    state();
    state(const state&) = delete;

    game& object;
    std::vector<respawn::objects::root> roots;
    /// The arena's bytes, or a copy of them as if it were there.
    [[nodiscard]] respawn::objects::state_bytes bytes() const;
    [[nodiscard]] respawn::objects::state_bytes bytes(const std::vector<std::byte>& copy) const;
    [[nodiscard]] std::vector<std::byte> copy() const;
};

} // namespace sample
