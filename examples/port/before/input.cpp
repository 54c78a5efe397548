#include "input.hpp"

#include <SDL.h>

namespace delve {

namespace {

using key = SDL_Scancode;

struct binding {
    key pressed{};
    command meaning{};
};

constexpr binding bindings[] = {
    {SDL_SCANCODE_LEFT, command::west},      {SDL_SCANCODE_RIGHT, command::east},
    {SDL_SCANCODE_UP, command::north},       {SDL_SCANCODE_DOWN, command::south},
    {SDL_SCANCODE_SPACE, command::wait},     {SDL_SCANCODE_1, command::drink},
    {SDL_SCANCODE_2, command::read_scroll},  {SDL_SCANCODE_3, command::throw_bomb},
    {SDL_SCANCODE_RETURN, command::descend}, {SDL_SCANCODE_R, command::restart},
};

void press(input& given, key pressed)
{
    for (const binding& each : bindings)
        if (each.pressed == pressed)
            given.commands.push_back(each.meaning);
}

} // namespace

input read_input()
{
    input result;
    for (SDL_Event event; SDL_PollEvent(&event);) {
        result.quit = result.quit || event.type == SDL_QUIT;
        if (event.type == SDL_KEYDOWN)
            press(result, event.key.keysym.scancode);
    }
    return result;
}

} // namespace delve
