#include "worker/source/runtime/segment.hpp"

#include "shared/journal/layout.hpp"
#include "shared/state/allocations.hpp"
#include "shared/state/directory.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace respawn::detail {

namespace {

using state::allocation_algorithm;
using state::segment_manager;

constexpr std::uint64_t first_extent_bytes = 64 * 1024;
using journal::page_bytes;
/// Headroom for the allocator's own headers and alignment when it grows for one allocation.
constexpr std::uint64_t growth_slack_bytes = 64 * 1024;

segment_manager& manager_at(std::byte* base)
{
    return *std::launder(reinterpret_cast<segment_manager*>(base + state::segment_offset));
}

const state::header_data& header_at(const std::byte* base)
{
    return *reinterpret_cast<const state::header_data*>(base);
}

std::string_view name_of(const state::root_data& root)
{
    return {root.name, ::strnlen(root.name, sizeof root.name)};
}

} // namespace

const char* incompatibility_of(const std::byte* base, std::uintptr_t address, std::uint64_t capacity_bytes)
{
    if (!state::is_formatted(header_at(base)))
        return nullptr;
    if (header_at(base).layout_version != state::layout_version)
        return "the state was made by another version of the worker library";
    if (header_at(base).address != address)
        return "the state was made at another address";
    if (!state::is_sound(header_at(base), capacity_bytes))
        return "the state's directory is damaged";
    return nullptr;
}

const state::root_data* find_root_in(const std::byte* base, std::string_view name)
{
    // The old worker may be making a root, or damaging the count, meanwhile.
    const std::size_t count = std::min<std::size_t>(header_at(base).root_count, state::max_roots);
    const std::span roots{header_at(base).roots, count};
    const auto found = std::find_if(
        roots.begin(), roots.end(), [&](const state::root_data& root) { return name == name_of(root); });
    return found == roots.end() ? nullptr : &*found;
}

bool segment::format_if_new()
{
    if (state::is_formatted(header()))
        return false;
    state::header_data& fresh = header();
    fresh.layout_version = state::layout_version;
    fresh.address = reinterpret_cast<std::uintptr_t>(base_);
    fresh.extent_bytes = first_extent_bytes;
    fresh.segment_offset = state::segment_offset;
    ::new (base_ + state::segment_offset) segment_manager{first_extent_bytes - state::segment_offset, 0};
    std::memcpy(fresh.magic, state::magic, sizeof state::magic);
    return true;
}

void* segment::allocate(std::size_t bytes, std::size_t alignment) noexcept
{
    // Larger sizes can wrap around inside the allocation algorithm.
    if (bytes > capacity_bytes_ || alignment > capacity_bytes_)
        return nullptr;
    const std::lock_guard lock{mutex_};
    const auto attempt = [&] {
        return alignment <= allocation_algorithm::Alignment
                   ? manager_at(base_).allocate(bytes, std::nothrow)
                   : manager_at(base_).allocate_aligned(bytes, alignment, std::nothrow);
    };
    void* memory = attempt();
    if (!memory && grow(bytes + alignment))
        memory = attempt();
    // So that a small object made by hand can be told from several.
    if (memory && bytes < state::least_allocation_bytes)
        std::memset(static_cast<std::byte*>(memory) + bytes, 0, state::least_allocation_bytes - bytes);
    return memory;
}

void segment::deallocate(void* memory) noexcept
{
    const std::lock_guard lock{mutex_};
    manager_at(base_).deallocate(memory);
}

bool segment::grow(std::size_t wanted_bytes) noexcept
{
    const std::uint64_t extent = header().extent_bytes;
    const std::uint64_t room = capacity_bytes_ - extent;
    if (wanted_bytes > room || growth_slack_bytes > room - wanted_bytes)
        return false;
    const std::uint64_t needed = wanted_bytes + growth_slack_bytes;
    const std::uint64_t growth = std::min(std::max(extent, needed), room) / page_bytes * page_bytes;
    manager_at(base_).grow(growth);
    header().extent_bytes = extent + growth;
    return true;
}

const state::root_data* segment::find_root(std::string_view name) const
{
    return find_root_in(base_, name);
}

void segment::replace_root(const state::root_data& root)
{
    for (state::root_data& each : std::span{header().roots, header().root_count})
        if (name_of(each) == name_of(root))
            each = root;
}

void segment::add_root(const state::root_data& root)
{
    header().roots[header().root_count++] = root;
}

bool segment::set_texts(std::span<const state::text_data> texts) noexcept
{
    std::byte* list = base_;
    if (!texts.empty()) {
        list = static_cast<std::byte*>(allocate(texts.size_bytes(), alignof(state::text_data)));
        if (!list)
            return false;
        std::memcpy(list, texts.data(), texts.size_bytes());
    }
    if (header().text_count != 0)
        deallocate(at(header().texts_offset));
    header().texts_offset = offset_of(list);
    header().text_count = texts.size();
    return true;
}

} // namespace respawn::detail
