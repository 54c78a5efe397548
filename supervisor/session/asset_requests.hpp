#pragma once

#include "shared/presentation/texture_store.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/sounds/sound_store.hpp"
#include "supervisor/session/incoming.hpp"

/// Does what a worker asks for its textures and sounds, and makes the answer.
namespace respawn::supervisor {

[[nodiscard]] protocol::texture_reply_message do_request(
    presentation::texture_store& textures, const incoming::make_texture& asked);
[[nodiscard]] protocol::texture_reply_message do_request(
    presentation::texture_store& textures, const incoming::find_texture& asked);
[[nodiscard]] protocol::sound_reply_message do_request(
    sounds::sound_store& recordings, const incoming::make_sound& asked);
[[nodiscard]] protocol::sound_reply_message do_request(
    sounds::sound_store& recordings, const incoming::find_sound& asked);

} // namespace respawn::supervisor
