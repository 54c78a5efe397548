#include "supervisor/session/before_images.hpp"

#include <array>
#include <cstring>

namespace respawn::supervisor {

namespace {

using journal::page_bytes;

/// Pages are stored in blocks, so that keeping one seldom asks the system for memory.
constexpr std::size_t pages_a_block = 64;

constexpr std::array<std::byte, page_bytes> zeros{};

} // namespace

before_images::before_images(
    std::uint64_t frame, std::uint64_t extent_bytes, std::uint64_t changes, std::uint64_t limit_bytes) :
    frame_{frame},
    extent_bytes_{extent_bytes}, changes_{changes}, limit_bytes_{limit_bytes}
{}

const std::byte* before_images::find(std::uint32_t page) const
{
    const auto found = pages_.find(page);
    return found == pages_.end() ? nullptr : found->second;
}

void before_images::keep(std::uint32_t page, const std::byte* content)
{
    if (!complete_ || page < first_wanted_page_)
        return;
    const auto [place, is_new] = pages_.try_emplace(page, zeros.data());
    if (!is_new || std::memcmp(content, zeros.data(), page_bytes) == 0)
        return;
    if (kept_bytes() + page_bytes > limit_bytes_)
        let_go();
    else
        place->second = store(content);
}

const std::byte* before_images::store(const std::byte* content)
{
    const std::size_t place = stored_pages_++ % pages_a_block;
    if (place == 0)
        blocks_.emplace_back(new std::byte[pages_a_block * page_bytes]);
    std::byte* stored = blocks_.back().get() + place * page_bytes;
    std::memcpy(stored, content, page_bytes);
    return stored;
}

void before_images::let_go()
{
    complete_ = false;
    pages_.clear();
    blocks_.clear();
    stored_pages_ = 0;
}

} // namespace respawn::supervisor
