#pragma once

#include "shared/pictures/layout.hpp"

#include <respawn/geometry.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace respawn {

/// Whole pixels from `left`, `top` up to but without `right`, `bottom`.
struct clip_area {
    std::int32_t left = 0, top = 0, right = 0, bottom = 0;

    [[nodiscard]] bool empty() const { return left >= right || top >= bottom; }
    friend bool operator==(const clip_area&, const clip_area&) = default;
};

/// Writes one shape behind the end of a draw list. Coordinates are those of the picture.
class shape_writer {
public:
    shape_writer(pictures::vertex_data* vertices, std::uint32_t* indices, std::uint32_t first_vertex) :
        vertices_{vertices}, indices_{indices}, first_vertex_{first_vertex}
    {}

    void vertex(point position, color tint, point texture_position = {})
    {
        finite_ = finite_ && std::isfinite(position.x) && std::isfinite(position.y);
        *vertices_++ = {position.x,         position.y,        tint.r, tint.g, tint.b, tint.a,
                        texture_position.x, texture_position.y};
    }

    /// `a`, `b`, `c`: numbers of the shape's vertices, from 0.
    void triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c)
    {
        *indices_++ = first_vertex_ + a;
        *indices_++ = first_vertex_ + b;
        *indices_++ = first_vertex_ + c;
    }

    /// The four vertices from `first` on, in the order in which one walks around them.
    void quad(std::uint32_t first)
    {
        triangle(first, first + 1, first + 2);
        triangle(first, first + 2, first + 3);
    }

    [[nodiscard]] bool finite() const { return finite_; }

private:
    pictures::vertex_data* vertices_;
    std::uint32_t* indices_;
    std::uint32_t first_vertex_;
    bool finite_ = true;
};

/// The draw list of one slot, written straight into shared memory; shapes with the same texture and clip area
/// that follow each other become one command.
class draw_list {
public:
    /// Begins an empty list in `slot`; null: a list that has room for nothing.
    void begin(std::byte* slot);
    void clear();

    /// Applies to the shapes added from now on.
    void set_clip(const clip_area& area) { clip_ = area; }

    /// Adds a shape of exactly so many vertices and indices, which `write(shape_writer&)` writes; leaves it
    /// out, and counts that, if there is no room or a coordinate is not finite. Nothing is written if nothing
    /// could be seen.
    template <class Write>
    void add(std::uint64_t texture, std::size_t vertex_count, std::size_t index_count, Write write)
    {
        if (clip_.empty() || index_count == 0)
            return;
        if (!has_room(texture, vertex_count, index_count))
            return drop();
        shape_writer shape{vertices_ + vertex_count_, indices_ + index_count_, vertex_count_};
        write(shape);
        if (!shape.finite())
            return drop();
        append(texture, static_cast<std::uint32_t>(vertex_count), static_cast<std::uint32_t>(index_count));
    }

    /// Counts a shape that was left out.
    void drop() { ++dropped_; }
    [[nodiscard]] std::uint32_t dropped() const { return dropped_; }

    /// Writes the counts into the slot's header.
    void finish(pictures::slot_data& header) const;

private:
    [[nodiscard]] bool joins_last_command(std::uint64_t texture) const;
    [[nodiscard]] bool has_room(
        std::uint64_t texture, std::size_t vertex_count, std::size_t index_count) const;
    void append(std::uint64_t texture, std::uint32_t vertex_count, std::uint32_t index_count);

    pictures::command_data* commands_ = nullptr; // null: no slot
    std::uint32_t* indices_ = nullptr;
    pictures::vertex_data* vertices_ = nullptr;
    std::uint32_t command_count_ = 0, index_count_ = 0, vertex_count_ = 0;
    pictures::command_data last_{}; // a copy of the last command: shared memory is only written
    clip_area clip_{}, last_clip_{};
    std::uint32_t dropped_ = 0;
};

} // namespace respawn
