#pragma once

#include "shared/input/layout.hpp"

#include <respawn/input.hpp>

namespace respawn {

/// Fills the public input from the input region.
struct input_access {
    static void read(const player::region_data& from, respawn::input& to);

private:
    static void add_event(const player::event_data& event, respawn::input& to);
};

} // namespace respawn
