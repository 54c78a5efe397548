#include "worker/source/canvas/canvas_access.hpp"
#include "worker/source/canvas/implementation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace respawn {

namespace {

constexpr std::uint32_t black = 0xff000000;

/// The first pixel whose middle is not before `edge`, inside 0..`end`. A number must be given.
std::int32_t first_pixel(float edge, std::int32_t end)
{
    return static_cast<std::int32_t>(std::clamp(std::ceil(edge - 0.5f), 0.0f, static_cast<float>(end)));
}

/// The pixels of `around` whose middles lie in the bounding box of `shape`; none if that is not all numbers.
clip_area pixels_in(const corners& shape, const clip_area& around)
{
    const auto is_finite = [](point corner) { return std::isfinite(corner.x) && std::isfinite(corner.y); };
    if (!std::all_of(shape.begin(), shape.end(), is_finite))
        return {};
    const auto [left, right] = std::minmax({shape[0].x, shape[1].x, shape[2].x, shape[3].x});
    const auto [top, bottom] = std::minmax({shape[0].y, shape[1].y, shape[2].y, shape[3].y});
    return {
        std::max(around.left, first_pixel(left, around.right)),
        std::max(around.top, first_pixel(top, around.bottom)), first_pixel(right, around.right),
        first_pixel(bottom, around.bottom)};
}

} // namespace

corners corners_of(rectangle area)
{
    const float right = area.x + area.width, bottom = area.y + area.height;
    return {point{area.x, area.y}, point{right, area.y}, point{right, bottom}, point{area.x, bottom}};
}

clip_area canvas::implementation::whole_picture() const
{
    return {0, 0, static_cast<std::int32_t>(width), static_cast<std::int32_t>(height)};
}

corners canvas::implementation::placed(const corners& local) const
{
    return {current(local[0]), current(local[1]), current(local[2]), current(local[3])};
}

void canvas::implementation::add_quad(
    std::uint64_t texture, const corners& place, color tint, const texture_area& part)
{
    list.add(
        texture, 4, 6,
        [&](shape_writer& shape) {
            shape.vertex(place[0], tint, {part.left, part.top});
            shape.vertex(place[1], tint, {part.right, part.top});
            shape.vertex(place[2], tint, {part.right, part.bottom});
            shape.vertex(place[3], tint, {part.left, part.bottom});
            shape.quad(0);
        });
}

std::unique_ptr<canvas> canvas_access::make()
{
    return std::unique_ptr<canvas>{new canvas{std::make_unique<canvas::implementation>()}};
}

void canvas_access::attach(
    canvas& target, std::byte* slot, std::uint32_t width, std::uint32_t height, std::uint64_t frame)
{
    canvas::implementation& state = *target.implementation_;
    state.slot = slot;
    state.frame = frame;
    state.width = width;
    state.height = height;
    state.clear_color = black;
    state.has_pixels = false;
    state.transforms.clear();
    state.current = {};
    state.clips.clear();
    state.list.begin(slot);
    state.list.set_clip(state.whole_picture());
}

std::span<std::uint32_t> canvas_access::use_pixels(canvas& target)
{
    canvas::implementation& state = *target.implementation_;
    if (state.slot == nullptr)
        return {};
    state.has_pixels = true;
    auto* first = reinterpret_cast<std::uint32_t*>(state.slot + pictures::pixels_offset);
    return {first, std::size_t{state.width} * state.height};
}

void canvas_access::finish(canvas& target)
{
    canvas::implementation& state = *target.implementation_;
    pictures::slot_data header{};
    header.frame = state.frame;
    header.width = state.width;
    header.height = state.height;
    header.clear_color = state.clear_color;
    header.has_pixels = state.has_pixels ? 1 : 0;
    state.list.finish(header);
    if (state.slot != nullptr)
        *reinterpret_cast<pictures::slot_data*>(state.slot) = header;
    state.slot = nullptr;
    state.list.begin(nullptr);
}

canvas::canvas(std::unique_ptr<implementation> state) : implementation_{std::move(state)} {}

canvas::~canvas() = default;

extent canvas::size() const
{
    return {static_cast<float>(implementation_->width), static_cast<float>(implementation_->height)};
}

void canvas::clear(color fill)
{
    implementation_->list.clear();
    implementation_->has_pixels = false;
    implementation_->clear_color = black | std::uint32_t{fill.r} << 16 | std::uint32_t{fill.g} << 8 | fill.b;
}

void canvas::push_clip(rectangle area)
{
    implementation& state = *implementation_;
    const clip_area around = state.clips.empty() ? state.whole_picture() : state.clips.back();
    state.clips.push_back(pixels_in(state.placed(corners_of(area)), around));
    state.list.set_clip(state.clips.back());
}

void canvas::pop_clip()
{
    implementation& state = *implementation_;
    if (state.clips.empty())
        return;
    state.clips.pop_back();
    state.list.set_clip(state.clips.empty() ? state.whole_picture() : state.clips.back());
}

void canvas::push_transform(point move, float rotation, float scale)
{
    implementation& state = *implementation_;
    state.transforms.push_back(state.current);
    state.current = state.current * transform::make(move, rotation, scale);
}

void canvas::pop_transform()
{
    implementation& state = *implementation_;
    if (state.transforms.empty())
        return;
    state.current = state.transforms.back();
    state.transforms.pop_back();
}

std::uint32_t canvas::dropped() const
{
    return implementation_->list.dropped();
}

} // namespace respawn
