#pragma once

#include "shared/unique_handle.hpp"

#include "catch.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <string>

/// A terminal without a screen: what is typed at one end is read at the other.
class pseudo_terminal {
public:
    pseudo_terminal() : keyboard_{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)}
    {
        REQUIRE(keyboard_);
        REQUIRE(::grantpt(keyboard_.get()) == 0);
        REQUIRE(::unlockpt(keyboard_.get()) == 0);
        terminal_ = respawn::unique_handle{::open(::ptsname(keyboard_.get()), O_RDWR | O_NOCTTY | O_CLOEXEC)};
        REQUIRE(terminal_);
        before_ = settings();
    }

    /// For the program that runs in the terminal.
    [[nodiscard]] int handle() const { return terminal_.get(); }

    [[nodiscard]] bool type(const std::string& keys) const
    {
        return ::write(keyboard_.get(), keys.data(), keys.size()) == static_cast<ssize_t>(keys.size());
    }
    [[nodiscard]] bool gives_single_keys() const { return (settings().c_lflag & (ICANON | ECHO)) == 0; }
    [[nodiscard]] bool is_as_before() const
    {
        const auto now = settings();
        return now.c_lflag == before_.c_lflag && now.c_iflag == before_.c_iflag &&
               now.c_oflag == before_.c_oflag && now.c_cflag == before_.c_cflag &&
               now.c_cc[VMIN] == before_.c_cc[VMIN] && now.c_cc[VTIME] == before_.c_cc[VTIME];
    }

private:
    [[nodiscard]] termios settings() const
    {
        termios now{};
        ::tcgetattr(terminal_.get(), &now);
        return now;
    }

    respawn::unique_handle keyboard_;
    respawn::unique_handle terminal_;
    termios before_{};
};
