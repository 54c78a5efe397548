#pragma once

#include "shared/pictures/picture.hpp"
#include "worker/source/canvas/canvas_access.hpp"

#include "catch.hpp"

#include <boost/interprocess/anonymous_shared_memory.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

/// A canvas on a slot of its own, and what the supervisor gets of it.
class drawing {
public:
    static constexpr std::uint32_t width = 640, height = 480;

    drawing() { begin(); }

    respawn::canvas& canvas() { return *canvas_; }
    std::byte* slot() const { return static_cast<std::byte*>(mapping_.get_address()); }

    void begin(std::uint64_t frame = 1)
    {
        respawn::canvas_access::attach(*canvas_, slot(), width, height, frame);
    }

    /// The finished picture, which always passes the supervisor's checks.
    respawn::pictures::picture finish()
    {
        respawn::canvas_access::finish(*canvas_);
        respawn::pictures::picture picture;
        const auto copied = respawn::pictures::copy_picture(slot(), width, height, picture);
        INFO((copied ? "" : copied.error().sentence));
        REQUIRE(copied.has_value());
        return picture;
    }

private:
    boost::interprocess::mapped_region mapping_ =
        boost::interprocess::anonymous_shared_memory(respawn::pictures::slot_bytes);
    std::unique_ptr<respawn::canvas> canvas_ = respawn::canvas_access::make();
};

inline float cross(respawn::point from, respawn::point to, respawn::point third)
{
    return (to.x - from.x) * (third.y - from.y) - (to.y - from.y) * (third.x - from.x);
}

/// Calls `visit` with the corners of each triangle.
template <class Visit>
void for_each_triangle(const respawn::pictures::picture& picture, Visit visit)
{
    const auto corner = [&](std::size_t index) {
        const auto& vertex = picture.vertices[picture.indices[index]];
        return respawn::point{vertex.x, vertex.y};
    };
    for (std::size_t index = 0; index + 2 < picture.indices.size(); index += 3)
        visit(corner(index), corner(index + 1), corner(index + 2));
}

/// The area of all triangles together; parts that are covered twice count twice.
inline float area_of(const respawn::pictures::picture& picture)
{
    float area = 0;
    for_each_triangle(picture, [&](respawn::point a, respawn::point b, respawn::point c) {
        area += std::abs(cross(a, b, c)) / 2;
    });
    return area;
}

/// How many triangles cover a point that is on none of their edges.
inline int cover_of(const respawn::pictures::picture& picture, respawn::point at)
{
    int cover = 0;
    for_each_triangle(picture, [&](respawn::point a, respawn::point b, respawn::point c) {
        const bool sides[] = {cross(a, b, at) > 0, cross(b, c, at) > 0, cross(c, a, at) > 0};
        cover += sides[0] == sides[1] && sides[1] == sides[2] && cross(a, b, c) != 0 ? 1 : 0;
    });
    return cover;
}

/// The smallest rectangle around all vertices.
inline respawn::rectangle bounds_of(const respawn::pictures::picture& picture)
{
    REQUIRE(!picture.vertices.empty());
    float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
    for (const auto& vertex : picture.vertices) {
        left = std::min(left, vertex.x);
        top = std::min(top, vertex.y);
        right = std::max(right, vertex.x);
        bottom = std::max(bottom, vertex.y);
    }
    return {left, top, right - left, bottom - top};
}

inline bool is_close(const respawn::rectangle& a, const respawn::rectangle& b, float tolerance = 0.01f)
{
    return std::abs(a.x - b.x) <= tolerance && std::abs(a.y - b.y) <= tolerance &&
           std::abs(a.width - b.width) <= tolerance && std::abs(a.height - b.height) <= tolerance;
}
