#pragma once

#include <imgui.h>

#include <string>
#include <vector>

namespace respawn::supervisor {

/// A few words in one style.
struct flow_piece {
    std::string text;
    ImFont* font = nullptr;
    ImU32 color = 0;
    ImU32 behind = 0; ///< of a box around it, as keys have, which stay in a row with what follows; 0: none
};

/// Pieces from left to right, in as many rows as it takes. A piece that is wider than a row is wrapped.
class flow {
public:
    flow(std::vector<flow_piece> pieces, float max_width, float gap);

    [[nodiscard]] ImVec2 size() const { return size_; }
    /// `at`: the top left corner, in whole pixels.
    void draw(ImDrawList& on, ImVec2 at) const;

private:
    struct placed {
        flow_piece piece;
        ImVec2 at, size;
    };

    /// `beside`: how much room is wanted after it in the same row.
    void place(flow_piece piece, float beside);

    std::vector<placed> placed_;
    float max_width_, gap_;
    ImVec2 pen_{0, 0}, size_{0, 0};
    float row_height_ = 0;
};

} // namespace respawn::supervisor
