#include "supervisor/display/overlay_flow.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <utility>

namespace respawn::supervisor {

namespace {

constexpr float box_margin = 0.35f, row_gap = 0.4f, rounding = 0.2f; // of a line's height

float margin_of(const flow_piece& piece)
{
    return piece.behind != 0 ? std::floor(piece.font->FontSize * box_margin) : 0;
}

ImVec2 size_of(const flow_piece& piece, float max_width)
{
    const auto* begin = piece.text.data();
    const auto taken =
        piece.font->CalcTextSizeA(piece.font->FontSize, FLT_MAX, max_width, begin, begin + piece.text.size());
    return {std::ceil(taken.x) + 2 * margin_of(piece), std::ceil(taken.y)};
}

} // namespace

flow::flow(std::vector<flow_piece> pieces, float max_width, float gap) :
    max_width_{std::floor(max_width)}, gap_{std::floor(gap)}
{
    for (auto each = pieces.begin(); each != pieces.end(); ++each) {
        const bool is_key = each->behind != 0 && each + 1 != pieces.end();
        place(std::move(*each), is_key ? std::floor(gap_ / 2) + size_of(each[1], max_width_).x : 0);
    }
}

void flow::place(flow_piece piece, float beside)
{
    const auto taken = size_of(piece, max_width_);
    if (pen_.x != 0 && pen_.x + taken.x + beside > max_width_) {
        pen_ = {0, pen_.y + row_height_ + std::floor(piece.font->FontSize * row_gap)};
        row_height_ = 0;
    }
    const auto at = pen_;
    // A key's meaning stands closer to it than the next key.
    pen_.x += taken.x + (piece.behind != 0 ? std::floor(gap_ / 2) : gap_);
    row_height_ = std::max(row_height_, taken.y);
    size_ = {std::max(size_.x, at.x + taken.x), std::max(size_.y, at.y + taken.y)};
    placed_.push_back({std::move(piece), at, taken});
}

void flow::draw(ImDrawList& on, ImVec2 at) const
{
    for (const auto& [piece, offset, taken] : placed_) {
        const ImVec2 corner{at.x + offset.x, at.y + offset.y};
        if (piece.behind != 0)
            on.AddRectFilled(
                corner, {corner.x + taken.x, corner.y + taken.y}, piece.behind,
                piece.font->FontSize * rounding);
        on.AddText(
            piece.font, piece.font->FontSize, {corner.x + margin_of(piece), corner.y}, piece.color,
            piece.text.data(), piece.text.data() + piece.text.size(), max_width_);
    }
}

} // namespace respawn::supervisor
