#pragma once

#include "shared/fnv1a.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// The frames region: three slots that the worker fills in turn, each with pixels, a draw list, or both.
///
/// The worker writes, the supervisor reads: everything in a slot is copied and checked before it is used
/// (pictures::copy_picture). All parts have room for their maximum; the region is sparse, so that only what
/// is written takes memory.
namespace respawn::pictures {

inline constexpr std::uint32_t max_width = 7680;
inline constexpr std::uint32_t max_height = 4320;
inline constexpr std::uint32_t max_vertices = 1u << 20;
inline constexpr std::uint32_t max_indices = 1u << 21;
inline constexpr std::uint32_t max_commands = 1u << 16;

/// A corner of a triangle. The field order is SDL_Vertex's, so that it can be drawn without conversion.
struct vertex_data {
    float x, y;              ///< pixels of the picture, origin top left
    std::uint8_t r, g, b, a; ///< straight (not premultiplied) alpha
    float u, v;              ///< 0..1 over the texture
};
static_assert(sizeof(vertex_data) == 20);

/// Draws `index_count` indices as triangles with one texture inside one clip rectangle.
struct command_data {
    std::uint64_t texture;                                ///< id of a texture (texture_id), 0: none
    std::int32_t clip_x, clip_y, clip_width, clip_height; ///< pixels of the picture
    std::uint32_t first_index, index_count;
};
static_assert(sizeof(command_data) == 32);

struct slot_data {
    std::uint64_t frame;
    std::uint32_t width, height; ///< as the input region said for this frame
    std::uint32_t clear_color;   ///< 0xAARRGGBB, what the picture is before the draw list; alpha is ignored
    std::uint32_t has_pixels;    ///< 1: the pixels are the background instead of the clear colour
    std::uint32_t vertex_count, index_count, command_count;
    std::uint8_t padding[28];
};
static_assert(sizeof(slot_data) == 64);

/// Offsets from the start of a slot, each a multiple of the page size.
inline constexpr std::size_t page_bytes = 4096;
constexpr std::size_t round_to_page(std::size_t bytes)
{
    return (bytes + page_bytes - 1) / page_bytes * page_bytes;
}
inline constexpr std::size_t commands_offset = page_bytes;
inline constexpr std::size_t indices_offset =
    commands_offset + round_to_page(max_commands * sizeof(command_data));
inline constexpr std::size_t vertices_offset =
    indices_offset + round_to_page(max_indices * sizeof(std::uint32_t));
inline constexpr std::size_t pixels_offset =
    vertices_offset + round_to_page(max_vertices * sizeof(vertex_data));
inline constexpr std::size_t slot_bytes =
    pixels_offset + round_to_page(std::size_t{max_width} * max_height * sizeof(std::uint32_t));

/// The first page of the region. `latest` is the slot that neither side owns: the worker swaps it for the one
/// it has just filled, the supervisor for the one it has shown (a triple buffer). `fresh_bit` is set while it
/// holds a picture that the supervisor has not taken.
struct region_data {
    std::atomic<std::uint32_t> latest; ///< slot index | fresh_bit
    std::uint8_t padding[60];
};
static_assert(sizeof(region_data) == 64);

inline constexpr std::uint32_t slot_count = 3;
inline constexpr std::uint32_t fresh_bit = 4;
inline constexpr std::size_t slots_offset = page_bytes;
inline constexpr std::size_t region_bytes = slots_offset + slot_count * slot_bytes;

/// Ids below are the supervisor's own: a worker can draw with them, and not make them.
inline constexpr std::uint64_t first_texture = 0x100;
/// The built-in font's texture; see shared/text.
inline constexpr std::uint64_t font_texture = 1;
/// The letters of the supervisor's overlay.
inline constexpr std::uint64_t overlay_texture = 2;

/// Id of the texture named by `name`: the FNV-1a hash of its name, kept off the reserved small numbers.
constexpr std::uint64_t texture_id(std::string_view name)
{
    return fnv1a{}.add(name).value() | first_texture;
}

} // namespace respawn::pictures
