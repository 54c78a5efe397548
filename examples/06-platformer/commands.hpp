#pragma once

namespace platformer {

/// What the player asks for in a frame.
struct commands {
    float direction = 0; ///< -1 is left, 1 is right.
    bool jump_pressed = false, jump_held = false;
    bool restart = false;
};

} // namespace platformer
