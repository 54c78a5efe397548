#pragma once

#include "shared/presentation/image.hpp"

#include <cstdint>
#include <string>

#include <sys/types.h>

namespace respawn::test {

/// An X server without a screen of its own, which this process's windows open on; ended with this object.
class virtual_screen {
public:
    virtual_screen();
    ~virtual_screen();
    virtual_screen(const virtual_screen&) = delete;
    virtual_screen& operator=(const virtual_screen&) = delete;

private:
    pid_t server_ = -1;
};

/// The window of this title, once it is shown, seen and used from outside: as another X client.
class window_from_outside {
public:
    explicit window_from_outside(const std::string& title);
    ~window_from_outside();
    window_from_outside(const window_from_outside&) = delete;
    window_from_outside& operator=(const window_from_outside&) = delete;

    [[nodiscard]] bool found() const { return window_ != 0; }
    /// Empty if the window has gone.
    [[nodiscard]] presentation::image pixels() const;
    void focus();
    /// `symbol`: an X keysym's name, such as Left.
    void press(const char* symbol);
    void resize(int width, int height);
    /// What a window manager does when the close button is pressed.
    void click_close();

private:
    struct connection;
    connection* connection_; ///< an X display, whose header must not meet Catch2's
    unsigned long window_ = 0;
};

} // namespace respawn::test
