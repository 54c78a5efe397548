#pragma once

#include <cstddef>
#include <cstdint>

/// The input region: written by the supervisor between two ticks, read by the worker during a frame.
namespace respawn::player {

enum class event_kind : std::uint16_t {
    key_down = 1, ///< code: key, flags: event_repeat
    key_up = 2,   ///< code: key
    text = 3,     ///< text: one UTF-8 sequence, zero-terminated
    mouse_move = 4,
    mouse_down = 5,  ///< code: button
    mouse_up = 6,    ///< code: button
    mouse_wheel = 7, ///< x, y: scroll amount, positive is right and away from the user
    focus_gained = 8,
    focus_lost = 9,
    resized = 10, ///< x, y: the new size in pixels
};

inline constexpr std::uint16_t event_repeat = 1;

/// Keys are USB HID usage ids of the keyboard page (USB HID Usage Tables 1.4, section 10), as SDL scancodes
/// are.
inline constexpr std::size_t key_count = 512;
inline constexpr std::size_t max_events = 512;

struct event_data {
    std::uint16_t kind;
    std::uint16_t code;
    std::uint16_t flags;
    std::uint16_t modifiers; ///< bits: 1 shift, 2 control, 4 alt, 8 gui
    float x, y;              ///< mouse position in pixels of the picture, or the amount
    char text[16];
};
static_assert(sizeof(event_data) == 32);

/// What a person changes in the state from outside of the game: `respawn set`.
enum class edit_kind : std::uint32_t {
    none = 0,
    bytes = 1,      ///< `content` is copied over what is at `address`
    bit = 2,        ///< bit `bit` of the byte at `address` becomes the first byte of `content`: 0 or 1
    characters = 3, ///< `content` is assigned to the string at `address`, whose characters have `unit_bytes`
};
inline constexpr std::size_t max_edit_bytes = 4096;

/// The worker makes it at the start of the frame, before the game's code: so the change is in its commit, or
/// is dropped with it and given again. The supervisor has checked it against the committed state.
struct edit_data {
    std::uint32_t kind;
    std::uint32_t bytes; ///< of `content`
    std::uint64_t address;
    std::uint32_t unit_bytes; ///< characters: 1, 2 or 4
    std::uint32_t bit;
    std::uint8_t content[max_edit_bytes];
};
static_assert(sizeof(edit_data) == 24 + max_edit_bytes);

/// Everything that a frame is told. Invariant: constant while a tick is outstanding.
struct region_data {
    std::uint64_t frame; ///< number of the frame to run: one more than the last committed
    std::int64_t dt_ns;
    std::uint32_t width, height; ///< size of the picture to draw, in pixels
    std::uint8_t focused;
    std::uint8_t close_requested;
    std::uint16_t buttons; ///< bit n: mouse button n + 1 is down at the end of the events
    std::uint32_t event_count;
    float mouse_x, mouse_y;
    std::uint8_t keys[key_count / 8]; ///< bit n: key n is down at the end of the events
    event_data events[max_events];
    edit_data edit;
};
static_assert(offsetof(region_data, keys) == 40);
static_assert(offsetof(region_data, events) == 104);
static_assert(offsetof(region_data, edit) == 104 + max_events * sizeof(event_data));
static_assert(sizeof(region_data) == offsetof(region_data, edit) + sizeof(edit_data));

} // namespace respawn::player
