#include "camera.hpp"

#include "level.hpp"

#include <algorithm>

namespace platformer {

namespace {

constexpr float ahead = 36;                       ///< Pixels.
constexpr float quickness_x = 3, quickness_y = 5; ///< Shares of the distance, a second.

respawn::point aim_of(const hero& followed)
{
    const respawn::point middle = middle_of(followed.body);
    return {middle.x + (followed.faces_left ? -ahead : ahead), middle.y};
}

float limited(float corner, float seen, float whole)
{
    return whole <= seen ? (whole - seen) / 2 : std::clamp(corner, 0.0f, whole - seen);
}

} // namespace

void follow(respawn::point& camera, const hero& followed, float seconds)
{
    const respawn::point aim = aim_of(followed);
    camera.x += (aim.x - camera.x) * std::min(quickness_x * seconds, 1.0f);
    camera.y += (aim.y - camera.y) * std::min(quickness_y * seconds, 1.0f);
}

void look_at(respawn::point& camera, const hero& shown)
{
    camera = aim_of(shown);
}

respawn::point corner_of_view(respawn::point camera, respawn::extent seen)
{
    return {
        limited(camera.x - seen.width / 2, seen.width, edge_of(map_columns())),
        limited(camera.y - seen.height / 2, seen.height, edge_of(map_rows()))};
}

} // namespace platformer
