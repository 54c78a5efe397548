#include "shared/pictures/picture.hpp"

#include "shared/limit.hpp"

#include <algorithm>
#include <cstring>
#include <string>

namespace respawn::pictures {

namespace {

template <class Item>
void copy_items(const std::byte* slot, std::size_t offset_bytes, std::uint32_t count, std::vector<Item>& out)
{
    const auto* first = reinterpret_cast<const Item*>(slot + offset_bytes);
    out.assign(first, first + count); // a plain copy: no item is read twice, none is zeroed first
}

void make_safe(vertex_data& vertex)
{
    vertex.x = limit(vertex.x, -max_coordinate, max_coordinate);
    vertex.y = limit(vertex.y, -max_coordinate, max_coordinate);
    vertex.u = limit(vertex.u, 0, 1);
    vertex.v = limit(vertex.v, 0, 1);
}

/// Cuts the span `start`, `size` to 0..`end`. A negative size counts as none.
void cut(std::int32_t& start, std::int32_t& size, std::uint32_t end)
{
    const std::int64_t low = std::clamp<std::int64_t>(start, 0, end);
    const std::int64_t high = std::clamp<std::int64_t>(std::int64_t{start} + size, low, end);
    start = static_cast<std::int32_t>(low);
    size = static_cast<std::int32_t>(high - low);
}

bool is_visible(const command_data& command)
{
    return command.index_count != 0 && command.clip_width != 0 && command.clip_height != 0;
}

result<void> check_header(const slot_data& header, std::uint32_t width, std::uint32_t height)
{
    if (header.width != width || header.height != height)
        return failure{
            "the worker drew a picture of " + std::to_string(header.width) + "x" +
            std::to_string(header.height) + " where " + std::to_string(width) + "x" + std::to_string(height) +
            " was asked for; the picture is left out"};
    if (width == 0 || width > max_width || height == 0 || height > max_height)
        return failure{
            "a picture of " + std::to_string(width) + "x" + std::to_string(height) +
            " cannot be shown; use a size from 1x1 to " + std::to_string(max_width) + "x" +
            std::to_string(max_height)};
    if (header.vertex_count > max_vertices || header.index_count > max_indices ||
        header.command_count > max_commands)
        return failure{"the worker's draw list claims more than fits into it; the picture is left out"};
    return {};
}

result<void> check_commands(picture& list)
{
    std::uint64_t drawn = 0;
    for (command_data& command : list.commands) {
        const std::uint64_t end = std::uint64_t{command.first_index} + command.index_count;
        if (end > list.indices.size() || command.index_count % 3 != 0)
            return failure{
                "a command of the worker's draw list uses indices that are not there; the picture is "
                "left out"};
        drawn += command.index_count;
        cut(command.clip_x, command.clip_width, list.width);
        cut(command.clip_y, command.clip_height, list.height);
    }
    // Commands may share indices, but not so that a small list becomes hours of drawing.
    if (drawn > max_indices)
        return failure{
            "the commands of the worker's draw list draw more than fits into one; the picture is left "
            "out"};
    std::erase_if(list.commands, [](const command_data& command) { return !is_visible(command); });
    return {};
}

result<void> check_indices(const picture& list)
{
    const auto highest = std::max_element(list.indices.begin(), list.indices.end());
    if (highest != list.indices.end() && *highest >= list.vertices.size())
        return failure{"an index of the worker's draw list names a vertex that is not there; the picture is "
                       "left out"};
    return {};
}

void clear(picture& list)
{
    list.frame = 0;
    list.width = list.height = list.clear_color = 0;
    list.has_pixels = false;
    list.commands.clear();
    list.indices.clear();
    list.vertices.clear();
}

void copy_header(const slot_data& header, picture& out)
{
    out.frame = header.frame;
    out.width = header.width;
    out.height = header.height;
    out.clear_color = header.clear_color;
    out.has_pixels = header.has_pixels == 1;
}

} // namespace

result<void> copy_picture(const std::byte* slot, std::uint32_t width, std::uint32_t height, picture& out)
{
    clear(out);
    slot_data header;
    std::memcpy(&header, slot, sizeof header);
    if (result<void> checked = check_header(header, width, height); !checked)
        return checked;

    copy_items(slot, commands_offset, header.command_count, out.commands);
    copy_items(slot, indices_offset, header.index_count, out.indices);
    copy_items(slot, vertices_offset, header.vertex_count, out.vertices);
    copy_header(header, out);

    result<void> checked = check_commands(out);
    if (checked)
        checked = check_indices(out);
    if (!checked)
        clear(out);
    std::for_each(out.vertices.begin(), out.vertices.end(), make_safe);
    return checked;
}

} // namespace respawn::pictures
