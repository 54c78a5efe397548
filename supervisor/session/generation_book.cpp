#include "supervisor/session/generation_book.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace respawn::supervisor {

void generation_book::add(const pipeline_image& image)
{
    records_.push_back({image, 0, std::nullopt});
    if (records_.size() > most_records)
        records_.erase(records_.begin());
}

void generation_book::frame_committed(std::uint64_t generation)
{
    if (generation_record* record = find_mutable(generation)) {
        ++record->frames;
        record->ending.reset();
    }
}

void generation_book::ended(std::uint64_t generation, std::string how)
{
    if (generation_record* record = find_mutable(generation))
        record->ending = std::move(how);
}

const generation_record* generation_book::find(std::uint64_t generation) const
{
    // The one that is asked for is mostly the newest.
    const auto found = std::find_if(records_.rbegin(), records_.rend(), [&](const generation_record& each) {
        return each.image.generation == generation;
    });
    return found == records_.rend() ? nullptr : &*found;
}

const generation_record* generation_book::before(std::uint64_t generation) const
{
    const auto found = std::find_if(records_.rbegin(), records_.rend(), [&](const generation_record& each) {
        return each.image.generation < generation && each.frames != 0 && is_kept(each.image);
    });
    return found == records_.rend() ? nullptr : &*found;
}

std::vector<std::uint32_t> generation_book::newest_played(std::size_t count) const
{
    std::vector<std::uint32_t> played;
    for (auto each = records_.rbegin(); each != records_.rend() && played.size() != count; ++each)
        if (each->frames != 0)
            played.push_back(each->image.generation);
    return played;
}

generation_record* generation_book::find_mutable(std::uint64_t generation)
{
    return const_cast<generation_record*>(find(generation));
}

bool is_kept(const pipeline_image& image)
{
    std::error_code ignored;
    return std::filesystem::exists(image.executable, ignored);
}

} // namespace respawn::supervisor
