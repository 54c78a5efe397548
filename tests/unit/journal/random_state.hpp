#pragma once

#include "shared/journal/ring.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <random>
#include <vector>

/// A game's state in a test, some pages of which change from frame to frame.
class random_state {
public:
    random_state(std::size_t page_count, std::uint32_t seed) :
        bytes_(page_count * respawn::journal::page_bytes), random_{seed}
    {}

    /// Fills `count` pages, none of them twice, with bytes that this frame alone has.
    respawn::journal::commit change(std::size_t count)
    {
        std::vector<std::uint32_t> all(bytes_.size() / respawn::journal::page_bytes);
        std::iota(all.begin(), all.end(), 0u);
        changed_.clear();
        std::sample(all.begin(), all.end(), std::back_inserter(changed_), count, random_);
        ++frame_;
        for (const std::uint32_t page : changed_)
            fill(page);
        return {frame_, bytes_.size(), changed_, bytes_.data()};
    }

    [[nodiscard]] std::uint64_t frame() const { return frame_; }
    [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }
    [[nodiscard]] const std::vector<std::uint32_t>& changed() const { return changed_; }
    [[nodiscard]] respawn::journal::expectation expected() const { return {frame_, bytes_.size()}; }
    [[nodiscard]] std::mt19937& random() { return random_; }

private:
    void fill(std::uint32_t page)
    {
        for (std::size_t offset = 0; offset != respawn::journal::page_bytes;
             offset += sizeof(std::uint64_t)) {
            const std::uint64_t word = (frame_ << 32 | page) * 0x9e37'79b9'7f4a'7c15u + offset;
            std::memcpy(bytes_.data() + page * respawn::journal::page_bytes + offset, &word, sizeof word);
        }
    }

    std::vector<std::byte> bytes_;
    std::vector<std::uint32_t> changed_;
    std::mt19937 random_;
    std::uint64_t frame_ = 0;
};
