#pragma once

#include "shared/pictures/picture.hpp"
#include "shared/presentation/texture_store.hpp"
#include "supervisor/display/overlay_content.hpp"
#include "supervisor/display/panel_content.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace respawn::supervisor {

/// How far the reader wants to move in a report; down is positive.
struct scroll_step {
    float lines = 0, pages = 0;
    [[nodiscard]] bool moves() const { return lines != 0 || pages != 0; }
};

/// What the supervisor has to say, laid over the game's picture: an overlay_content as triangles.
///
/// Laid out by Dear ImGui; the picture is made anew only when content, size or scrolling change, and while
/// there is nothing to show nothing is done at all. The same content and size give the same triangles on
/// every machine with the same version of Dear ImGui. Threads: the display's.
class overlay {
public:
    overlay();
    ~overlay();

    void set(overlay_content content);
    [[nodiscard]] const overlay_content& content() const { return content_; }
    void scroll(const scroll_step& by);
    /// The inspector panel, over all else; nothing: it is closed. Whether that changes what is shown.
    bool set_panel(std::optional<panel_content> panel);

    /// What is to be drawn over a window of this size; null: nothing. Its letters are in the texture
    /// pictures::overlay_texture. Valid until the next call.
    [[nodiscard]] const pictures::picture* look(
        std::uint32_t width, std::uint32_t height, presentation::texture_store& textures);
    /// Draws the letters beforehand, so that the first report does not take longer than others.
    void warm_up(std::uint32_t width, std::uint32_t height, presentation::texture_store& textures);

    overlay(const overlay&) = delete;
    overlay& operator=(const overlay&) = delete;

private:
    struct workshop; ///< all that knows of Dear ImGui

    workshop& open_workshop();

    overlay_content content_;
    std::optional<panel_content> panel_;
    float scroll_lines_ = 0, scroll_pages_ = 0; ///< still to be made
    bool must_draw_ = false, from_the_top_ = true;
    pictures::picture look_;
    std::unique_ptr<workshop> workshop_; ///< made when it is first needed
};

} // namespace respawn::supervisor
