#pragma once

#include "shared/protocol/messages.hpp"
#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

/// What a worker can say, as checked values.
namespace respawn::incoming {

struct hello {
    std::uint32_t version;
    std::string library;
    unique_handle executable{}; ///< may be none, or anything
};

struct refusal {
    std::string reason;
    bool is_about_state = true; ///< and not about memory that this process can't have
};

/// Numbers that are 0, and a text that is empty, stand for no wish.
struct window {
    std::string title;
    std::uint32_t width = 0, height = 0, frames_per_second = 0;

    friend bool operator==(const window&, const window&) = default;
};

struct ready {};

struct large_commit {
    unique_handle object;
    std::uint64_t bytes;
};

struct migrating {};

struct migrated {
    unique_handle object;
    std::uint64_t bytes;
};

struct make_texture {
    std::uint64_t id;
    std::string name;
    std::uint32_t width, height;
    unique_handle object;
};

struct find_texture {
    std::uint64_t id;
};

struct make_sound {
    std::uint64_t id;
    std::string name;
    std::uint32_t sample_rate, channels;
    std::uint64_t samples; ///< of all channels together
    unique_handle object;
};

struct find_sound {
    std::uint64_t id;
};

using message = std::variant<
    hello, refusal, window, ready, large_commit, migrating, migrated, make_texture, find_texture, make_sound,
    find_sound>;

/// Checks one packet. Whatever its bytes are, the result is a message or a sentence; descriptors that do not
/// belong to the message are closed.
[[nodiscard]] result<message> decode(std::span<const std::byte> packet, std::vector<unique_handle> handles);

} // namespace respawn::incoming
