#pragma once

/// A library of the game's own.
int library_score(int points);
extern int library_lives;
struct sound {
    virtual ~sound() = default;
    virtual int play();
    int volume = 3;
};
sound* make_sound();
