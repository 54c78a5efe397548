#pragma once

#include <cstddef>
#include <cstdint>

/// What a worker is to change in the state before its first frame, because pointers in it are the addresses
/// of another process: a sealed object that comes with a rebinding_message.
///
/// A rebinding_data, then `place_count` places, `text_count` texts, `text_place_count` places (of the first
/// text, then of the second one, ..., each with how far into the text it is to point), `freed_count` offsets,
/// and the characters of all texts, without gaps.
/// All offsets count from the start of the state.
namespace respawn::protocol {

struct rebinding_data {
    std::uint64_t place_count;
    std::uint64_t text_count;
    std::uint64_t text_place_count;
    std::uint64_t freed_count; ///< texts of earlier hand-overs that nothing points to any more
    std::uint64_t text_bytes;
    std::uint64_t padding;
};
static_assert(sizeof(rebinding_data) == 48);

/// A word of the state that gets a new value, or is to point so many bytes into a text.
struct rebinding_place {
    std::uint64_t offset;
    std::uint64_t value;
};
static_assert(sizeof(rebinding_place) == 16);

/// A constant that is copied into the state, and that the words at the places are to point into.
struct rebinding_text {
    std::uint64_t bytes; ///< with the zero at its end
    std::uint64_t place_count;
};
static_assert(sizeof(rebinding_text) == 16);

} // namespace respawn::protocol
