#pragma once

/// The game without window and keys: its state, and one function that moves it on.

#include "creatures.hpp"
#include "draw.hpp"
#include "items.hpp"

#include <respawn/containers.hpp>

#include <vector>

namespace delve {

/// What the player asks for.
enum class command : std::uint8_t {
    west,
    east,
    north,
    south,
    wait,
    drink,
    read_scroll,
    throw_bomb,
    descend,
    restart,
};

enum class phase : std::uint8_t { playing, dead, won };

struct message {
    respawn::string text;
    int turn = 0;
};

/// Words that rise from a cell and fade.
struct floater {
    respawn::string text;
    color tint;
    float x = 0, y = 0; ///< In cells.
    float age = 0;      ///< Seconds.
};

/// How a game ended.
struct record {
    respawn::string fate;
    int depth = 0, gold = 0;
};

/// Everything there is.
struct game {
    std::mt19937 random;
    delve::phase phase = phase::playing;
    int turn = 0;
    int depth = 0; ///< 0: not begun.
    int level = 1, experience = 0, gold = 0;
    dungeon map;
    creature hero;
    respawn::vector<creature> monsters;
    respawn::vector<item> items;       ///< That lie about.
    respawn::map<item_kind, int> bag;  ///< How many of each the hero has.
    respawn::vector<message> messages; ///< The newest last.
    respawn::vector<floater> floaters;
    respawn::vector<record> records; ///< The best first.
};

/// Does what the player asks for, turn by turn, and moves what only the eye sees on by so many seconds.
void step(game& state, const std::vector<command>& commands, float seconds);

/// How many the hero has.
[[nodiscard]] int carried(const game& state, item_kind kind);
/// The hero's health when unhurt, and the experience that the next level takes.
[[nodiscard]] int full_health(const game& state);
[[nodiscard]] int next_level_at(const game& state);

} // namespace delve
