#pragma once

#include <termios.h>

namespace respawn::platform {

/// Whether Ctrl-C and its like are signals, as usual, or handed out as keys.
enum class control_keys { are_signals, are_keys };

/// Has a terminal hand out keys one by one, without showing them, for as long as this lives.
///
/// Also undone by exit() and by a signal that ends the process, unless somebody handles that signal. At most
/// one is alive at a time.
class single_key_mode {
public:
    /// The process is in the foreground of `terminal`, which stays open for longer than this.
    explicit single_key_mode(int terminal, control_keys how = control_keys::are_signals);
    single_key_mode(const single_key_mode&) = delete;
    single_key_mode& operator=(const single_key_mode&) = delete;
    ~single_key_mode();

    /// Sets the mode again after somebody may have changed it, such as a shell that resumes a job.
    void apply() const;

private:
    int terminal_;
    control_keys control_keys_;
    termios before_{};
};

} // namespace respawn::platform
