#include "supervisor/session/generation_book.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace respawn::supervisor {

namespace {

/// The one that is asked for is mostly the newest. Null: there is none.
template <class Predicate>
const generation_record* newest_that(const std::vector<generation_record>& records, Predicate is_wanted)
{
    const auto found = std::find_if(records.rbegin(), records.rend(), is_wanted);
    return found == records.rend() ? nullptr : &*found;
}

} // namespace

void generation_book::add(const pipeline_image& image)
{
    if (find(image.generation))
        return;
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
    return newest_that(
        records_, [&](const auto& each) { return each.image.generation == generation; });
}

const generation_record* generation_book::find_executable(const std::filesystem::path& image) const
{
    return newest_that(
        records_, [&](const auto& each) { return each.image.executable == image; });
}

const generation_record* generation_book::before(std::uint64_t generation) const
{
    return newest_that(
        records_,
        [&](const auto& each) {
            return each.image.generation < generation && each.frames != 0 && is_kept(each.image);
        });
}

result<pipeline_image> generation_book::kept(std::uint64_t generation) const
{
    const generation_record* found = find(generation);
    if (!found)
        return failure{
            "there is no generation " + std::to_string(generation) + "; see 'respawn generations'"};
    if (!is_kept(found->image))
        return failure{
            "generation " + std::to_string(generation) + " is not kept any more; see 'respawn generations'"};
    return found->image;
}

result<pipeline_image> generation_book::kept_before(std::uint64_t generation) const
{
    if (const generation_record* found = before(generation))
        return found->image;
    return failure{"there is no earlier generation that has played; see 'respawn generations'"};
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

} // namespace respawn::supervisor
