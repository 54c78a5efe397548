#include "shared/journal/record.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>

namespace respawn::journal {

namespace {

result<void> check_head(const record_data& head, std::uint64_t available_bytes, expectation expected)
{
    if (head.magic != record_magic)
        return failure{"a commit does not begin with a record"};
    if (head.frame != expected.frame)
        return failure{
            "a commit is for frame " + std::to_string(head.frame) + " instead of frame " +
            std::to_string(expected.frame)};
    if (head.extent_bytes > expected.capacity_bytes || head.extent_bytes % page_bytes != 0)
        return failure{"a commit says that the state has " + std::to_string(head.extent_bytes) + " bytes"};
    if (head.page_count > head.extent_bytes / page_bytes)
        return failure{"a commit has more pages than the state"};
    if (head.bytes != record_bytes(head.page_count) || head.bytes > available_bytes)
        return failure{"a commit says that it has " + std::to_string(head.bytes) + " bytes"};
    return {};
}

bool strictly_ascending(const std::vector<std::uint32_t>& pages)
{
    return std::adjacent_find(pages.begin(), pages.end(), std::greater_equal<>{}) == pages.end();
}

} // namespace

result<void> read_record(std::span<const std::byte> bytes, expectation expected, record& out)
{
    record_data head{};
    if (bytes.size() < sizeof head)
        return failure{"a commit is shorter than the head of a record"};
    std::memcpy(&head, bytes.data(), sizeof head);
    if (auto checked = check_head(head, bytes.size(), expected); !checked)
        return checked;
    out.frame = head.frame;
    out.extent_bytes = head.extent_bytes;
    out.pages.resize(head.page_count);
    if (head.page_count != 0)
        std::memcpy(out.pages.data(), bytes.data() + sizeof head, head.page_count * sizeof(std::uint32_t));
    if (!strictly_ascending(out.pages) ||
        (!out.pages.empty() && out.pages.back() >= head.extent_bytes / page_bytes))
        return failure{"a commit has a page outside the state"};
    out.page_bytes = bytes.data() + pages_offset(head.page_count);
    return {};
}

void apply(const record& commit, std::byte* state)
{
    const std::byte* source = commit.page_bytes;
    for (const std::uint32_t page : commit.pages) {
        std::memcpy(state + std::size_t{page} * page_bytes, source, page_bytes);
        source += page_bytes;
    }
}

} // namespace respawn::journal
