#include "worker/source/runtime/transaction.hpp"

#include "worker/source/platform/undefined_bytes.hpp"

#include <algorithm>
#include <cstring>

namespace respawn::detail {

namespace {

using journal::page_bytes;

/// A page that was not changed for so many commits is given back. It must fault to become private again
/// (about 2 us), while keeping it costs one comparison a frame (about 0.2 us).
constexpr std::uint8_t patience_commits = 16;

} // namespace

transaction::transaction(std::byte* view, const std::byte* committed, platform::private_page_finder finder) :
    view_{view}, committed_{committed}, finder_{std::move(finder)}
{}

bool transaction::differs(std::uint32_t page) const
{
    const std::size_t offset = std::size_t{page} * page_bytes;
    return std::memcmp(view_ + offset, committed_ + offset, page_bytes) != 0;
}

result<std::span<const std::uint32_t>> transaction::find_changes(std::uint64_t extent_bytes)
{
    if (auto found = finder_.find(view_, extent_bytes, private_pages_); !found)
        return found.error();
    patience_.resize(extent_bytes / page_bytes);
    changed_pages_.clear();
    cold_pages_.clear();
    const platform::undefined_bytes_allowed as_they_are;
    for (const std::uint32_t page : private_pages_) {
        if (differs(page)) {
            changed_pages_.push_back(page);
            patience_[page] = patience_commits;
        } else if (patience_[page] == 0) {
            cold_pages_.push_back(page);
        } else {
            --patience_[page];
        }
    }
    return std::span<const std::uint32_t>{changed_pages_};
}

void transaction::committed()
{
    platform::discard_private_pages(view_, cold_pages_);
    kept_pages_.clear();
    kept_bytes_ = {};
}

result<void> transaction::keep_changes(std::uint64_t extent_bytes)
{
    auto changes = find_changes(extent_bytes);
    if (!changes)
        return changes.error();
    kept_pages_.assign(changes->begin(), changes->end());
    kept_bytes_.resize(kept_pages_.size() * page_bytes);
    std::byte* destination = kept_bytes_.data();
    for (const std::uint32_t page : kept_pages_) {
        std::memcpy(destination, view_ + std::size_t{page} * page_bytes, page_bytes);
        destination += page_bytes;
    }
    return {};
}

result<void> transaction::undo(std::uint64_t extent_bytes)
{
    if (auto found = finder_.find(view_, extent_bytes, private_pages_); !found)
        return found;
    platform::discard_private_pages(view_, private_pages_);
    const std::byte* source = kept_bytes_.data();
    for (const std::uint32_t page : kept_pages_) {
        std::memcpy(view_ + std::size_t{page} * page_bytes, source, page_bytes);
        source += page_bytes;
    }
    return {};
}

} // namespace respawn::detail
