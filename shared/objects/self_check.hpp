#pragma once

namespace respawn::objects {

/// Whether objects/containers.hpp finds in real containers of this program's standard library what they hold.
/// Takes some microseconds. Call it before a state is carried to another layout: if this is false, none can
/// be.
[[nodiscard]] bool knows_standard_containers();

} // namespace respawn::objects
