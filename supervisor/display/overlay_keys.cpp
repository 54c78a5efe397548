#include "supervisor/display/overlay_keys.hpp"

#include "shared/input/input_queue.hpp"
#include "shared/input/input_taker.hpp"

#include <SDL.h>

namespace respawn::supervisor {

namespace {

constexpr float lines_a_notch = 3, most_lines = 1e6f;

scroll_step step_of(SDL_Keycode key)
{
    switch (key) {
    case SDLK_UP:
        return {-1, 0};
    case SDLK_DOWN:
        return {1, 0};
    case SDLK_PAGEUP:
        return {0, -0.9f};
    case SDLK_PAGEDOWN:
        return {0, 0.9f};
    case SDLK_HOME:
        return {-most_lines, 0};
    case SDLK_END:
        return {most_lines, 0};
    default:
        return {};
    }
}

} // namespace

overlay_keys::overlay_keys(const overlay_content& shown, const player::input_queue& input) : input_{input}
{
    for (const auto& hint : shown.keys)
        wanted_ += hint.key;
    scrolls_ = !wanted_.empty() && (shown.build || shown.ending);
}

/// A key that is let go of always reaches the game: it may have been pressed before.
bool overlay_keys::take(const SDL_Event& event)
{
    if (wanted_.empty() || is_anothers(event))
        return false;
    switch (event.type) {
    case SDL_TEXTINPUT:
        if (!wants(event.text.text[0]))
            return false;
        typed_ += event.text.text[0];
        return true;
    case SDL_KEYDOWN:
        return take_key(event.key.keysym.sym);
    case SDL_MOUSEWHEEL:
        scrolled_.lines -= scrolls_ ? lines_a_notch * event.wheel.preciseY : 0;
        return scrolls_;
    default:
        return false;
    }
}

/// Does the event go to whoever lies over the overlay?
bool overlay_keys::is_anothers(const SDL_Event& event) const
{
    const auto* taker = input_.taker();
    if (!taker)
        return false;
    switch (event.type) {
    case SDL_TEXTINPUT:
        return taker->wants_text();
    case SDL_KEYDOWN:
        return taker->wants_key(event.key.keysym.scancode);
    case SDL_MOUSEWHEEL:
        return taker->wants_mouse();
    default:
        return false;
    }
}

bool overlay_keys::wants(int key) const
{
    return wanted_.find(static_cast<char>(key)) != wanted_.npos;
}

bool overlay_keys::take_key(int key)
{
    const auto by = step_of(key);
    if (scrolls_ && by.moves()) {
        scrolled_.lines += by.lines;
        scrolled_.pages += by.pages;
        return true;
    }
    return key >= 'a' && key <= 'z' && (wants(key) || wants(key - 'a' + 'A'));
}

} // namespace respawn::supervisor
