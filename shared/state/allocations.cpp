#include "shared/state/allocations.hpp"

#include "shared/state/layout.hpp"

#include <cstring>
#include <memory>

namespace respawn::state {

namespace {

/// In front of each block, allocated or free. The sizes count units, the header included.
struct block_header {
    std::uint64_t previous_units; ///< belongs to the block before it, if that is allocated
    std::uint64_t units_and_flags;

    [[nodiscard]] std::uint64_t units() const { return units_and_flags & (~std::uint64_t{0} >> 2); }
    [[nodiscard]] bool is_allocated() const { return units_and_flags >> 63 != 0; }
};
static_assert(sizeof(block_header) == block_reader::header_bytes);
static_assert(block_reader::header_bytes == block_reader::unit_bytes);

struct alignas(64) scratch_segment {
    std::byte bytes[16 * 1024];
};

/// Where the first block's header is, in every segment; 0: not where it is expected.
std::uint64_t find_first_header()
{
    const auto memory = std::make_unique<scratch_segment>();
    auto* manager = ::new (memory->bytes) segment_manager{sizeof memory->bytes, 0};
    const auto* first = static_cast<const std::byte*>(manager->allocate(100));
    const auto* second = static_cast<const std::byte*>(manager->allocate(100));
    const auto offset = static_cast<std::uint64_t>(first - memory->bytes) - sizeof(block_header);
    block_header header;
    std::memcpy(&header, memory->bytes + offset, sizeof header);
    const bool is_as_expected =
        header.is_allocated() && first + header.units() * block_reader::unit_bytes == second && offset < 1024;
    manager->~segment_manager();
    return is_as_expected ? offset : 0;
}

} // namespace

block_reader::block_reader(const std::byte* base, std::uint64_t extent_bytes) :
    base_{base}, extent_bytes_{extent_bytes}
{
    static const std::uint64_t first_header = find_first_header();
    is_whole_ = first_header != 0 && extent_bytes >= segment_offset + first_header;
    offset_ = is_whole_ ? segment_offset + first_header : extent_bytes;
}

std::optional<std::vector<allocation>> allocations_in(const std::byte* base, std::uint64_t extent_bytes)
{
    block_reader blocks{base, extent_bytes};
    std::vector<allocation> result;
    while (const auto found = blocks.next())
        // An allocation may use the first field of the header behind it.
        if (found->is_allocated)
            result.push_back(
                {found->offset + sizeof(block_header),
                 found->bytes - sizeof(block_header) + sizeof(block_header::previous_units)});
    if (!blocks.is_whole())
        return std::nullopt;
    return result;
}

} // namespace respawn::state
