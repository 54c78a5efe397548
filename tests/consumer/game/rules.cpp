#include "rules.hpp"

void move(table& state, float width)
{
    if (state.balls.empty())
        state.balls.push_back({});
    for (ball& each : state.balls) {
        each.x += each.speed;
        if (each.x < 0 || each.x > width)
            each.speed = -each.speed;
    }
}
