#include "worker/source/canvas/draw_list.hpp"

namespace respawn {

using namespace pictures;

void draw_list::begin(std::byte* slot)
{
    commands_ = slot == nullptr ? nullptr : reinterpret_cast<command_data*>(slot + commands_offset);
    indices_ = slot == nullptr ? nullptr : reinterpret_cast<std::uint32_t*>(slot + indices_offset);
    vertices_ = slot == nullptr ? nullptr : reinterpret_cast<vertex_data*>(slot + vertices_offset);
    clear();
}

void draw_list::clear()
{
    command_count_ = index_count_ = vertex_count_ = 0;
    dropped_ = 0;
}

void draw_list::finish(slot_data& header) const
{
    header.command_count = command_count_;
    header.index_count = index_count_;
    header.vertex_count = vertex_count_;
}

bool draw_list::joins_last_command(std::uint64_t texture) const
{
    return command_count_ != 0 && last_.texture == texture && last_clip_ == clip_;
}

bool draw_list::has_room(std::uint64_t texture, std::size_t vertex_count, std::size_t index_count) const
{
    return commands_ != nullptr && vertex_count <= max_vertices - vertex_count_ &&
           index_count <= max_indices - index_count_ &&
           (command_count_ < max_commands || joins_last_command(texture));
}

void draw_list::append(std::uint64_t texture, std::uint32_t vertex_count, std::uint32_t index_count)
{
    if (!joins_last_command(texture)) {
        last_ = {texture,      clip_.left, clip_.top, clip_.right - clip_.left, clip_.bottom - clip_.top,
                 index_count_, 0};
        last_clip_ = clip_;
        ++command_count_;
    }
    last_.index_count += index_count;
    commands_[command_count_ - 1] = last_;
    vertex_count_ += vertex_count;
    index_count_ += index_count;
}

} // namespace respawn
