#include "shared/script/key_names.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace respawn::player {

namespace {

/// USB HID Usage Tables 1.4, section 10.
constexpr input_name keys[] = {
    {"a", 4},
    {"b", 5},
    {"c", 6},
    {"d", 7},
    {"e", 8},
    {"f", 9},
    {"g", 10},
    {"h", 11},
    {"i", 12},
    {"j", 13},
    {"k", 14},
    {"l", 15},
    {"m", 16},
    {"n", 17},
    {"o", 18},
    {"p", 19},
    {"q", 20},
    {"r", 21},
    {"s", 22},
    {"t", 23},
    {"u", 24},
    {"v", 25},
    {"w", 26},
    {"x", 27},
    {"y", 28},
    {"z", 29},
    {"digit_1", 30},
    {"digit_2", 31},
    {"digit_3", 32},
    {"digit_4", 33},
    {"digit_5", 34},
    {"digit_6", 35},
    {"digit_7", 36},
    {"digit_8", 37},
    {"digit_9", 38},
    {"digit_0", 39},
    {"enter", 40},
    {"escape", 41},
    {"backspace", 42},
    {"tab", 43},
    {"space", 44},
    {"minus", 45},
    {"equals", 46},
    {"left_bracket", 47},
    {"right_bracket", 48},
    {"backslash", 49},
    {"semicolon", 51},
    {"apostrophe", 52},
    {"grave", 53},
    {"comma", 54},
    {"period", 55},
    {"slash", 56},
    {"caps_lock", 57},
    {"f1", 58},
    {"f2", 59},
    {"f3", 60},
    {"f4", 61},
    {"f5", 62},
    {"f6", 63},
    {"f7", 64},
    {"f8", 65},
    {"f9", 66},
    {"f10", 67},
    {"f11", 68},
    {"f12", 69},
    {"insert", 73},
    {"home", 74},
    {"page_up", 75},
    {"delete_forward", 76},
    {"end", 77},
    {"page_down", 78},
    {"right", 79},
    {"left", 80},
    {"down", 81},
    {"up", 82},
    {"keypad_divide", 84},
    {"keypad_multiply", 85},
    {"keypad_minus", 86},
    {"keypad_plus", 87},
    {"keypad_enter", 88},
    {"keypad_1", 89},
    {"keypad_2", 90},
    {"keypad_3", 91},
    {"keypad_4", 92},
    {"keypad_5", 93},
    {"keypad_6", 94},
    {"keypad_7", 95},
    {"keypad_8", 96},
    {"keypad_9", 97},
    {"keypad_0", 98},
    {"keypad_period", 99},
    {"left_control", 224},
    {"left_shift", 225},
    {"left_alt", 226},
    {"left_gui", 227},
    {"right_control", 228},
    {"right_shift", 229},
    {"right_alt", 230},
    {"right_gui", 231},
};

constexpr input_name buttons[] = {{"left", 1}, {"middle", 2}, {"right", 3}, {"back", 4}, {"forward", 5}};

/// Number of characters to insert, delete or replace to make one word of the other.
/// Source: R. Wagner, M. Fischer, The String-to-String Correction Problem, 1974.
std::size_t edit_distance(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t y = 0; y != from.size(); ++y) {
        auto diagonal = row[0]++;
        for (std::size_t x = 0; x != to.size(); ++x) {
            const auto replaced = diagonal + (from[y] == to[x] ? 0 : 1);
            diagonal = row[x + 1];
            row[x + 1] = std::min({replaced, row[x] + 1, row[x + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::span<const input_name> key_names()
{
    return keys;
}

std::span<const input_name> button_names()
{
    return buttons;
}

const input_name* find_name(std::span<const input_name> names, std::string_view name)
{
    const auto found = std::find_if(
        names.begin(), names.end(), [&](const input_name& candidate) { return candidate.name == name; });
    return found == names.end() ? nullptr : &*found;
}

std::string_view nearest_name(std::span<const input_name> names, std::string_view misspelt)
{
    const auto nearer = [&](const input_name& a, const input_name& b) {
        return edit_distance(misspelt, a.name) < edit_distance(misspelt, b.name);
    };
    return std::min_element(names.begin(), names.end(), nearer)->name;
}

} // namespace respawn::player
