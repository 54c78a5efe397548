#include "virtual_screen.hpp"

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

/// Asked by AddressSanitizer where it is linked in: the graphics drivers keep a little when they are
/// unloaded.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options()
{
    return "detect_leaks=0";
}

namespace respawn::test {

virtual_screen::virtual_screen()
{
    std::array<int, 2> number{};
    if (::pipe(number.data()) != 0)
        throw std::runtime_error{"pipe"};
    const auto descriptor = std::to_string(number[1]);
    // Left to itself it starts anew whenever its last client goes, and refuses others meanwhile.
    const std::array<const char*, 10> arguments{RESPAWN_XVFB, "-displayfd",   descriptor.c_str(), "-screen",
                                                "0",          "1280x1024x24", "-nolisten",        "tcp",
                                                "-noreset",   nullptr};
    const int error = ::posix_spawn(
        &server_, RESPAWN_XVFB, nullptr, nullptr, const_cast<char* const*>(arguments.data()), environ);
    ::close(number[1]);
    // The server writes its number once it accepts windows, and closes the pipe if it cannot.
    std::string name = ":";
    for (char digit = 0; ::read(number[0], &digit, 1) == 1 && digit != '\n';)
        name += digit;
    ::close(number[0]);
    if (error != 0 || name == ":")
        throw std::runtime_error{"Xvfb does not start"};
    ::setenv("DISPLAY", name.c_str(), 1);
}

virtual_screen::~virtual_screen()
{
    ::unsetenv("DISPLAY");
    ::kill(server_, SIGTERM);
    ::waitpid(server_, nullptr, 0);
}

struct window_from_outside::connection {
    Display* display = open();

    /// Windows of other processes may go at any time: what is asked of one that has gone has no answer.
    static Display* open()
    {
        XSetErrorHandler([](Display*, XErrorEvent*) { return 0; });
        Display* opened = XOpenDisplay(nullptr);
        if (!opened)
            throw std::runtime_error{"Xvfb can't be connected to"};
        return opened;
    }

    ~connection() { XCloseDisplay(display); }

    [[nodiscard]] bool is_shown(Window window) const
    {
        XWindowAttributes attributes{};
        return XGetWindowAttributes(display, window, &attributes) != 0 && attributes.map_state == IsViewable;
    }

    [[nodiscard]] bool has_title(Window window, const std::string& title) const
    {
        char* name = nullptr;
        const bool same = XFetchName(display, window, &name) != 0 && title == name;
        XFree(name);
        return same;
    }

    void send(Window window, XEvent event, long mask) const
    {
        XSendEvent(display, window, False, mask, &event);
        XSync(display, False);
    }
};

window_from_outside::window_from_outside(const std::string& title) : connection_{new connection}
{
    Window root = 0, parent = 0, *children = nullptr;
    unsigned count = 0;
    XQueryTree(
        connection_->display, DefaultRootWindow(connection_->display), &root, &parent, &children, &count);
    for (unsigned child = 0; child != count; ++child)
        if (connection_->is_shown(children[child]) && connection_->has_title(children[child], title))
            window_ = children[child];
    XFree(children);
}

window_from_outside::~window_from_outside()
{
    delete connection_;
}

presentation::image window_from_outside::pixels() const
{
    XWindowAttributes attributes{};
    XGetWindowAttributes(connection_->display, window_, &attributes);
    const auto width = static_cast<unsigned>(attributes.width),
               height = static_cast<unsigned>(attributes.height);
    presentation::image picture{width, height, {}};
    XImage* seen = XGetImage(connection_->display, window_, 0, 0, width, height, AllPlanes, ZPixmap);
    if (!seen)
        return {};
    for (int y = 0; y != attributes.height; ++y)
        for (int x = 0; x != attributes.width; ++x)
            picture.pixels.push_back(static_cast<std::uint32_t>(XGetPixel(seen, x, y)));
    XDestroyImage(seen);
    return picture;
}

void window_from_outside::focus()
{
    XSetInputFocus(connection_->display, window_, RevertToNone, CurrentTime);
    XSync(connection_->display, False);
}

void window_from_outside::press(const char* symbol)
{
    for (const int type : {KeyPress, KeyRelease}) {
        XEvent event{};
        event.xkey.type = type;
        event.xkey.display = connection_->display;
        event.xkey.window = window_;
        event.xkey.root = DefaultRootWindow(connection_->display);
        event.xkey.same_screen = True;
        event.xkey.keycode = XKeysymToKeycode(connection_->display, XStringToKeysym(symbol));
        connection_->send(window_, event, KeyPressMask);
    }
}

void window_from_outside::resize(int width, int height)
{
    XResizeWindow(connection_->display, window_, static_cast<unsigned>(width), static_cast<unsigned>(height));
    XSync(connection_->display, False);
}

void window_from_outside::click_close()
{
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = window_;
    event.xclient.message_type = XInternAtom(connection_->display, "WM_PROTOCOLS", False);
    event.xclient.format = 32;
    event.xclient.data.l[0] = static_cast<long>(XInternAtom(connection_->display, "WM_DELETE_WINDOW", False));
    connection_->send(window_, event, NoEventMask);
}

} // namespace respawn::test
