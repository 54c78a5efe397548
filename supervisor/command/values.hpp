#pragma once

#include "shared/result.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

/// The values that options take, as people write them. A failure says what to write instead.
namespace respawn::supervisor {

/// A decimal number from `least` to `most`.
[[nodiscard]] result<std::uint64_t> parse_number(
    std::string_view text, std::uint64_t least, std::uint64_t most);

/// A size such as "65536", "64K", "64MiB" or "2 G", from `least` to `most` bytes and rounded up to whole
/// pages. K, M, G and T are powers of 1,024.
[[nodiscard]] result<std::uint64_t> parse_bytes(
    std::string_view text, std::uint64_t least, std::uint64_t most);

/// A hexadecimal address at the start of a page, with or without 0x.
[[nodiscard]] result<std::uint64_t> parse_address(std::string_view text);

/// A time in seconds such as "2" or "0.5", at most a day; "0" for none.
[[nodiscard]] result<std::chrono::milliseconds> parse_seconds(std::string_view text);

struct picture_size {
    unsigned width, height;
};

/// A size in pixels such as "960x720".
[[nodiscard]] result<picture_size> parse_picture_size(std::string_view text);

} // namespace respawn::supervisor
