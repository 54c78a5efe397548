/// Delve: a small dungeon, turn by turn.

#include "art.hpp"
#include "draw.hpp"
#include "game.hpp"
#include "input.hpp"
#include "view.hpp"

#include <SDL.h>

int main(int, char**)
{
    SDL_Init(SDL_INIT_VIDEO);
    SDL_Window* window = SDL_CreateWindow(
        "Delve", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, delve::view_width, delve::view_height, 0);
    SDL_Renderer* renderer = SDL_CreateRenderer(window, -1, SDL_RENDERER_PRESENTVSYNC);
    if (!renderer) {
        SDL_Log("delve: cannot open a window: %s", SDL_GetError());
        return 1;
    }
    SDL_SetRenderDrawBlendMode(renderer, SDL_BLENDMODE_BLEND);
    const delve::art art = delve::make_art(*renderer);
    delve::game game;
    Uint64 last_frame = SDL_GetTicks64();
    for (delve::input input; !input.quit;) {
        input = delve::read_input();
        const Uint64 now = SDL_GetTicks64();
        delve::step(game, input.commands, static_cast<float>(now - last_frame) / 1000);
        last_frame = now;
        delve::painter painter{*renderer};
        delve::draw(painter, art, game);
        SDL_RenderPresent(renderer);
    }
    SDL_Quit();
}
