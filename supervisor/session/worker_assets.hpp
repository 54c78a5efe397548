#pragma once

namespace respawn::presentation {
class texture_store;
}

namespace respawn::sounds {
class sound_store;
}

namespace respawn::supervisor {

/// What workers make, and what outlives them.
struct worker_assets {
    presentation::texture_store& textures;
    sounds::sound_store& recordings;
};

} // namespace respawn::supervisor
