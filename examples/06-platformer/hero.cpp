#include "hero.hpp"

#include "rules.hpp"

#include <algorithm>
#include <cmath>

namespace platformer {

namespace {

void run(hero& moved, float direction, float seconds)
{
    const float acceleration = moved.body.on_ground ? rules::run_acceleration : rules::air_acceleration;
    moved.body.dx = approached(moved.body.dx, direction * rules::run_speed, acceleration * seconds);
    if (direction != 0)
        moved.faces_left = direction < 0;
    moved.run_distance = moved.body.on_ground ? moved.run_distance + std::abs(moved.body.dx) * seconds : 0;
}

/// Jumps if that was asked for a moment ago and the ground is, or was a moment ago, there.
void jump(hero& moved, particles& dust)
{
    if (moved.since_asked > rules::jump_memory || moved.since_ground > rules::coyote_time)
        return;
    moved.body.dy = -rules::jump_speed;
    moved.since_asked = moved.since_ground = 1;
    moved.jump_is_cut = false;
    puff(dust, feet_of(moved.body));
}

/// A short press is a low jump.
void cut_jump(hero& moved, bool held)
{
    if (held || moved.jump_is_cut || moved.body.dy >= 0)
        return;
    moved.body.dy *= rules::cut_jump;
    moved.jump_is_cut = true;
}

void land(hero& moved, bool was_on_ground, particles& dust)
{
    if (!moved.body.on_ground)
        return;
    moved.since_ground = 0;
    if (!was_on_ground)
        puff(dust, feet_of(moved.body));
}

} // namespace

void move_hero(hero& moved, const commands& asked, particles& dust, float seconds)
{
    moved.since_ground += seconds;
    moved.since_asked = asked.jump_pressed ? 0 : moved.since_asked + seconds;
    run(moved, asked.direction, seconds);
    jump(moved, dust);
    cut_jump(moved, asked.jump_held);
    moved.body.dy = std::min(moved.body.dy + rules::gravity * seconds, rules::top_fall_speed);
    const bool was_on_ground = moved.body.on_ground;
    move(moved.body, seconds);
    land(moved, was_on_ground, dust);
}

respawn::point feet_of(const body& of)
{
    return {of.x + of.width / 2, of.y + of.height};
}

respawn::point middle_of(const body& of)
{
    return {of.x + of.width / 2, of.y + of.height / 2};
}

} // namespace platformer
