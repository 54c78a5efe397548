#pragma once

#include "fountain.hpp"

namespace fountain {

/// The window with the knobs. They turn what is in the state, so that no rebuild turns them back.
void show_panel(settings& tweaked, water& shown);

} // namespace fountain
