#pragma once

namespace respawn::test {

using plain_function = int (*)(int);

/// A static function of the name `step` in another file.
[[nodiscard]] plain_function namesake_of_step();

} // namespace respawn::test
