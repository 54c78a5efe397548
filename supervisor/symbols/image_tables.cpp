#include "supervisor/symbols/process_images.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace respawn::supervisor {

const loaded_library* process_images::find(std::uint64_t address) const
{
    if (!ranges.empty()) {
        const auto after = std::upper_bound(
            ranges.begin(), ranges.end(), address,
            [](std::uint64_t wanted, const indexed_range& each) { return wanted < each.where.begin; });
        if (after == ranges.begin() || !std::prev(after)->where.contains(address))
            return nullptr;
        const std::size_t image = std::prev(after)->image;
        return image == 0 ? &executable : &libraries[image - 1];
    }
    if (executable.contains(address))
        return &executable;
    const auto found = std::find_if(libraries.begin(), libraries.end(), [&](const loaded_library& each) {
        return each.contains(address);
    });
    return found == libraries.end() ? nullptr : &*found;
}

void process_images::index()
{
    ranges.clear();
    for (const address_range& each : executable.ranges)
        ranges.push_back({each, 0});
    for (std::size_t i = 0; i != libraries.size(); ++i)
        for (const address_range& each : libraries[i].ranges)
            ranges.push_back({each, i + 1});
    std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) {
        return a.where.begin < b.where.begin;
    });
}

image_tables::table_result image_tables::of(const loaded_library& image)
{
    if (image.table)
        return image.table;
    const auto known = std::find_if(kept_.begin(), kept_.end(), [&](const kept_table& each) {
        return each.path == image.path && each.identity == image.identity;
    });
    if (known != kept_.end()) {
        std::rotate(known, known + 1, kept_.end());
        return kept_.back().table;
    }
    auto file = image.file ? image.file->reopen() : image_file::open(image.path);
    if (!file)
        return file.error();
    const file_identity there = file->identity();
    auto read = symbol_table::read(image.path, std::move(*file));
    if (!read)
        return read.error();
    if (image.identity != file_identity{} && there != image.identity)
        return failure{image.path.string() + " was replaced after it had been loaded"};
    if (kept_.size() == most_kept)
        kept_.erase(kept_.begin());
    kept_.push_back({image.path, image.identity, std::make_shared<const symbol_table>(std::move(*read))});
    return kept_.back().table;
}

result<loaded_program> program_of(const process_images& images, image_tables& tables)
{
    const auto table = tables.of(images.executable);
    if (!table)
        return table.error();
    return loaded_program{{*table, images.executable.load_bias}, images.libraries};
}

} // namespace respawn::supervisor
