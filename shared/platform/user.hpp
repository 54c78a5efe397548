#pragma once

namespace respawn::platform {

/// The user that this process acts as, as in peer::user_id.
[[nodiscard]] unsigned current_user() noexcept;

} // namespace respawn::platform
