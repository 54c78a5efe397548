// The game's own shared library: the second version has something more before everything else.
#include "library.hpp"

#if VERSION == 2
int library_more(int points)
{
    static int sum;
    return sum += points * 7;
}
long library_numbers[20] = {1};
#endif

int library_lives = 3;

int library_score(int points)
{
    static int sum;
    return sum += points;
}

int sound::play()
{
    return volume;
}

sound* make_sound()
{
    static sound one;
    return &one;
}
