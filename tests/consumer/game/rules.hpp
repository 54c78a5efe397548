#pragma once

#include <respawn/worker.hpp>

struct ball {
    float x = 0, speed = 3;
};
struct table {
    respawn::vector<ball> balls;
};

void move(table& state, float width);
