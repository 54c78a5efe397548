#pragma once

#include <respawn/input.hpp>

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

namespace tetris {

/// Keys from a script file, frame by frame, as the supervisor would deliver them. Understands `key`, `down`,
/// `up`.
class scripted_input {
public:
    /// Fails the test when the file can't be read or has a line that it doesn't understand.
    explicit scripted_input(const std::string& path);

    /// The input of the next frame; the first is frame 1.
    respawn::input next();

private:
    struct change {
        respawn::key key{};
        bool down = false;
    };

    std::map<int, std::vector<change>> changes_; // by frame
    respawn::input now_;
    int frame_ = 0;
};

/// Input with these keys pressed in this frame and held since.
respawn::input input_with(std::initializer_list<respawn::key> pressed);

} // namespace tetris
