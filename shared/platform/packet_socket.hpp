#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// Packets with descriptors over a local socket. See shared/protocol/messages.hpp for what is said.
namespace respawn::platform {

/// Who is at the other end, as the kernel says.
struct peer {
    int process_id;
    unsigned user_id;
};

/// What receive() got. `bytes == 0` and no `would_block`: the other end is closed.
struct packet {
    std::size_t bytes = 0;
    bool would_block = false;
    std::vector<unique_handle> handles;
};

inline constexpr std::size_t max_packet_handles = 16;

/// Listens at `path`; the socket file is readable and writable by this user only.
[[nodiscard]] result<unique_handle> listen_packets(const std::string& path);
/// Accepts one connection without blocking; an empty handle when there is none.
[[nodiscard]] result<unique_handle> accept_packets(int listener);
[[nodiscard]] result<unique_handle> connect_packets(const std::string& path);
[[nodiscard]] result<peer> peer_of(int socket);

enum class blocking { yes, no };

/// Sends one packet with copies of at most max_packet_handles `handles`. With blocking::no a full socket is a
/// failure.
[[nodiscard]] result<void> send_packet(
    int socket, std::span<const std::byte> message, std::span<const int> handles = {},
    blocking wait = blocking::yes);
/// Receives one packet into `buffer`; one that is larger is a failure.
[[nodiscard]] result<packet> receive_packet(int socket, std::span<std::byte> buffer, blocking wait);

} // namespace respawn::platform
