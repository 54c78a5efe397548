#include "particles.hpp"

#include "rules.hpp"

#include <array>
#include <cmath>

namespace platformer {

namespace {

constexpr std::size_t most_particles = 600;
constexpr float full_turn = 6.2831853f;
constexpr respawn::color dust{214, 206, 190}, gold{255, 224, 110};
constexpr std::array<respawn::color, 4> confetti{
    {{240, 104, 116}, {247, 208, 96}, {120, 209, 125}, {98, 140, 245}}};

/// From `low` up to, but without, `high`. Source: G. Marsaglia, Xorshift RNGs, 2003.
float random_between(particles& all, float low, float high)
{
    all.random ^= all.random << 13;
    all.random ^= all.random >> 17;
    all.random ^= all.random << 5;
    return low + (high - low) * static_cast<float>(all.random >> 8) / (1 << 24);
}

/// Adds one that flies off in a direction between two angles; 0 is to the right, and a quarter turn is down.
particle& throw_one(particles& all, respawn::point from, float angle, float other_angle, float speed)
{
    // Nobody sees one of six hundred end early.
    if (all.flying.size() >= most_particles)
        all.flying.erase(all.flying.begin());
    particle& thrown = all.flying.emplace_back();
    const float direction = random_between(all, angle, other_angle);
    const float fast = random_between(all, speed / 3, speed);
    thrown.place = from;
    thrown.speed = {std::cos(direction) * fast, std::sin(direction) * fast};
    thrown.life = random_between(all, 0.3f, 0.7f);
    return thrown;
}

} // namespace

void puff(particles& all, respawn::point feet)
{
    for (int i = 0; i < 7; ++i) {
        particle& thrown = throw_one(all, feet, full_turn / 2, full_turn, 45);
        thrown.weight = 0.1f;
        thrown.tint = dust;
    }
}

void sparkle(particles& all, respawn::point middle)
{
    for (int i = 0; i < 10; ++i) {
        particle& thrown = throw_one(all, middle, 0, full_turn, 70);
        thrown.weight = 0;
        thrown.size = 1.5f;
        thrown.tint = gold;
    }
}

void burst(particles& all, respawn::point middle, respawn::color tint)
{
    for (int i = 0; i < 16; ++i)
        throw_one(all, middle, full_turn / 2, full_turn, 170).tint = tint;
}

void celebrate(particles& all, respawn::point middle)
{
    for (std::size_t i = 0; i < 80; ++i) {
        particle& thrown = throw_one(all, middle, full_turn * 0.55f, full_turn * 0.95f, 240);
        thrown.tint = confetti[i % confetti.size()];
        thrown.weight = 0.4f;
        thrown.life *= 3;
        thrown.size = 3;
    }
}

void move_particles(particles& all, float seconds)
{
    for (particle& moved : all.flying) {
        moved.speed.y += rules::gravity * moved.weight * seconds;
        moved.place.x += moved.speed.x * seconds;
        moved.place.y += moved.speed.y * seconds;
        moved.age += seconds;
    }
    std::erase_if(all.flying, [](const particle& old) { return old.age >= old.life; });
}

} // namespace platformer
