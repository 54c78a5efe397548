#pragma once

#include "shared/pictures/picture.hpp"
#include "shared/presentation/image.hpp"
#include "shared/presentation/texture_store.hpp"
#include "shared/result.hpp"
#include "supervisor/display/overlay_content.hpp"
#include "supervisor/display/panel_content.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace respawn::player {
class input_queue;
}

namespace respawn::supervisor {

struct display_options {
    int width = 1280, height = 720; ///< pixels
    bool headless = false;          ///< pictures are composed as ever, and shown nowhere
    std::string title;
};

enum class saved_picture { of_game, of_window };

/// When a change of the panel is shown: at once, or with the game's next picture, which is about to come.
enum class panel_is_shown { at_once, with_next_picture };

/// The window, made once, and the compositor behind it: the game's picture, and the supervisor's overlay.
///
/// The window is presentation::sdl_window. The software rasterizer's pictures are the same bit for bit in a
/// window and headless. Threads: the main thread only.
class display {
public:
    static result<std::unique_ptr<display>> create(const display_options& options);
    ~display();

    /// Takes what the window has been told since the last call: keys, mouse, text, focus, size, close. Also
    /// presents the last picture again when the window asks for it. What the overlay asks for goes to
    /// take_keys() instead, and scrolls its report. Headless: the size only.
    void pump(player::input_queue& input);

    /// Copies, checks, draws and presents the picture in a slot (pictures::slot_data) that a worker may write
    /// to. `width` and `height`: what the worker was told when it drew it. After a failure the picture of
    /// before stays, unless the sentence says that the picture was shown without its last shapes.
    result<void> show(const std::byte* slot, std::uint32_t width, std::uint32_t height);

    /// Wishes of the game's. `size`: pixels.
    void set_title(const std::string& title);
    void set_size(std::pair<int, int> size);

    /// Presents the last picture again.
    void repeat();

    /// Lays something else over the pictures from now on, and presents the last one with it. While it
    /// is_empty() nothing is done for it.
    void set_overlay(overlay_content content);
    /// The inspector panel over all that; nothing: it is closed.
    void set_panel(std::optional<panel_content> panel, panel_is_shown when = panel_is_shown::at_once);
    /// The keys of overlay_content::keys that were typed since the last call.
    [[nodiscard]] std::string take_keys();

    /// The last picture as the software rasterizer draws it; black if there was none. Valid until the next
    /// show().
    [[nodiscard]] const presentation::image& picture() const;
    /// The last picture, in the size of the window, under the overlay: what the window shows.
    [[nodiscard]] presentation::image window_picture() const;
    /// Writes the last picture to a PNG file.
    [[nodiscard]] result<void> save_png(
        const std::string& path, saved_picture what = saved_picture::of_game) const;

    [[nodiscard]] presentation::texture_store& textures();
    /// Size of the picture that the next frame should draw, in pixels.
    [[nodiscard]] std::pair<int, int> size() const;

    display(const display&) = delete;
    display& operator=(const display&) = delete;

private:
    struct implementation;

    result<void> present();
    void pump_window(player::input_queue& input);
    [[nodiscard]] const pictures::picture* look_of_overlay() const;

    explicit display(std::unique_ptr<implementation> made);

    std::unique_ptr<implementation> implementation_;
};

} // namespace respawn::supervisor
