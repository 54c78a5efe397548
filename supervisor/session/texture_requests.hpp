#pragma once

#include "shared/presentation/texture_store.hpp"
#include "shared/protocol/messages.hpp"
#include "supervisor/session/incoming.hpp"

/// Does what a worker asks for its textures, and makes the answer.
namespace respawn::supervisor {

[[nodiscard]] protocol::texture_reply_message do_request(
    presentation::texture_store& textures, const incoming::make_texture& asked);
[[nodiscard]] protocol::texture_reply_message do_request(
    presentation::texture_store& textures, const incoming::find_texture& asked);

} // namespace respawn::supervisor
