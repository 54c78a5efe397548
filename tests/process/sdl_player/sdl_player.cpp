// Preloaded into an SDL2 program, plays it by a script in the form of respawn's ("120 key left"; only keys
// that are pressed) and writes its picture after so many frames, as rows of 0xAARRGGBB. Each frame takes 1/60
// s of the program's clock, and as long as it takes of ours.
#include <SDL.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::string setting(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// Names of respawn::key are mostly SDL's: "left", "space", but "enter" and "digit_1".
SDL_Scancode scancode_of(const std::string& key)
{
    if (key == "enter")
        return SDL_SCANCODE_RETURN;
    return SDL_GetScancodeFromName(key.substr(key.find('_') + 1).c_str());
}

std::multimap<int, SDL_Scancode> read_script()
{
    std::multimap<int, SDL_Scancode> keys;
    std::ifstream file{setting("SDL_PLAYER_SCRIPT")};
    for (std::string line; std::getline(file, line);) {
        std::istringstream words{line};
        int frame = 0;
        std::string what, key;
        if (words >> frame >> what >> key && what == "key")
            keys.emplace(frame, scancode_of(key));
    }
    return keys;
}

int frame = 1;
bool has_quit = false;

/// The keys that are still to be pressed.
std::multimap<int, SDL_Scancode>& keys()
{
    static auto all = read_script();
    return all;
}

int last_frame()
{
    return std::atoi(setting("SDL_PLAYER_FRAMES").c_str());
}

void write_picture(SDL_Renderer* renderer)
{
    int width = 0, height = 0;
    SDL_GetRendererOutputSize(renderer, &width, &height);
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    SDL_RenderReadPixels(renderer, nullptr, SDL_PIXELFORMAT_ARGB8888, pixels.data(), width * 4);
    std::ofstream file{setting("SDL_PLAYER_PICTURE"), std::ios::binary};
    file.write(
        reinterpret_cast<const char*>(pixels.data()),
        static_cast<std::streamsize>(pixels.size() * sizeof pixels[0]));
}

} // namespace

extern "C" {

int SDL_PollEvent(SDL_Event* event)
{
    *event = {};
    if (frame > last_frame() && !has_quit) {
        has_quit = true;
        event->type = SDL_QUIT;
        return 1;
    }
    const auto next = keys().find(frame);
    if (next == keys().end())
        return 0;
    event->type = SDL_KEYDOWN;
    event->key.keysym.scancode = next->second;
    keys().erase(next);
    return 1;
}

Uint64 SDL_GetTicks64()
{
    return static_cast<Uint64>(frame) * 1000 / 60;
}

void SDL_Delay(Uint32) {}

void SDL_RenderPresent(SDL_Renderer* renderer)
{
    if (frame++ == last_frame())
        write_picture(renderer);
}
}
