#include "shared/presentation/sdl_window.hpp"

#include "shared/input/input_queue.hpp"
#include "shared/presentation/picture_size.hpp"
#include "shared/presentation/sdl_error.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace respawn::presentation {

namespace {

using player::event_data;
using player::event_kind;

/// Set before SDL starts.
void set_hints(bool takes_signals)
{
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, takes_signals ? "0" : "1");
    // Otherwise SDL brings a software picture to the screen by way of OpenGL, which without a GPU takes 5
    // times longer.
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    // The window is one among others: the desktop's compositor stays on.
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    // The click that brings the window to the front is the game's as well.
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
}

/// Is the current OpenGL context drawn by the processor? Then SDL's own software path is faster.
bool is_software_gl(SDL_Renderer* renderer)
{
    SDL_RendererInfo info{};
    if (SDL_GetRendererInfo(renderer, &info) != 0 || (info.flags & SDL_RENDERER_SOFTWARE) != 0)
        return true;
    if (!std::string_view{info.name}.starts_with("opengl"))
        return false;
    constexpr unsigned gl_renderer = 0x1F01; // GL_RENDERER
    using get_string = const unsigned char* (*)(unsigned);
    const auto ask = reinterpret_cast<get_string>(SDL_GL_GetProcAddress("glGetString"));
    const auto* answer = ask ? reinterpret_cast<const char*>(ask(gl_renderer)) : nullptr;
    const std::string_view driver = answer ? answer : "";
    constexpr std::array<std::string_view, 5> software{"llvmpipe", "softpipe", "swrast", "SWR", "Software"};
    return driver.empty() || std::any_of(software.begin(), software.end(), [&](auto name) {
               return driver.find(name) != driver.npos;
           });
}

event_data make_event(event_kind kind, int code = 0, float x = 0, float y = 0)
{
    event_data event{};
    event.kind = static_cast<std::uint16_t>(kind);
    event.code = static_cast<std::uint16_t>(code);
    event.x = x;
    event.y = y;
    return event;
}

/// Without a display SDL falls back to a driver that draws for nobody. Who asks for one by name gets it.
bool shows_nothing()
{
    const std::string_view driver = SDL_GetCurrentVideoDriver();
    return std::getenv("SDL_VIDEODRIVER") == nullptr &&
           (driver == "offscreen" || driver == "dummy" || driver == "evdev");
}

} // namespace

result<std::unique_ptr<sdl_window>> sdl_window::create(const window_options& options)
{
    set_hints(options.closes_at_signals);
    SDL_SetMainReady();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
        return failure{
            std::string{"there is no display to open a window on ("} + SDL_GetError() + ")" +
            options.without_display};
    std::unique_ptr<sdl_window> window{new sdl_window};
    if (shows_nothing())
        return failure{"there is no display to open a window on" + options.without_display};
    if (const auto opened = window->open(options); !opened)
        return opened.error();
    SDL_ShowWindow(window->window_);
    SDL_StartTextInput();
    return window;
}

void sdl_window::set_title(const std::string& title)
{
    SDL_SetWindowTitle(window_, title.c_str());
}

void sdl_window::set_size(std::pair<int, int> size)
{
    const auto [width, height] = limit_size(size);
    SDL_SetWindowSize(window_, width, height);
}

sdl_window::~sdl_window()
{
    close();
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

result<void> sdl_window::open(const window_options& options)
{
    const auto* variable = std::getenv("RESPAWN_RENDERER");
    const std::string_view wanted = variable ? variable : "";
    if (!wanted.empty() && wanted != "software" && wanted != "accelerated")
        return failure{
            "RESPAWN_RENDERER is \"" + std::string{wanted} +
            "\"; set it to software or accelerated, or unset it"};
    if (wanted != "software") {
        const auto made = make_accelerated(options, wanted == "accelerated");
        if (made || wanted == "accelerated")
            return made;
    }
    if (const auto made = make_window(options); !made)
        return made;
    presenter_ = make_software_presenter(window_);
    return {};
}

result<void> sdl_window::make_window(const window_options& options)
{
    close();
    const auto [width, height] = limit_size({options.width, options.height});
    window_ = SDL_CreateWindow(
        options.title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height,
        SDL_WINDOW_HIDDEN | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!window_)
        return sdl_failure("cannot open a window");
    SDL_SetWindowMinimumSize(window_, min_side, min_side);
    return {};
}

result<void> sdl_window::make_accelerated(const window_options& options, bool even_without_gpu)
{
    if (const auto made = make_window(options); !made)
        return made;
    auto* renderer = SDL_CreateRenderer(window_, -1, SDL_RENDERER_ACCELERATED);
    if (!renderer)
        return sdl_failure("cannot draw with the GPU");
    auto made = make_accelerated_presenter(renderer);
    if (!even_without_gpu && is_software_gl(renderer))
        return failure{"there is no GPU"};
    presenter_ = std::move(made);
    return {};
}

void sdl_window::close()
{
    presenter_.reset();
    if (window_)
        SDL_DestroyWindow(std::exchange(window_, nullptr));
}

bool sdl_window::pump(player::input_queue& input, event_taker* taker)
{
    SDL_Event event;
    while (SDL_PollEvent(&event) != 0)
        if (!taker || !taker->take(event))
            handle(event, input);
    input.set_focus((SDL_GetWindowFlags(window_) & SDL_WINDOW_INPUT_FOCUS) != 0);
    return std::exchange(must_draw_, false);
}

void sdl_window::handle(const SDL_Event& event, player::input_queue& input)
{
    switch (event.type) {
    case SDL_QUIT:
        return input.request_close();
    case SDL_KEYDOWN:
        return input.push(make_event(event_kind::key_down, event.key.keysym.scancode));
    case SDL_KEYUP:
        return input.push(make_event(event_kind::key_up, event.key.keysym.scancode));
    case SDL_TEXTINPUT:
        for (const auto& text : player::text_events(event.text.text))
            input.push(text);
        return;
    case SDL_MOUSEMOTION:
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
    case SDL_MOUSEWHEEL:
        return handle_mouse(event, input);
    case SDL_WINDOWEVENT:
        must_draw_ = must_draw_ || event.window.event == SDL_WINDOWEVENT_EXPOSED ||
                     event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED;
        return;
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        presenter_->forget();
        must_draw_ = true;
        return;
    default:
        return;
    }
}

void sdl_window::handle_mouse(const SDL_Event& event, player::input_queue& input)
{
    int units = 1;
    SDL_GetWindowSize(window_, &units, nullptr);
    const auto scale = static_cast<float>(size().first) / static_cast<float>(std::max(units, 1));
    const auto move_to = [&](std::int32_t x, std::int32_t y) {
        input.push(make_event(
            event_kind::mouse_move, 0, static_cast<float>(x) * scale, static_cast<float>(y) * scale));
    };
    switch (event.type) {
    case SDL_MOUSEMOTION:
        return move_to(event.motion.x, event.motion.y);
    case SDL_MOUSEWHEEL:
        return input.push(make_event(event_kind::mouse_wheel, 0, event.wheel.preciseX, event.wheel.preciseY));
    default:
        move_to(event.button.x, event.button.y);
        const auto kind = event.type == SDL_MOUSEBUTTONDOWN ? event_kind::mouse_down : event_kind::mouse_up;
        return input.push(make_event(kind, event.button.button));
    }
}

result<void> sdl_window::present(
    const composition& what, const pictures::picture* over, const texture_store& textures)
{
    return presenter_->present(what, over, textures);
}

std::pair<int, int> sdl_window::picture_size() const
{
    return limit_size(size());
}

std::pair<int, int> sdl_window::size() const
{
    int width = 0, height = 0;
    SDL_GetWindowSizeInPixels(window_, &width, &height);
    return {width, height};
}

} // namespace respawn::presentation
