#pragma once

namespace respawn::platform {

/// As long as one exists, tools that look for uses of undefined memory, such as valgrind's memcheck, tell
/// nothing of what its thread does: pages are compared and sent as a whole, with the padding of the game's
/// objects. Costs next to nothing without such a tool. Implemented in platform/<os>/.
class undefined_bytes_allowed {
public:
    undefined_bytes_allowed() noexcept;
    ~undefined_bytes_allowed();
    undefined_bytes_allowed(const undefined_bytes_allowed&) = delete;
    undefined_bytes_allowed& operator=(const undefined_bytes_allowed&) = delete;
};

} // namespace respawn::platform
